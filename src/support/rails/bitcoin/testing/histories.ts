import fc from 'fast-check';
import type { Store } from '#store';
import { unbalanced } from '../../../ledger/testing.ts';
import { RailError } from '../../error.ts';
import type { Bitcoin } from '../bitcoin.ts';
import type { Fault } from './fake.ts';
import { paper, WISH } from './paper.ts';
import type { Invoice, Payment } from './world.ts';

/* What happens to gifts in bitcoin in some weeks, and how badly word of it comes through. */

const MINUTE = 60_000;

const step = fc.record({
  what: fc.constantFrom(
    ...(['begin', 'begin', 'begin', 'pay', 'pay', 'pay', 'lightning', 'short', 'over', 'again'] as const),
    ...(['drop', 'mark', 'forget', 'shop', 'mine', 'mine', 'wait', 'long'] as const),
  ),
  amount: fc.integer({ min: 200, max: 50_000 }),
  pick: fc.nat(1_000),
  minutes: fc.integer({ min: 1, max: 50 }),
});
export const stories = fc.array(step, { minLength: 16, maxLength: 36, size: 'max' });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const HEARD = ['good', 'cut', 'broken', 'killed', 'twice', 'anew'] as const;
/** What becomes of each reading: half are lost, others are cut off, break off in the middle, come twice at once or all anew. */
const word = fc.oneof(fc.constant('lost' as const), fc.constantFrom(...HEARD));
type Word = 'lost' | (typeof HEARD)[number];
export const troubles = fc.array(word, { minLength: 60, maxLength: 60 });
export const PEACE: readonly Word[] = ['lost'];

/** A process that dies in a transaction leaves nothing of it; that is what an error in one leaves. */
class Killed extends Error {}

export type Told = {
  hash: string;
  /** Satoshi in the books, and in the newsroom's wallet by invoices of its own. */
  booked: number;
  wallet: number;
  broken: number;
  unbalanced: unknown[];
  /** Readings that put something into the books before the last one. */
  early: number;
};

/** Lets the story happen with word of it as it comes; in the end the rail is read in peace. */
export async function told(database: Store, story: readonly Step[], trouble: readonly Word[]): Promise<Told> {
  const one = await paper(database);
  const { world, clock, fake, contributions } = one;
  const codes: string[] = [];
  const off: unknown[] = [];
  let [reads, broken, early] = [0, 0, 0];
  const some = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

  async function happen({ what, amount, pick, minutes }: Step): Promise<void> {
    const invoice = some(world.invoices, pick);
    const pay = (how: Partial<Payment>): void => void (invoice !== undefined && world.pay(invoice, how));
    switch (what) {
      case 'begin': {
        const { code } = await contributions.begin({ ...WISH, amount });
        codes.push(code);
        await contributions.pay(code, { said: 'DE' });
        break;
      }
      case 'again': {
        const code = some(codes, pick);
        if (code !== undefined && (await stateOf(code)) === 'open')
          await contributions.pay(code, { said: 'DE' });
        break;
      }
      case 'pay':
        pay({});
        break;
      case 'lightning':
        pay({ way: 'lightning', thousandths: pick % 1_000 });
        break;
      case 'short':
        pay({ value: 1 + (pick % 150) });
        break;
      case 'over':
        pay({ value: 5_000_000 + pick });
        break;
      case 'drop': {
        const young = world.invoices.flatMap(({ payments }) => payments).filter(isYoung);
        const payment = some(young, pick);
        if (payment !== undefined) payment.isDropped = true;
        break;
      }
      case 'mark':
        if (invoice !== undefined && pick % 3 === 0) invoice.marked = pick % 2 === 0 ? 'Settled' : 'Invalid';
        break;
      case 'forget': {
        const code = pick % 4 === 0 ? some(codes, pick) : undefined;
        if (code !== undefined) codes.splice(codes.indexOf(code), 1);
        if (code !== undefined) await contributions.forget(code);
        break;
      }
      case 'shop': {
        const wish = { orderId: `tea-${pick}`, amount: '3.00', currency: 'EUR', tolerance: 0 };
        world.pay(world.make({ ...wish, confirmations: 0, minutes: 15, monitored: 60 }));
        break;
      }
      case 'mine':
        world.mine(1 + (pick % 7));
        break;
      case 'wait':
        break;
      case 'long':
        clock.at += (pick % 100) * 60 * MINUTE;
        break;
    }
    clock.at += minutes * MINUTE;
  }

  const stateOf = (code: string): Promise<string> => one.stateOf(code);

  async function hear(how: Word): Promise<void> {
    if (how === 'lost') return;
    reads += 1;
    const fault = faultOf(how, reads);
    fake.fault = fault === null ? null : ({ method }) => (method === 'GET' && reads % 2 === 1 ? fault : null);
    // Another process has its own rail, and knows nothing but the database.
    const rail = how === 'killed' ? dying(one.open(), reads) : one.open();
    const there = one.contributionsOn(rail);
    if (how === 'anew') await database.db.deleteFrom('rail_reading').execute();
    try {
      await Promise.all(
        how === 'twice' ? [there.read('bitcoin'), there.read('bitcoin')] : [there.read('bitcoin')],
      );
    } catch (error) {
      if (!(error instanceof Killed) && !(error instanceof RailError && error.isPassing)) throw error;
      broken += 1;
    }
    fake.fault = null;
    off.push(...(await unbalanced(database)));
  }

  for (const [at, each] of story.entries()) {
    await happen(each);
    await hear(trouble[at % trouble.length] ?? 'lost');
  }
  early = (await one.ledger.head()).id;
  world.mine(3);
  // Half a day on, everything that is not too old is looked at.
  clock.at += 13 * 60 * MINUTE;
  await contributions.read('bitcoin');
  const booked = await one.booked();
  const { content: hash } = await one.ledger.verify();
  await fake.close();
  const ours = world.invoices.filter(({ orderId }) => orderId?.startsWith('gift-'));
  return { hash, booked, wallet: walletOf(ours), broken, unbalanced: off, early };
}

/** In few blocks, so that it can be taken back. */
const isYoung = ({ way, confirmations }: Payment): boolean => way === 'chain' && confirmations < 6;

const walletOf = (invoices: readonly Invoice[]): number =>
  invoices
    .flatMap(({ payments }) => payments.filter((one) => !one.isDropped && !isYoung(one)))
    .reduce((sum, { value }) => sum + value, 0);

function faultOf(how: Word, reads: number): Fault | null {
  if (how === 'cut') return reads % 4 < 2 ? 'after' : 'before';
  if (how === 'broken') return (['broken', 'busy', 'page'] as const)[reads % 3] ?? null;
  return null;
}

/** The rail in a process that dies after it was told something and before it could write that down. */
function dying(rail: Bitcoin, after: number): Bitcoin {
  return {
    ...rail,
    async *read(cursor) {
      let count = 0;
      for await (const reading of rail.read(cursor)) {
        if (count++ === after % 2) throw new Killed();
        yield reading;
      }
      throw new Killed();
    },
  };
}
