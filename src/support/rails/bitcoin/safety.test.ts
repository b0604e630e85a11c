import { afterEach, expect, onTestFinished, test } from 'vitest';
import { opener } from '../../../../test/databases.ts';
import { COUNTRIES } from '../../safety/countries.ts';
import { FIRST_RULES } from '../../safety/first-rules.ts';
import { paper } from './testing/paper.ts';

const { open, clean } = opener('sqlite');
afterEach(clean);

test('S1: of all 249 countries and none, those that are refused are shown no address, and BTCPay hears nothing', async () => {
  const { fake, world, give } = await paper(await open());
  onTestFinished(() => fake.close());
  const refused = new Set(
    FIRST_RULES.rules.flatMap(({ country, verdict }) => (verdict === 'refuse' ? [country as string] : [])),
  );
  expect(COUNTRIES).toHaveLength(249);
  for (const country of [...COUNTRIES, null, '', 'ru', 'XX']) {
    const [asked, made] = [fake.requests.length, world.invoices.length];
    const { paid } = await give(country);
    const isOpen =
      country !== null && /^[A-Z]{2}$/.test(country) && country !== 'XX' && !refused.has(country);
    expect([country, paid.outcome]).toEqual([country, isOpen ? 'waiting' : 'not-cleared']);
    expect(world.invoices.length - made).toBe(isOpen ? 1 : 0);
    if (!isOpen) expect(fake.requests.length).toBe(asked);
  }
});
