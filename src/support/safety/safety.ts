import type { Store } from '#store';
import { pressSoon } from '../settings.ts';
import { type Clearance, giveClearance } from './clearance.ts';
import { decide, type Decision, type Question } from './decision.ts';
import { SafetyError } from './error.ts';
import { FIRST_RULES } from './first-rules.ts';
import { parseRules, type RuleSet } from './rules.ts';

export type SafetyOptions = {
  store: Store;
  /** Milliseconds since 1970. */
  now: () => number;
};

/** Rules as they were kept at some time. */
export type Version = {
  /** 0: what a paper begins with; nobody has changed it. */
  number: number;
  /** When they were kept: milliseconds since 1970; null for those it begins with. */
  at: number | null;
  set: RuleSet;
};

export type Cleared = { clear: true; clearance: Clearance };
export type Refused = Extract<Decision, { clear: false }>;

/** What is known of giving from other countries, and the one place where it is enforced. */
export type Safety = {
  /** The rules that hold now. */
  rules(): Promise<Version>;
  /**
   * Keeps another version. Earlier ones stay for good.
   *
   * @param base the number of the version that it was made from
   * @returns the number of the new one
   * @throws SafetyError `invalid_rules`, or `changed` where somebody else was first
   */
  change(value: unknown, base: number): Promise<number>;
  /** All versions, the newest first. */
  history(): Promise<Version[]>;
  /** Asks the rules and gives leave, or says why not. The time is now. */
  clear(question: Omit<Question, 'at'>): Promise<Cleared | Refused>;
};

const BEGINNING: Version = { number: 0, at: null, set: FIRST_RULES };

export function openSafety({ store, now }: SafetyOptions): Safety {
  const newest = async (db: Store['db']): Promise<Version> => {
    const row = await db
      .selectFrom('safety_rules')
      .selectAll()
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? BEGINNING : versionOf(row);
  };
  return {
    rules: () => newest(store.db),
    async change(value, base) {
      const set = parseRules(value);
      return store.transaction(async (db) => {
        const { number } = await newest(db);
        if (number !== base)
          throw new SafetyError(
            'changed',
            `The rules were changed meanwhile: version ${number} holds and not ${base}; look at it and change that`,
          );
        const row = { number: number + 1, at: now(), rules_json: JSON.stringify(set) };
        await db.insertInto('safety_rules').values(row).execute();
        await pressSoon({ store, now })(db);
        return row.number;
      });
    },
    async history() {
      const rows = await store.db.selectFrom('safety_rules').selectAll().orderBy('number', 'desc').execute();
      return [...rows.map(versionOf), BEGINNING];
    },
    async clear(question) {
      const { number, set } = await newest(store.db);
      const at = now();
      const decision = decide(set, { ...question, at });
      if (!decision.clear) return decision;
      const { country, warnings } = decision;
      const clearance = giveClearance({ act: question.act, country, at, version: number, warnings });
      return { clear: true, clearance };
    },
  };
}

const versionOf = (row: { number: number; at: number; rules_json: string }): Version => ({
  number: row.number,
  at: row.at,
  // What was kept was looked at then; a rule that a later version of the program does not know is no reason to let go
  // of all others, and this says so loudly.
  set: parseRules(JSON.parse(row.rules_json)),
});
