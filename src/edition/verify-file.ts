import { fromHex } from './bytes.ts';
import type { Anchor } from './anchor.ts';
import { isSample } from './anchor.ts';
import { Bench } from './verify-bench.ts';
import type { EditionSource, FileDigest } from './verify-bench.ts';
import { checkChain } from './verify-chain.ts';
import type { ChainFound } from './verify-chain.ts';
import { leaves, readUnit } from './verify-tree.ts';
import { knownKeys, noteWithout } from './verify.ts';
import type { Known, Verdict, VerifyReport } from './verify.ts';

export type VerifyFileOptions = {
  /** Length and SHA-256 of the file, wherever it was found. */
  file: FileDigest;
  /** The path that it is said to have, where anybody says so. */
  path?: string;
  /** An edition to look it up in. */
  source: EditionSource;
  anchor: Anchor | null;
  now: number;
  /** As for {@link verifyEdition}. */
  known?: Known;
  hash?: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  progress?: (done: number, total: number) => void;
  signal?: AbortSignal;
};

export type VerifyFileReport = VerifyReport & {
  /** Paths of the edition at which these bytes stand. */
  paths: string[];
};

/**
 * Looks a file up in a signed edition by its bytes. `authentic` says that the edition has it, at the paths named;
 * `altered` that the edition has another file at the path it is said to have; `unknown` that the edition has no such
 * file: it may be of another edition, or nobody's.
 *
 * @throws what the source throws where something cannot be read at all
 */
export async function verifyFile(options: VerifyFileOptions): Promise<VerifyFileReport> {
  const { anchor, file, now, path, source } = options;
  const bench = new Bench({ source, hash: options.hash, signal: options.signal });
  const chain = await checkChain(bench, anchor ?? { fingerprint: '' }, now, knownKeys(options.known));
  const none = { behind: null, files: 1, altered: [], alterations: 0, notes: [], paths: [] };
  if ('problem' in chain) {
    const unproven = { edition: null, published: null, sample: false, expired: [], found: chain.fingerprint };
    return { verdict: 'unknown', ...unproven, ...none, notes: [noteWithout(chain, anchor)] };
  }
  const { record, trust } = chain;
  const paths: string[] = [];
  let claimed = false;
  let seen = 0;
  const report = { files: 0, whole: true };
  for await (const { place, hash, first } of leaves(bench, fromHex(record.tree), report)) {
    const unit = await readUnit(bench, place, hash, first);
    for (const entry of unit?.files ?? []) {
      claimed ||= entry.path === path;
      if (entry.raw === file.sha256 && entry.size === file.size) paths.push(entry.path);
    }
    seen += 1;
    options.progress?.(seen, record.units);
  }
  const here = path === undefined ? paths.length > 0 : paths.includes(path);
  const newest = options.known?.number ?? null;
  const replaced = chain.keys === 'replaced';
  const verdict = replaced
    ? 'unknown'
    : here
      ? verdictOf({ newest, number: record.number, keys: chain.keys, expired: trust.expired })
      : claimed
        ? 'altered'
        : 'unknown';
  const sample = isSample(trust.trusted.root);
  return {
    ...none,
    verdict,
    edition: replaced ? null : record.number,
    published: replaced ? null : record.published,
    behind: newest === null || replaced ? null : Math.max(0, newest - record.number),
    altered: verdict === 'altered' && path !== undefined ? [{ path, reason: 'changed' }] : [],
    alterations: verdict === 'altered' ? 1 : 0,
    sample,
    expired: trust.expired,
    found: chain.anchor,
    notes: [
      ...(sample ? ['sample' as const] : []),
      ...(chain.keys === 'newer' ? ['keys_outdated' as const] : []),
      ...(replaced ? ['keys_replaced' as const] : []),
    ],
    paths,
  };
}

/** Of a file that the edition has. */
function verdictOf({
  newest,
  number,
  keys,
  expired,
}: {
  newest: number | null;
  number: number;
  keys: ChainFound['keys'];
  expired: readonly string[];
}): Verdict {
  if (keys === 'newer' || (newest !== null && newest > number)) return 'old';
  return expired.length > 0 ? 'expired' : 'authentic';
}
