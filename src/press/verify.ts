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
  workerFallback,
  workerPath,
  type SiteView,
  type VerifyView,
} from '#reader';
import { HTML, type Output } from './output.ts';
import type { Signing } from './sign.ts';

const TEXT = 'text/plain; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';

/**
 * What lets readers check an edition: the worker and, in each language, the page that verifies and the note of saved
 * stories. All depend on the keys or the list of mirrors, which the threads of a press are not handed.
 *
 * @param sites the site as each language's pages show it
 */
export async function verifyOutputs(
  sites: readonly SiteView[],
  sign: Signing | undefined,
  list: MirrorList | null,
): Promise<Output[]> {
  const mirrors = (list?.mirrors ?? []).map(({ address }) => address);
  const view: VerifyView = { ...(await keysView(sign)), mirrors, script: verifyScript().path };
  const pages = sites.flatMap((site) => [
    { path: verifyPath(site.prefix), type: HTML, text: renderVerifyPage(site, view) },
    { path: noteOfLanguage(site.prefix), type: TEXT, text: renderSavedNote(site, view.words) },
  ]);
  const { root, sample } = view;
  // Without keys there is nothing that a worker could check.
  if (root === null) return pages;
  const worker = renderWorker(sites, { root: Buffer.from(root, 'base64').toString('utf8'), sample });
  const { path, text } = workerFallback();
  return [...pages, { path: workerPath, type: SCRIPT, text: worker }, { path, type: SCRIPT, text }];
}

async function keysView(sign: Signing | undefined): Promise<Pick<VerifyView, 'root' | 'words' | 'sample'>> {
  const [first, newest] = [sign?.anchors.roots[0], sign?.anchors.roots.at(-1)];
  if (first === undefined || newest === undefined) return { root: null, words: [], sample: false };
  const words = await fingerprintWords(await rootFingerprint(first));
  const { signed } = parseMetadata(newest, 'root', 'root', readCommon);
  return { root: Buffer.from(newest).toString('base64'), words, sample: isSample(signed) };
}

/** A mark of the keys that {@link verifyOutputs} show; empty without keys. */
export function keysMark(sign: Signing | undefined): string {
  const newest = sign?.anchors.roots.at(-1);
  return newest === undefined ? '' : hash('sha256', newest).slice(0, 16);
}
