import { Hono } from 'hono';
import { z } from 'zod';
import { CURRENCIES, digitsOf, keepTerms, PURPOSES, TERMS, VISIBILITIES } from '#support';
import { json } from '../checked.ts';
import { hold } from '../hold.ts';
import type { Env, Parts } from '../parts.ts';
import { sayingNow } from './shown.ts';
import { makersOf, versionDetail } from './versions.ts';

/** What supporters are offered: currencies, amounts, fees, what stands on a statement. */
export function offerRoutes(parts: Parts) {
  const { store, newsroom, act, audit, now, presser } = parts;
  const kept = keepTerms({ store, now });
  return new Hono<Env>()
    .get('/money/offer', act('offer.read'), async (c) => {
      const { number, at, value } = await kept.now();
      const { support, isOpen } = await sayingNow(parts);
      return c.json({
        number,
        at,
        by: (await makersOf(parts, 'offer.set', [number])).get(number) ?? null,
        terms: value,
        payable: isOpen,
        rails: support.rails.map(({ name }) => name),
        /** Codes of ISO 4217 and the digits of their smallest unit. */
        currencies: Object.fromEntries(CURRENCIES.map((code) => [code, digitsOf(code) ?? 2])),
        purposes: PURPOSES,
        visibilities: VISIBILITIES,
      });
    })
    .put(
      '/money/offer',
      act('offer.write'),
      json(TERMS.extend({ base: z.looseObject({}).nullable().optional() })),
      async (c) => {
        const { base, ...terms } = c.req.valid('json');
        await newsroom.batch(async () => {
          const { number, value } = await kept.now();
          hold(base, value);
          const version = await kept.change(terms, number);
          await audit({ account: c.var.who.account.id, act: 'offer.set', detail: versionDetail(version) });
        });
        presser.ask();
        return c.json({ terms: (await kept.now()).value });
      },
    );
}
