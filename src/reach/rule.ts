import { z } from 'zod';
import type { Store } from '#store';
import { readState, writeState } from './state.ts';

/** When a mirror leaves the signed list and comes back, as the newsroom sets it. */
export type Rule = {
  /** Vantages that have to find a mirror blocked; where there are fewer, all of them. */
  vantages: number;
  /** Times in a row for which each of these has to find it so. */
  rounds: number;
  /** Hours for which a mirror has to be ok before it waits for a place again; null: never by itself. */
  returnHours: number | null;
  /** Minutes for which a mirror may show an older edition before it is stale. */
  graceMinutes: number;
  /** Seconds until the front, beyond which a mirror is slow. */
  slowSeconds: number;
  /** Where spares are looked at from: this machine alone, since a look tells a censor their addresses, or all vantages. */
  sparesFrom: 'here' | 'all';
};

export const RULE: Rule = {
  vantages: 1,
  rounds: 2,
  returnHours: 24,
  graceMinutes: 15,
  slowSeconds: 8,
  sparesFrom: 'here',
};

const SHAPE = z.object({
  vantages: z.number().int().min(1).max(1000),
  rounds: z.number().int().min(1).max(1000),
  returnHours: z.number().min(1).max(2000).nullable(),
  graceMinutes: z.number().min(0).max(100_000),
  slowSeconds: z.number().min(0.1).max(600),
  sparesFrom: z.enum(['here', 'all']).default('here'),
});

const KEY = 'rule';

/** The rule as it was set, or the usual one. */
export async function readRule(store: Store): Promise<Rule> {
  const found = SHAPE.safeParse(await readState(store, KEY));
  return found.success ? found.data : RULE;
}

/** Sets parts of the rule. @returns the whole rule, or why it cannot be, to be shown to whoever asked */
export async function setRule(store: Store, change: Partial<Rule>): Promise<Rule | { problem: string }> {
  const wanted = SHAPE.safeParse({ ...(await readRule(store)), ...change });
  if (!wanted.success) {
    const [issue] = wanted.error.issues;
    return { problem: `${issue?.path.join('.') ?? 'The rule'} cannot be that: ${issue?.message ?? ''}` };
  }
  await writeState(store, KEY, wanted.data);
  return wanted.data;
}
