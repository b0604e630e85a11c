import { isSample } from './anchor.ts';
import type { Anchor } from './anchor.ts';
import { Bench } from './verify-bench.ts';
import type { Alteration, EditionSource } from './verify-bench.ts';
import { checkChain } from './verify-chain.ts';
import type { ChainFound, NoChain } from './verify-chain.ts';
import { checkExtra } from './verify-extra.ts';
import type { KnownKeys } from './verify-known.ts';
import { checkLog } from './verify-log.ts';
import { blameExtra, checkPart } from './verify-part.ts';
import type { Part } from './verify-part.ts';
import { checkTree } from './verify-tree.ts';

export type Verdict =
  /** Every file is what the holders of the anchor's keys signed, and nothing newer is known. */
  | 'authentic'
  /** Something is not what they signed. */
  | 'altered'
  /** Whole and genuine, but a newer edition is known. */
  | 'old'
  /** Whole and genuine, but past its date: a newer edition may be kept from whoever looks. */
  | 'expired'
  /** Nothing can be said: no anchor was given, what is here is signed by others or by nobody, or no file was compared. */
  | 'unknown';

/** The number of the newest edition that is known; files of every root, from version 1, and of the newest targets. */
export type Known = { number?: number; roots?: readonly Uint8Array[]; targets?: Uint8Array };

export type VerifyOptions = {
  source: EditionSource;
  /** Null where there is none: then the verdict is `unknown`, whatever lies there. */
  anchor: Anchor | null;
  /** Milliseconds since 1970. */
  now: number;
  /** What whoever asks knows by another way: the newest edition, every root, the newest targets. */
  known?: Known;
  /** Which files to compare; all of them where it is left out. */
  part?: Part;
  progress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** SHA-256; default WebCrypto's. */
  hash?: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
};

export type VerifyReport = {
  verdict: Verdict;
  /** Number of the edition that lies there, where that much is proven. */
  edition: number | null;
  /** UTC, to the second, with the same proviso. */
  published: string | null;
  /** Editions between this one and the newest that is known; null where none is known. */
  behind: number | null;
  /** Files of the site that were compared. */
  files: number;
  altered: Alteration[];
  /** All alterations; `altered` names the first of them. */
  alterations: number;
  /** Keys of a sample: anybody has them, so that they prove nothing of a real paper. */
  sample: boolean;
  /** Roles that are past their date. */
  expired: readonly string[];
  /**
   * Fingerprint, in hexadecimal, of the anchor's root; where nothing is proven, of the first root that lies there, which
   * whoever made the files could put there.
   */
  found: string | null;
  /** What a person should know before relying on the verdict. */
  notes: Note[];
};

export type Note =
  | 'no_anchor'
  | 'nothing_signed'
  | 'other_keys'
  /** Its roots have lower numbers than the anchor's, whose keys signed none of them: of another paper, or from before. */
  | 'earlier_keys'
  | 'sample'
  /** Newer roots or targets than those that lie there are known. */
  | 'keys_outdated'
  /** Signed by keys that were taken back since: whoever got hold of them can have made it, at any time. */
  | 'keys_replaced'
  | 'part_only'
  /** The edition has no file at a path that was asked for. */
  | 'no_such_file'
  /** Not one file was compared, so that nothing is proven of any. */
  | 'nothing_compared'
  /** The source cannot list its files, so files that should not be there were not looked for. */
  | 'not_listed'
  | 'log_not_believed'
  /** The numbers in the record are not those of the tree: a fault of the program that signed it. */
  | 'counts_differ';

/**
 * Verifies an edition wherever it lies: that every byte is what the keys behind the anchor signed, that nothing lacks
 * and nothing was added, and how old it is.
 *
 * @throws what the source throws where something cannot be read at all; the reason of an aborted signal
 */
export async function verifyEdition(options: VerifyOptions): Promise<VerifyReport> {
  const { anchor, source, now, hash, signal } = options;
  const bench = new Bench({ source, hash, signal });
  // Without an anchor the files are followed from their own root, only to show what they say of themselves.
  const chain = await checkChain(bench, anchor ?? { fingerprint: '' }, now, knownKeys(options.known));
  if ('problem' in chain) return unproven(bench, chain, anchor);
  const { record, trust } = chain;
  const progress = options.progress ?? (() => undefined);
  const notes: Note[] = [];
  let files: number;
  if (options.part === undefined) {
    const log = await checkLog(bench, chain.roots, chain.recordBytes);
    if (log === null) notes.push('log_not_believed');
    const tree = await checkTree(bench, record, progress);
    ({ files } = tree);
    if (tree.whole && files !== record.files) notes.push('counts_differ');
    // What a host shows at the address of the whole, where the edition has no page for it.
    if (tree.whole && source.opened !== undefined && !(await bench.wasExpected('index.html')))
      await blameExtra(bench, 'index.html');
    if (source.list === undefined) notes.push('not_listed');
    else await checkExtra(bench, chain, log, { treeIsWhole: tree.whole });
  } else {
    const part = await checkPart(bench, record, options.part, progress);
    ({ files } = part);
    notes.push('part_only');
    if (part.absent) notes.push('no_such_file');
  }
  if (files === 0 && !notes.includes('no_such_file')) notes.push('nothing_compared');
  const sample = isSample(trust.trusted.root);
  if (sample) notes.push('sample');
  if (chain.keys === 'newer') notes.push('keys_outdated');
  if (chain.keys === 'replaced') notes.push('keys_replaced');
  const newest = options.known?.number ?? null;
  const believed = chain.keys !== 'replaced';
  return {
    verdict: verdictOf(bench, chain, newest, notes),
    // Keys that were taken back prove no number either.
    edition: believed ? record.number : null,
    published: believed ? record.published : null,
    behind: newest === null || !believed ? null : Math.max(0, newest - record.number),
    files,
    altered: bench.altered,
    alterations: bench.alterations,
    sample,
    expired: trust.expired,
    found: chain.anchor,
    notes,
  };
}

export const knownKeys = ({ roots = [], targets = null }: Partial<KnownKeys> = {}): KnownKeys => ({
  roots,
  targets,
});

/** Notes that leave nothing to be said of what was asked. */
const UNSAID: readonly Note[] = ['no_such_file', 'nothing_compared', 'keys_replaced'];

function verdictOf(
  bench: Bench,
  { record, trust, keys }: ChainFound,
  newest: number | null,
  notes: readonly Note[],
): Verdict {
  if (bench.alterations > 0) return 'altered';
  if (notes.some((note) => UNSAID.includes(note))) return 'unknown';
  if (keys === 'newer' || (newest !== null && newest > record.number)) return 'old';
  return trust.expired.length > 0 ? 'expired' : 'authentic';
}

/** Why nothing can be said where nothing leads from the anchor to the files. */
export function noteWithout({ problem }: NoChain, anchor: Anchor | null): Note {
  if (problem === 'nothing') return 'nothing_signed';
  if (anchor === null) return 'no_anchor';
  return problem === 'earlier' ? 'earlier_keys' : 'other_keys';
}

function unproven(bench: Bench, chain: NoChain, anchor: Anchor | null): VerifyReport {
  const { problem, fingerprint } = chain;
  return {
    verdict: anchor !== null && problem === 'altered' ? 'altered' : 'unknown',
    edition: null,
    published: null,
    behind: null,
    files: 0,
    altered: problem === 'altered' ? bench.altered : [],
    alterations: problem === 'altered' ? bench.alterations : 0,
    sample: false,
    expired: [],
    found: fingerprint,
    notes: problem === 'altered' ? [] : [noteWithout(chain, anchor)],
  };
}
