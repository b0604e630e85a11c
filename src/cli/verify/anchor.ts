import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { parseFingerprint, rootFingerprint } from '#edition';
import type { Anchor, VerifyOptions } from '#edition';
import { readAuthority } from '../keys/open.ts';
import { openDepotOf } from '../open.ts';
import { UsageError } from '../out.ts';
import type { Call } from '../call.ts';

/** What a verification starts from, and how a person is told of it. */
export type Start = {
  anchor: Anchor | null;
  /** In hexadecimal; null where there is no anchor. */
  fingerprint: string | null;
  from: 'file' | 'fingerprint' | 'installation' | 'nothing';
  known: NonNullable<VerifyOptions['known']>;
};

/**
 * The anchor that a person names, or this installation's own.
 *
 * @throws UsageError for two anchors, a file that is no root, a fingerprint that is none
 */
export async function findStart(
  call: Call,
  options: { root?: string; fingerprint?: string },
): Promise<Start> {
  if (options.root !== undefined && options.fingerprint !== undefined)
    throw new UsageError('Give --root or --fingerprint, not both');
  if (options.root !== undefined) return fromFile(options.root);
  if (options.fingerprint !== undefined) return fromFingerprint(options.fingerprint);
  const authority = await readAuthority(call.settings.keys);
  const first = authority?.anchors.roots[0];
  if (authority === null || first === undefined)
    return { anchor: null, fingerprint: null, from: 'nothing', known: {} };
  return {
    anchor: { root: first },
    fingerprint: await rootFingerprint(first),
    from: 'installation',
    known: { ...authority.anchors, ...(await currentNumber(call)) },
  };
}

async function fromFile(path: string): Promise<Start> {
  const file = isAbsolute(path) ? path : resolve(path);
  let root: Uint8Array;
  try {
    root = new Uint8Array(readFileSync(file));
    return { anchor: { root }, fingerprint: await rootFingerprint(root), from: 'file', known: {} };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`"${path}" cannot be used as a root: ${why}`);
  }
}

async function fromFingerprint(text: string): Promise<Start> {
  try {
    const fingerprint = await parseFingerprint(text);
    return { anchor: { fingerprint }, fingerprint, from: 'fingerprint', known: {} };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause));
  }
}

/** The newest edition that this installation knows of. */
async function currentNumber({ settings, now }: Call): Promise<{ number?: number }> {
  const depot = await openDepotOf(settings, now);
  try {
    const head = depot.head();
    return head === null ? {} : { number: head.edition };
  } finally {
    await depot.close();
  }
}
