import { once } from 'node:events';
import { payInvoice, subscribe } from './billing.ts';
import { FAKE_KEY, openFake } from './fake.ts';
import { say } from './render.ts';

/*
 * For tests and measurements alone: a Stripe in a process of its own, by the clock of the machine. It is told how many
 * contributions go on there (`c1`, `c2`, …) and how many requests a second it takes; says where it is and what each is
 * called; and answers questions after that.
 */

type Wanted = { count: number; rate: number };
const [{ count, rate }] = (await once(process, 'message')) as [Wanted];
const fake = await openFake({
  clock: {
    get at() {
      return Date.now();
    },
  },
});
const { world } = fake;
const product = world.add('product', { name: 'Contribution', statement: null }).id;
const standings = Array.from({ length: count }, (_, at) => {
  const customer = world.add('customer', { metadata: {}, deleted: false }).id;
  const price = { currency: 'eur', amount: 500, interval: 'month', product } as const;
  const metadata = { contribution: `c${at + 1}` };
  const subscription = subscribe(world, { customer, metadata, price });
  const method = world.add('payment_method', { behaviour: 'pays', country: 'RU', wallet: false, customer });
  payInvoice(world, world.find('invoice', subscription.latestInvoice), method);
  return subscription.id;
});
fake.rate = rate;
process.send?.({ port: fake.port, key: FAKE_KEY, standings });

type Question =
  | { ask: 'report' }
  /** A card that was entered: the name of its token. */
  | { ask: 'enter'; card: Parameters<typeof fake.enter>[0] }
  /** Bodies of webhooks, the newest first. */
  | { ask: 'events'; most: number }
  /** Each so many-th request is broken, and each so many-th answer is cut; 0: none. */
  | { ask: 'faults'; broken: number; cut: number };

function answer(question: Question): object {
  switch (question.ask) {
    case 'report': {
      const events = world.all('event').filter(({ what }) => what === 'customer.subscription.deleted');
      const going = world.all('subscription').filter(({ status }) => status !== 'canceled');
      return {
        ended: events.map(({ about }) => about).reverse(),
        going: going.map(({ id }) => id),
        requests: fake.requests.length + fake.tooMany,
        tooMany: fake.tooMany,
      };
    }
    case 'enter':
      return { token: fake.enter(question.card) };
    case 'events':
      return {
        bodies: world
          .all('event')
          .slice(0, question.most)
          .map((event) => JSON.stringify(say(world, event))),
      };
    case 'faults': {
      let asked = 0;
      const is = (each: number): boolean => each > 0 && asked % each === 0;
      fake.fault = () => {
        asked += 1;
        return is(question.broken) ? 'broken' : is(question.cut) ? 'after' : null;
      };
      return {};
    }
  }
}

process.on('message', ({ number, ...question }: Question & { number: number }) =>
  process.send?.({ number, ...answer(question) }),
);
process.on('disconnect', () => void fake.close());
