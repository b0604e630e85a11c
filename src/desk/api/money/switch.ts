import { Hono } from 'hono';
import { z } from 'zod';
import { COUNTRIES, countryOf, type CountryCode, type DesignationSwitch, GROUNDS } from '#support';
import { json } from '../checked.ts';
import { DeskError, notFound } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { openMoney } from './open.ts';

const countries = z
  .array(z.string().transform((text) => countryOf(text.toUpperCase())))
  .min(1)
  .max(COUNTRIES.length)
  .refine((all) => all.every((country) => country !== null), 'names what is no country')
  .transform((all) => [...new Set(all as CountryCode[])].sort());

const order = z.strictObject({
  countries,
  reason: z.enum(GROUNDS),
  /** The law or order, so that it can be found. */
  title: z.string().trim().min(1).max(300),
  address: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable(),
  /** The codes of the countries, typed by hand: `BY RU`. */
  typed: z.string().max(1_000),
});

/** Milliseconds in which the same countries again are the same press of the button. */
const TWICE_MS = 600_000;

const plain = (text: string): string =>
  text
    .toUpperCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .sort()
    .join(' ');

/** The designation switch: foreseen, thrown once, watched until nothing is left, and its log. */
export function switchRoutes(parts: Parts) {
  const { act, audit, store, now } = parts;

  const told = async (designation: DesignationSwitch) => {
    const runs = await designation.runs();
    return Promise.all(
      runs.map(async ({ signature, ...run }) => ({
        ...run,
        signed: signature !== null,
        /** Still to be stopped. */
        left: await designation.leftOf(run.id),
        /** What is wrong with its log; null: every line is what was written. */
        fault: await designation.check(run.id),
      })),
    );
  };

  return new Hono<Env>()
    .get('/money/switch', act('money.switch'), async (c) => {
      const { designation } = await openMoney(parts);
      return c.json({ runs: await told(designation), countries: COUNTRIES });
    })
    .post('/money/switch/foresee', act('money.switch'), json(z.strictObject({ countries })), async (c) => {
      const { designation } = await openMoney(parts);
      return c.json(await designation.foresee(c.req.valid('json').countries));
    })
    .post('/money/switch', act('money.switch'), json(order), async (c) => {
      const { title, address, typed, ...what } = c.req.valid('json');
      if (plain(typed) !== plain(what.countries.join(' ')))
        throw new DeskError(422, 'not_typed', 'Type the codes of the countries that are switched off', {
          field: 'typed',
        });
      const { designation, goOn } = await openMoney(parts);
      const account = c.var.who.account.id;
      const id = await store.transaction(async () => {
        // Whoever presses twice, or at once with somebody else, throws it once.
        const names = what.countries.join(' ');
        const before = (await designation.runs()).find(
          (run) =>
            (run.endedAt === null || now() - run.begunAt < TWICE_MS) &&
            [...run.countries].sort().join(' ') === names,
        );
        if (before !== undefined) return before.id;
        const source = { title, address, read: null };
        const begun = await designation.begin({ ...what, source, by: account });
        const detail = { countries: names, reason: what.reason };
        await audit({ account, act: 'money.switch', subject: begun, detail });
        return begun;
      });
      goOn(id);
      return c.json({ id, runs: await told(designation), countries: COUNTRIES }, 201);
    })
    .post('/money/switch/:id/go-on', act('money.switch'), async (c) => {
      const { designation, goOn } = await openMoney(parts);
      const known = (await designation.runs()).find(({ id }) => id === c.req.param('id'));
      if (known === undefined) throw notFound('switch');
      goOn(known.id);
      return c.json({ runs: await told(designation), countries: COUNTRIES }, 202);
    })
    .get('/money/switch/:id/log', act('money.switch'), async (c) => {
      const { designation } = await openMoney(parts);
      const known = (await designation.runs()).find(({ id }) => id === c.req.param('id'));
      if (known === undefined) throw notFound('switch');
      c.header('content-type', 'text/plain; charset=utf-8');
      c.header('content-disposition', `attachment; filename="switch-${known.id}.log"`);
      c.header('cache-control', 'no-store');
      return c.body(await designation.log(known.id));
    });
}
