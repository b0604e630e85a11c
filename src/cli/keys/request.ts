import { encodeDraft, isMet, readRootDraft, readTargetsDraft, rootNeeds } from '#edition';
import type { Authority, Draft, PaperRoot, Targets } from '#edition';
import { z } from 'zod';
import { Refusal } from '../out.ts';
import { draftOf } from './change.ts';
import type { Change } from './change.ts';
import { keepFile, readOr } from './disk.ts';
import { jsonOf } from './folder.ts';

/* The small file that goes to a machine without network and comes back with signatures. It holds nothing secret. */

export type Request = {
  /** The root and targets that stand now, to compare with; null for a paper's first keys. */
  before: { root: Draft<PaperRoot>; targets: Draft<Targets> } | null;
  root: Draft<PaperRoot> | null;
  targets: Draft<Targets> | null;
};

const REQUEST = z.strictObject({
  longwave: z.literal('signing request'),
  format: z.literal(1),
  before: z.strictObject({ root: z.unknown(), targets: z.unknown() }).nullable(),
  root: z.unknown(),
  targets: z.unknown(),
});

/** Bytes; a request has a few thousand. */
const LIMIT = 1_000_000;

export function keepRequest(file: string, request: Request): void {
  const plain = (draft: Draft<unknown> | null): unknown =>
    draft === null ? null : jsonOf(Buffer.from(encodeDraft(draft)).toString('utf8'));
  const { before, root, targets } = request;
  const content = {
    longwave: 'signing request',
    format: 1,
    before: before === null ? null : { root: plain(before.root), targets: plain(before.targets) },
    root: plain(root),
    targets: plain(targets),
  };
  keepFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** @throws Refusal for what is no request, or one in which the root before was signed by nobody */
export async function readRequest(file: string): Promise<Request> {
  const text = readOr(file);
  if (text === null) throw new Refusal(`There is no file "${file}"`);
  const found = text.length > LIMIT ? null : REQUEST.safeParse(jsonOf(text));
  if (found === null || !found.success) {
    throw new Refusal(`"${file}" is no signing request, or was damaged on its way`, [
      'Write it again where the newsroom is: "longwave keys request FILE"',
    ]);
  }
  try {
    const { before } = found.data;
    const request = {
      before: before === null ? null : await readBefore(before),
      root: await draftOf(found.data.root, readRootDraft),
      targets: await draftOf(found.data.targets, readTargetsDraft),
    };
    await checkRequest(request);
    return request;
  } catch (error) {
    throw new Refusal(`"${file}" is a signing request that does not hold together`, [
      error instanceof Error ? error.message : String(error),
    ]);
  }
}

async function readBefore(before: { root?: unknown; targets?: unknown }): Promise<Request['before']> {
  const root = await draftOf(before.root, readRootDraft);
  const targets = await draftOf(before.targets, readTargetsDraft);
  if (root === null || targets === null) throw new Error('It does not say what stands now');
  return { root, targets };
}

async function checkRequest({ before, root, targets }: Request): Promise<void> {
  if (root === null && targets === null) throw new Error('It asks for nothing');
  if (before === null) {
    if (root?.signed.version === 1 && targets?.signed.version === 1) return;
    throw new Error('It does not say what stands now');
  }
  // Else its words about what changes would compare with something invented.
  if (!(await rootNeeds(before.root, null)).every(isMet))
    throw new Error('What stands now is signed by nobody');
  const follows = (next: number | undefined, now: number): boolean => next === undefined || next === now + 1;
  if (
    !follows(root?.signed.version, before.root.signed.version) ||
    !follows(targets?.signed.version, before.targets.signed.version)
  ) {
    throw new Error('Its versions do not follow the ones that stand now');
  }
}

/** The request for a change that waits. */
export const requestOf = (change: Pick<Change, 'root' | 'targets'>, before: Request['before']): Request => ({
  before,
  root: change.root,
  targets: change.targets,
});

/** The root and targets that stand, with their signatures. */
export async function draftsNow({ anchors }: Authority): Promise<NonNullable<Request['before']>> {
  const root = anchors.roots.at(-1);
  if (root === undefined) throw new Error('An authority has a root');
  return { root: await readRootDraft(root), targets: await readTargetsDraft(anchors.targets) };
}
