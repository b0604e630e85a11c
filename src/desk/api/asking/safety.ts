import { isDeepStrictEqual } from 'node:util';
import { Hono } from 'hono';
import { z } from 'zod';
import {
  ACTS,
  changesBetween,
  COUNTRIES,
  effectsOf,
  GROUNDS,
  goingOnFrom,
  openSafety,
  parseRules,
  RULE,
  type Rule,
  type RuleSet,
  SafetyError,
  verdictOf,
} from '#support';
import { json } from '../checked.ts';
import { DeskError } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { makersOf, versionDetail } from './versions.ts';

/** Versions that are listed. */
const SHOWN = 50;

const change = z.strictObject({
  /** The rule as whoever asks saw it; null: a new one. */
  base: z.looseObject({}).nullable(),
  /** What it is to be; null: it goes. */
  rule: RULE.nullable(),
  /** Where it stood among the rules, to find what became of it. */
  at: z.number().int().nonnegative().optional(),
});
type Change = z.output<typeof change>;

/** The rules on giving from other countries, with every version of them. */
export function safetyRoutes(parts: Parts) {
  const { store, newsroom, act, audit, now, presser } = parts;
  const safety = openSafety({ store, now });
  return new Hono<Env>()
    .get('/money/safety', act('safety.read'), async (c) => {
      const { number, at, set } = await safety.rules();
      const countries = [...new Set(set.rules.map(({ country }) => country))].sort();
      return c.json({
        number,
        at,
        by: (await makersOf(parts, 'safety.set', [number])).get(number) ?? null,
        rules: set.rules,
        today: new Date(now()).toISOString().slice(0, 10),
        /** What is decided today for each country of which a rule speaks, by act. */
        decided: countries.map((country) => ({
          country,
          acts: ACTS.map((one) => verdictOf(set, { act: one, country, at: now() })),
        })),
        acts: ACTS,
        grounds: GROUNDS,
        countries: COUNTRIES,
      });
    })
    .get('/money/safety/versions', act('safety.read'), async (c) => {
      const all = await safety.history();
      const shown = all.slice(0, SHOWN);
      const makers = await makersOf(
        parts,
        'safety.set',
        shown.map(({ number }) => number),
      );
      const versions = shown.map(({ number, at, set }, index) => {
        const before = all[index + 1];
        return {
          number,
          at,
          by: makers.get(number) ?? null,
          rules: set.rules.length,
          ...(before === undefined
            ? { added: [], removed: [], changed: [] }
            : changesBetween(before.set, set)),
        };
      });
      return c.json({ versions, left: all.length - shown.length });
    })
    .post('/money/safety/effects', act('safety.write'), json(change), async (c) => {
      const before = (await safety.rules()).set;
      const effects = effectsOf(before, rulesWith(before, c.req.valid('json')), now());
      const refused = effects
        .filter(({ acts }) => acts.some(({ after }) => after === 'refuse'))
        .map(({ country }) => country);
      return c.json({ effects, refused, goingOn: await goingOnFrom(store, refused) });
    })
    .put('/money/safety', act('safety.write'), json(change), async (c) => {
      const asked = c.req.valid('json');
      await newsroom.batch(async () => {
        const { number, set } = await safety.rules();
        const version = await safety.change(rulesWith(set, asked), number);
        await audit({
          account: c.var.who.account.id,
          act: 'safety.set',
          subject: asked.rule?.country ?? countryIn(asked.base),
          detail: versionDetail(version),
        });
      });
      presser.ask();
      return c.json({ rule: asked.rule });
    });
}

const countryIn = (base: Change['base']): string =>
  typeof base?.country === 'string' ? base.country.slice(0, 2) : '';

/** @throws DeskError 409 `changed_meanwhile` where the rule is no longer as it was seen; 422 for what is no rule */
function rulesWith(set: RuleSet, { base, rule, at }: Change): RuleSet {
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const found = base === null ? -1 : set.rules.findIndex((one) => isDeepStrictEqual(plain(one), plain(base)));
  if (base !== null && found < 0) {
    const message = 'Somebody else changed this rule meanwhile; look at what stands there now';
    throw new DeskError(409, 'changed_meanwhile', message, { standing: becameOf(set, base, at) });
  }
  const rest = set.rules.filter((_, index) => index !== found);
  const place = found < 0 ? set.rules.length : found;
  const rules = rule === null ? rest : rest.toSpliced(place, 0, rule);
  try {
    return parseRules({ format: 1, rules });
  } catch (error) {
    if (!(error instanceof SafetyError)) throw error;
    throw new DeskError(422, 'invalid', error.message, { field: 'until', fault: { code: 'order' } });
  }
}

/** The rule of the same country at the same place, or else the only one that country has; null: it is gone. */
function becameOf({ rules }: RuleSet, base: object, at: number | undefined): Rule | null {
  const country = (base as Partial<Rule>).country;
  const there = at === undefined ? undefined : rules[at];
  if (there !== undefined && there.country === country) return there;
  const ofIt = rules.filter((one) => one.country === country);
  return ofIt.length === 1 ? (ofIt[0] ?? null) : null;
}
