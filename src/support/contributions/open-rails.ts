import type { Store } from '#store';
import type { Rail as RailName } from '../ledger/chart.ts';

/** Milliseconds for which a rail may be away before nobody is led to it any more. */
const AWAY = 3_600_000;
/** Rails that somebody's own server is behind: whether they are there is found out by reading. */
const OWN: readonly RailName[] = ['bitcoin'];

/** Those of the rails that can be paid by now: one on a server of the newsroom's own was read, and not long ago. */
export async function openRails<T extends { name: RailName }>(
  { db }: Pick<Store, 'db'>,
  { rails, at }: { rails: readonly T[]; at: number },
): Promise<T[]> {
  if (!rails.some(({ name }) => OWN.includes(name))) return [...rails];
  const rows = await db.selectFrom('rail_reading').selectAll().where('rail', 'in', OWN).execute();
  const isThere = (name: RailName): boolean => {
    const row = rows.find(({ rail }) => rail === name);
    if (row === undefined || row.read_at === null) return false;
    return row.fault === null || at - row.read_at < AWAY;
  };
  return rails.filter(({ name }) => !OWN.includes(name) || isThere(name));
}
