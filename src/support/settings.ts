import type { z } from 'zod';
import type { Store } from '#store';
import { SupportError } from './contributions/error.ts';

/** Leaves a job for the press, for what pages show: in the transaction that changed it. */
export const pressSoon =
  ({ store, now }: { store: Store; now: () => number }) =>
  (db: Store['db']): Promise<void> =>
    store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: now() }, db);

export type Setting<T> = {
  /** 0: what a paper begins with; nobody has changed it. */
  number: number;
  /** Milliseconds since 1970; null for what it begins with. */
  at: number | null;
  value: T;
};

/** One thing that a publisher sets, with every version of it. */
export type Kept<T> = {
  now(): Promise<Setting<T>>;
  /**
   * @param base the number of the version that it was made from
   * @returns the number of the new one
   * @throws SupportError `setting`, or `changed` where somebody else was first
   */
  change(value: unknown, base: number): Promise<number>;
  /** The newest first. */
  history(): Promise<Setting<T>[]>;
};

export function keepSetting<T>(options: {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
  name: string;
  schema: z.ZodType<T>;
  first: T;
  /** Called in the transaction of each change. */
  changed?: (db: Store['db']) => Promise<void>;
}): Kept<T> {
  const { store, now, name, schema, first, changed } = options;
  const beginning: Setting<T> = { number: 0, at: null, value: first };
  const rows = (db: Store['db']) =>
    db.selectFrom('support_setting').selectAll().where('name', '=', name).orderBy('number', 'desc');
  const read = (row: { number: number; at: number; value_json: string }): Setting<T> => ({
    number: row.number,
    at: row.at,
    value: parse(schema, name, JSON.parse(row.value_json)),
  });
  const newest = async (db: Store['db']): Promise<Setting<T>> => {
    const row = await rows(db).limit(1).executeTakeFirst();
    return row === undefined ? beginning : read(row);
  };
  return {
    now: () => newest(store.db),
    async change(value, base) {
      const kept = parse(schema, name, value);
      return store.transaction(async (db) => {
        const { number } = await newest(db);
        if (number !== base)
          throw new SupportError(
            'changed',
            `"${name}" was changed meanwhile: version ${number} holds and not ${base}; look at it and change that`,
          );
        const row = { name, number: number + 1, at: now(), value_json: JSON.stringify(kept) };
        await db.insertInto('support_setting').values(row).execute();
        await changed?.(db);
        return row.number;
      });
    },
    history: async () => [...(await rows(store.db).execute()).map(read), beginning],
  };
}

function parse<T>(schema: z.ZodType<T>, name: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  const place = [name, ...(fault?.path ?? [])].join('.');
  throw new SupportError('setting', `"${place}" ${fault?.message ?? 'cannot be read'}`);
}
