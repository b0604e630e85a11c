import Stripe from 'stripe';
import { minor } from '../../../ledger/minor.ts';
import { clearanceOf } from '../../../safety/testing.ts';
import type { Begun, Order, Reading } from '../../rail.ts';
import { type Card, type CardOptions, openCard } from '../card.ts';
import { nextDue, passTime } from './billing.ts';
import { type Fake, FAKE_KEY, openFake } from './fake.ts';
import { say } from './render.ts';
import type { Event, Method, World } from './state.ts';

export const HINT_SECRET = 'whsec_fakefakefake';
const DAY = 86_400_000;

export type Rig = {
  fake: Fake;
  world: World;
  clock: { at: number };
  card: Card;
  /** Begins with a card of its own; what her bank asks is left open. */
  give(
    order?: Partial<Order>,
    card?: Partial<Pick<Method, 'behaviour' | 'country' | 'wallet'>>,
  ): Promise<Begun>;
  /** Begun and paid. @returns the rail's name of it */
  standing(order?: Partial<Order>): Promise<string>;
  /** Time passes to the next charge, and it happens. */
  renew(): void;
  /** The only card of the only subscription does this from now on. */
  becomes(behaviour: string): void;
  read(cursor?: string | null): Promise<Reading[]>;
  hint(event: Event): { body: Uint8Array; signature: string };
};

/** The rail with a Stripe to talk to. Close the fake in the end. */
export async function rig(
  options: Partial<CardOptions> & { settles?: readonly string[] } = {},
): Promise<Rig> {
  const clock = { at: Date.UTC(2026, 0, 31, 9) };
  const { settles, ...own } = options;
  const fake = await openFake({ clock, ...(settles !== undefined && { settles }) });
  const { world, host, port, protocol } = fake;
  const card = openCard({
    key: FAKE_KEY,
    host,
    port,
    protocol,
    now: () => clock.at,
    hintSecret: HINT_SECRET,
    statement: null,
    ...own,
  });
  let count = 0;
  const give: Rig['give'] = (order = {}, how = {}) => {
    count += 1;
    const whole: Order = {
      contribution: `c${count}`,
      rhythm: 'once',
      currency: 'EUR',
      amount: minor(500),
      lang: 'en',
      key: `key${count}`,
      reference: null,
      ...order,
    };
    const { clearance } = clearanceOf(whole.rhythm, how.country ?? 'DE', clock.at);
    return card.begin(whole, fake.enter(how), clearance);
  };
  return {
    fake,
    world,
    clock,
    card,
    give,
    async standing(order = {}) {
      const begun = await give({ rhythm: 'monthly', ...order });
      if (begun.outcome !== 'paid' || begun.standing === null) throw new Error('Nothing goes on');
      return begun.standing;
    },
    renew() {
      const due = nextDue(world);
      passTime(world, due === null ? clock.at + 32 * DAY : due.at * 1_000 + 3_600_000);
    },
    becomes(behaviour) {
      for (const method of world.all('payment_method'))
        if (method.customer !== null) method.behaviour = behaviour;
    },
    async read(cursor = null) {
      const readings: Reading[] = [];
      for await (const reading of card.read(cursor)) readings.push(reading);
      return readings;
    },
    hint(event) {
      const payload = JSON.stringify(say(world, event));
      const timestamp = Math.floor(clock.at / 1_000);
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: HINT_SECRET, timestamp });
      return { body: new TextEncoder().encode(payload), signature };
    },
  };
}
