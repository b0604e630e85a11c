import type { Change } from './types.ts';
import type { Room } from './room.ts';

/** What one operation changed of the public, gathered first so that each line is written once. */
export class Changes {
  readonly #rows = new Map<string, { kind: string; key: string; at: number | null }>();

  add(kind: Exclude<Change['kind'], 'list'>, key: string): void {
    this.#rows.set(`${kind} ${key}`, { kind, key, at: null });
  }

  addList(list: string, at: number): void {
    this.#rows.set(`list ${list} ${at}`, { kind: 'list', key: list, at });
  }

  /** Writes the lines and leaves a job for the press; does nothing when nothing changed. */
  async record(room: Room): Promise<void> {
    const rows = [...this.#rows.values()];
    if (rows.length === 0) return;
    this.#rows.clear();
    for (let from = 0; from < rows.length; from += 1000) {
      await room.db
        .insertInto('change')
        .values(rows.slice(from, from + 1000))
        .execute();
    }
    await room.store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: room.now() }, room.db);
  }
}
