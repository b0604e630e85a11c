import type { Store } from '#store';
import type { Outcome } from './report.ts';

/** What an earlier run left behind of an item. */
export type Remembered = {
  item: string;
  digest: string;
  outcome: Outcome;
  targetKind: string | null;
  target: string | null;
  revision: number | null;
  traits: string;
  at: number;
};

/** Rows of `import_item` for some items of an archive. */
export async function recall(
  store: Store,
  source: string,
  items: readonly string[],
): Promise<Map<string, Remembered>> {
  if (items.length === 0) return new Map();
  const rows = await store.db
    .selectFrom('import_item')
    .selectAll()
    .where('source', '=', source)
    .where('item', 'in', items)
    .execute();
  return new Map(
    rows.map((row) => [
      row.item,
      {
        item: row.item,
        digest: row.digest,
        outcome: row.outcome as Outcome,
        targetKind: row.target_kind,
        target: row.target,
        revision: row.revision,
        traits: row.traits,
        at: row.at,
      },
    ]),
  );
}

export async function remember(
  store: Store,
  source: string,
  row: Omit<Remembered, 'at'> & { reason: string; at: number },
): Promise<void> {
  const { item, digest, outcome, reason, targetKind, target, revision, traits, at } = row;
  const values = {
    source,
    item,
    digest,
    outcome,
    reason,
    target_kind: targetKind,
    target,
    revision,
    traits,
    at,
  };
  await store.db
    .insertInto('import_item')
    .values(values)
    .onConflict((same) => same.columns(['source', 'item']).doUpdateSet(values))
    .execute();
}

/** What another item of the archive became here; null when it is not in. */
export async function targetOf(
  store: Store,
  source: string,
  item: string,
  kind: string,
): Promise<string | null> {
  const row = await store.db
    .selectFrom('import_item')
    .select(['target_kind', 'target'])
    .where('source', '=', source)
    .where('item', '=', item)
    .executeTakeFirst();
  return row?.target_kind === kind ? row.target : null;
}

/**
 * Whether two items that bear one number are one: an item keeps its slug, its date or its title when the others
 * change. Exports of two sites under one address give one number to items that share nothing.
 */
export function sameItem(a: string, b: string): boolean {
  if (a === '' || b === '') return true;
  const others = b.split(' ');
  return a.split(' ').some((trait, at) => trait === others[at]);
}

export type Counts = Record<Outcome, number>;
export type OpenRun = { id: string; startedAt: number; position: number; counts: Counts; resumed: boolean };

type RunState = { stamp: string; counts: Counts };

/** The run of this very archive with these very options that was interrupted, or a new one. */
export async function openRun(
  store: Store,
  run: { id: string; source: string; stamp: string; at: number },
): Promise<OpenRun> {
  const rows = await store.db
    .selectFrom('import_run')
    .selectAll()
    .where('source', '=', run.source)
    .where('finished_at', 'is', null)
    .orderBy('started_at', 'desc')
    .execute();
  for (const row of rows) {
    const state = JSON.parse(row.counts_json) as RunState;
    if (state.stamp === run.stamp) {
      return {
        id: row.id,
        startedAt: row.started_at,
        position: row.position,
        counts: state.counts,
        resumed: true,
      };
    }
  }
  const counts = { imported: 0, updated: 0, unchanged: 0, skipped: 0, quarantined: 0 };
  await store.db
    .insertInto('import_run')
    .values({
      id: run.id,
      source: run.source,
      started_at: run.at,
      finished_at: null,
      position: 0,
      counts_json: JSON.stringify({ stamp: run.stamp, counts } satisfies RunState),
    })
    .execute();
  return { id: run.id, startedAt: run.at, position: 0, counts, resumed: false };
}

export async function advance(
  store: Store,
  run: { id: string; stamp: string; position: number; counts: Counts; finishedAt: number | null },
): Promise<void> {
  const state: RunState = { stamp: run.stamp, counts: run.counts };
  await store.db
    .updateTable('import_run')
    .set({ position: run.position, counts_json: JSON.stringify(state), finished_at: run.finishedAt })
    .where('id', '=', run.id)
    .execute();
}
