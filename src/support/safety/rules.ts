import { z } from 'zod';
import { type Day, isDay } from '../ledger/days.ts';
import { type CountryCode, countryOf } from './countries.ts';
import { SafetyError } from './error.ts';

/**
 * What somebody may ask for that can leave a trace at a bank, or at a mailbox, where they live. Every one of them passes
 * the rules.
 */
export const ACTS = [
  /** A single contribution by card. */
  'once',
  'monthly',
  'yearly',
  /** Another card for a contribution that goes on. */
  'card-change',
  /** A card in a wallet, whose country is known once its sheet was opened and before anything is charged. */
  'wallet',
  /** A contribution that was paused goes on. */
  'resume',
  /** A payment that failed is tried again. */
  'retry',
  /** The account to send money to is shown. */
  'transfer-details',
  /** A letter is sent to a mailbox there: a reminder, a receipt, word that a payment failed. */
  'mail-reminder',
] as const;
export type Act = (typeof ACTS)[number];

/** Why a rule stands; the words for it are those of the page that tells of it. */
export const GROUNDS = [
  /** Giving is a crime or an offence there. */
  'offence',
  /** The paper itself was designated there. */
  'designated',
  /** Payments from there are forbidden by sanctions, and a bank would report the attempt. */
  'sanctions',
  /** People were questioned or charged over payments like it. */
  'prosecuted',
] as const;
export type Ground = (typeof GROUNDS)[number];

const day = z.string().refine(isDay, 'is no day; write it as yyyy-mm-dd');

const source = z.strictObject({
  /** What it is, so that it can be found when its address is gone: law, article, date. */
  title: z.string().trim().min(1).max(300),
  address: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  /** When somebody of the paper last read it. */
  read: day.nullable(),
});

/** One rule; the days of all are checked by `parseRules`. */
export const RULE = z.strictObject({
  country: z
    .string()
    .refine(
      (text) => countryOf(text) !== null,
      'is no country; use the two letters of ISO 3166-1, in capitals',
    )
    .transform((text) => text as CountryCode),
  /** First day on which it holds, in UTC. */
  from: day,
  /** First day on which it holds no more; null: nobody knows of an end. */
  until: day.nullable(),
  verdict: z.enum(['refuse', 'warn']),
  /** Null: everything. */
  acts: z.array(z.enum(ACTS)).min(1).nullable(),
  ground: z.enum(GROUNDS),
  sources: z.array(source).min(1).max(20),
  /** Who knows the law there and looked at it, and when; null: nobody yet. */
  checked: z.strictObject({ by: z.string().trim().min(1).max(200), on: day }).nullable(),
});
export type Rule = z.infer<typeof RULE>;

const ruleSet = z.strictObject({
  format: z.literal(1),
  rules: z
    .array(RULE)
    .max(2_000)
    .superRefine((rules, context) => {
      for (const [at, { from, until }] of rules.entries())
        if (until !== null && until <= from)
          context.addIssue({
            code: 'custom',
            path: [at, 'until'],
            message: 'is not after the day it begins',
          });
    }),
});
/** Everything that the paper knows of giving from other countries. A country without a rule is open. */
export type RuleSet = z.infer<typeof ruleSet>;

/** Rules as they came from a form, a file or the database. Throws a SafetyError `invalid_rules` that names the place. */
export function parseRules(value: unknown): RuleSet {
  const parsed = ruleSet.safeParse(value);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  const place = fault?.path.join('.') ?? '';
  throw new SafetyError(
    'invalid_rules',
    `"${place === '' ? 'rules' : place}" ${fault?.message ?? 'cannot be read'}`,
  );
}

/** Whether a rule speaks of an act on a day. */
export const speaksOf = ({ acts, from, until }: Rule, act: Act, on: Day): boolean =>
  from <= on && (until === null || on < until) && (acts === null || acts.includes(act));
