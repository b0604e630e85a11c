import type { Store } from '#store';
import { STANDING } from '../contributions/contribution.ts';
import type { CountryCode } from './countries.ts';

/** A number below this could tell of one person. */
const TOLD_FROM = 10;

/** Contributions from some countries that go on: how many, or only that there are fewer than ten. */
export async function goingOnFrom(
  { db }: Store,
  countries: readonly CountryCode[],
): Promise<number | 'none' | 'few'> {
  if (countries.length === 0) return 'none';
  const { count } = await db
    .selectFrom('contribution')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('country', 'in', countries)
    .where('state', 'in', STANDING)
    .executeTakeFirstOrThrow();
  if (Number(count) === 0) return 'none';
  return Number(count) < TOLD_FROM ? 'few' : Number(count);
}
