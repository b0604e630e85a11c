import type { Store } from '#store';
import type { Found } from './probe.ts';
import { readState, writeState } from '../state.ts';
import { isVerdict } from './verdict.ts';

/** What a probe found, as it is kept. All probes of one round have the same time: milliseconds since 1970. */
export type ProbeRow = Found & { mirror: string; vantage: string; at: number };

/** Milliseconds for which what probes found is kept. */
export const KEPT_MS = 90 * 86_400_000;

/** Keeps what a round found, and forgets what is older than 90 days. */
export async function saveProbes(store: Store, rows: readonly ProbeRow[], at: number): Promise<void> {
  await store.transaction(async (db) => {
    for (const { mirror, vantage, verdict, reason, ms, edition, at: time } of rows) {
      await db
        .insertInto('probe')
        .values({ mirror, vantage, at: time, verdict, reason, ms, edition })
        .execute();
    }
    await db
      .deleteFrom('probe')
      .where('at', '<', at - KEPT_MS)
      .execute();
  });
}

/** @returns what was found since then, the oldest first */
export async function readProbes(store: Store, since: number): Promise<ProbeRow[]> {
  const rows = await store.db
    .selectFrom('probe')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.map(({ mirror, vantage, at, verdict, reason, ms, edition }) => {
    if (!isVerdict(verdict)) throw new Error(`A probe has the unknown verdict "${verdict}"`);
    return { mirror, vantage, at, verdict, reason, ms, edition };
  });
}

/** Rounds in which a vantage reached no mirror and yet its control: times by the vantage's id. */
export type Believed = Readonly<Record<string, readonly number[]>>;

const BELIEVED = 'rounds.believed';

export async function readBelieved(store: Store): Promise<Believed> {
  const value = await readState(store, BELIEVED);
  const pairs = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(
    pairs.map(([vantage, times]) => [
      vantage,
      (Array.isArray(times) ? times : []).filter((at: unknown): at is number => typeof at === 'number'),
    ]),
  );
}

/** Notes such rounds of one time, and forgets what is older than what probes found. */
export async function believe(store: Store, vantages: readonly string[], at: number): Promise<void> {
  if (vantages.length === 0) return;
  const before = await readBelieved(store);
  const all = new Set([...Object.keys(before), ...vantages]);
  const kept = (vantage: string): number[] => (before[vantage] ?? []).filter((time) => time >= at - KEPT_MS);
  const next = [...all].map((vantage) => [
    vantage,
    vantages.includes(vantage) ? [...kept(vantage), at] : kept(vantage),
  ]);
  await writeState(store, BELIEVED, Object.fromEntries(next));
}

/**
 * Without the rounds in which a vantage reached none of several mirrors, nor is known to have reached its control: then
 * it may be the vantage that is cut off, and a list made by it would serve nobody.
 */
export function counted(rows: readonly ProbeRow[], believed: Believed): ProbeRow[] {
  const rounds = Map.groupBy(rows, ({ vantage, at }) => `${at} ${vantage}`);
  const cutOff = (round: readonly ProbeRow[]): boolean =>
    round.length > 1 &&
    round.every(
      ({ at, vantage, verdict }) => verdict === 'blocked' && believed[vantage]?.includes(at) !== true,
    );
  return rows.filter(({ vantage, at }) => !cutOff(rounds.get(`${at} ${vantage}`) ?? []));
}
