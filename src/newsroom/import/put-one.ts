import { BodyError } from '#body';
import { StoreError } from '#store';
import { NewsroomError } from '../refusal.ts';
import type { Applied, Desk, Ready } from './apply.ts';
import { applyPage } from './apply-page.ts';
import { applyStory } from './apply-story.ts';
import { remember } from './memory.ts';
import type { Quarantine } from './quarantine.ts';
import { joined, remark, type Said, told } from './remark.ts';
import { ImportError, type ImportRow } from './report.ts';

/** One item in a transaction of its own inside the batch's: what fails in it is undone alone and quarantined. */
export async function putOne(
  desk: Desk,
  quarantine: Quarantine,
  now: () => number,
  ready: Ready,
): Promise<ImportRow> {
  const { incoming } = ready;
  let applied: Applied;
  try {
    applied =
      ready.opened === null ? unchanged(ready) : await desk.store.transaction(() => apply(desk, ready));
  } catch (error) {
    // A database that fails is no fault of the item.
    if (error instanceof StoreError) throw error;
    applied = refusal(ready, 'quarantined', reasonOf(error));
  }
  await settle(desk, quarantine, now, ready, applied);
  const what = ready.opened?.what;
  return {
    item: incoming.key,
    kind: what === undefined ? incoming.type : 'of' in what ? what.of : what.kind,
    outcome: applied.outcome,
    reason: joined(applied.said),
    remarks: told(applied.said),
    target: applied.target === null ? null : `${applied.targetKind} ${applied.target}`,
    address: incoming.address,
  };
}

function reasonOf(error: unknown): Said {
  if (error instanceof NewsroomError) return remark(error.code, error.message);
  if (error instanceof ImportError && error.remarks[0]) return error.remarks[0];
  if (error instanceof BodyError) return remark('no_story_text', error.message);
  const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return remark('not_put_in', `It could not be put in (${why})`, { what: why });
}

async function settle(
  desk: Desk,
  quarantine: Quarantine,
  now: () => number,
  ready: Ready,
  applied: Applied,
): Promise<void> {
  const { incoming, known } = ready;
  const { source, store } = desk;
  const { outcome, said, targetKind, target, revision, digest } = applied;
  const reason = joined(said);
  const item = incoming.key;
  if (ready.opened === null) return;
  if (outcome === 'quarantined') {
    await quarantine.keep({ source, item, said, original: incoming.original, at: now() });
  } else if (known?.outcome === 'quarantined') await quarantine.release(source, item);
  const { traits } = incoming;
  await remember(store, source, {
    item,
    digest,
    outcome,
    reason,
    targetKind,
    target,
    revision,
    traits,
    at: applied.at ?? now(),
  });
}

async function apply(desk: Desk, ready: Ready): Promise<Applied> {
  const { incoming, opened, known } = ready;
  if (opened === null) return unchanged(ready);
  const { what } = opened;
  if (what.kind === 'quarantined' || what.kind === 'skipped') return refusal(ready, what.kind, what.reason);
  if (what.kind === 'story') return applyStory(desk, { ...ready, opened }, what);
  if (what.kind === 'page') return applyPage(desk, { ...ready, opened }, what);
  if (what.kind === 'site' || what.kind === 'authors') {
    const remarks = await what.apply(desk.newsroom);
    return {
      outcome: known?.target ? 'updated' : 'imported',
      said: [...opened.remarks, ...remarks],
      targetKind: what.kind,
      target: what.kind,
      revision: null,
      digest: incoming.digest,
    };
  }
  return medium(ready);
}

function unchanged({ incoming, known }: Ready): Applied {
  if (!known) throw new Error(`Item "${incoming.key}" was never put in and cannot be unchanged`);
  const { targetKind, target, revision, digest } = known;
  return { outcome: 'unchanged', said: [], targetKind, target, revision, digest };
}

function medium(ready: Ready): Applied {
  const { incoming, opened, known, gathered } = ready;
  const brought = gathered.body[0];
  if (!brought?.ok)
    return refusal(ready, 'skipped', brought?.why ?? remark('file_missing', 'Its file was not found'));
  const { media } = brought.settled;
  const before = known?.target ?? null;
  return {
    outcome: before === null ? 'imported' : before === media ? 'unchanged' : 'updated',
    said: opened?.remarks ?? [],
    targetKind: 'media',
    target: media,
    revision: null,
    digest: incoming.digest,
  };
}

/** What is skipped or quarantined now keeps what an earlier run made of it. */
function refusal(
  { incoming, opened, known }: Ready,
  outcome: 'skipped' | 'quarantined',
  reason: Said,
): Applied {
  return {
    outcome,
    said: [reason, ...(opened?.remarks ?? [])],
    targetKind: known?.targetKind ?? null,
    target: known?.target ?? null,
    revision: known?.revision ?? null,
    digest: known?.target ? known.digest : incoming.digest,
  };
}
