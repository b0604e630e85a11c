import { hash } from 'node:crypto';
import {
  fingerprintWords,
  isSample,
  noteOfLanguage,
  parseMetadata,
  readCommon,
  rootFingerprint,
  type MirrorList,
} from '#edition';
import {
  renderSavedNote,
  renderVerifyPage,
  renderWorker,
  verifyPath,
  verifyScript,
  type ReachView,
  workerFallback,
  workerPath,
  type SiteView,
  type VerifyView,
} from '#reader';
import { HTML, type Output } from './output.ts';
import { reachOutputs } from './reach.ts';
import type { Signing } from './sign.ts';

const TEXT = 'text/plain; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/**
 * What lets readers check an edition and find the next: the worker and, in each language, pages and notes. All of it
 * depends on the keys and on the mirrors, which the threads of a press are not handed.
 *
 * @param sites the site as each language's pages show it
 */
export async function verifyOutputs(
  sites: readonly SiteView[],
  { sign, list, onion, gap = false }: ShownPlaces,
): Promise<Output[]> {
  const keys = await keysView(sign);
  const mirrors = list?.mirrors ?? [];
  const tor = onion === null ? [] : [onion];
  const view: VerifyView = {
    ...keys,
    mirrors: [...mirrors.map(({ address }) => address), ...tor],
    script: verifyScript().path,
    gap,
  };
  // Whoever gets a saved story may open what stands in it, so that data mirrors have no place there.
  const addresses = [...mirrors.filter(({ use }) => use === 'entry').map(({ address }) => address), ...tor];
  const note = { words: view.words, addresses };
  const pages = sites.flatMap((site) => [
    { path: verifyPath(site.prefix), type: HTML, text: renderVerifyPage(site, view) },
    { path: noteOfLanguage(site.prefix), type: TEXT, text: renderSavedNote(site, note) },
  ]);
  const all = [...pages, ...reachOutputs(sites, { ...keys, mirrors, onion, at: changedAt(list) })];
  const { root, sample } = view;
  // Without keys there is nothing that a worker could check.
  if (root === null) return all;
  const worker = renderWorker(sites, { root: Buffer.from(root, 'base64').toString('utf8'), sample });
  const { path, text } = workerFallback();
  return [...all, { path: workerPath, type: SCRIPT, text: worker }, { path, type: SCRIPT, text }];
}

/** The version of a list is the time of its change in seconds, where its newsroom counts so. */
const changedAt = (list: MirrorList | null): number | null =>
  list === null || list.version < LEAST_TIME ? null : list.version * 1000;

const LEAST_TIME = 1_000_000_000;

/** The keys, the list of mirrors, the onion address and what else an edition shows to its readers. */
export type ShownPlaces = {
  sign: Signing | undefined;
  list: MirrorList | null;
  onion: string | null;
  /** Whether the edition tells the funding gap. Default: not. */
  gap?: boolean;
};

async function keysView(
  sign: Signing | undefined,
): Promise<Pick<ReachView, 'root' | 'words' | 'sample' | 'fingerprint'>> {
  const [first, newest] = [sign?.anchors.roots[0], sign?.anchors.roots.at(-1)];
  if (first === undefined || newest === undefined)
    return { root: null, words: [], sample: false, fingerprint: null };
  const fingerprint = await rootFingerprint(first);
  const words = await fingerprintWords(fingerprint);
  const { signed } = parseMetadata(newest, 'root', 'root', readCommon);
  return { root: Buffer.from(newest).toString('base64'), words, sample: isSample(signed), fingerprint };
}

/** A mark of the keys that {@link verifyOutputs} show; empty without keys. */
export function keysMark(sign: Signing | undefined): string {
  const newest = sign?.anchors.roots.at(-1);
  return newest === undefined ? '' : hash('sha256', newest).slice(0, 16);
}
