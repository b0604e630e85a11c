import { once } from 'node:events';
import { payInvoice, subscribe } from './billing.ts';
import { FAKE_KEY, openFake } from './fake.ts';

/*
 * For tests and measurements alone: a Stripe in a process of its own, by the clock of the machine. It is told how many
 * contributions go on there (`c1`, `c2`, …) and how many requests a second it takes; says where it is and what each is
 * called; and, asked again, what became of them.
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

process.on('message', () => {
  const ended = world
    .all('event')
    .filter(({ what }) => what === 'customer.subscription.deleted')
    .map(({ about }) => about)
    .reverse();
  const going = world
    .all('subscription')
    .filter(({ status }) => status !== 'canceled')
    .map(({ id }) => id);
  process.send?.({ ended, going, requests: fake.requests.length + fake.tooMany, tooMany: fake.tooMany });
});
process.on('disconnect', () => void fake.close());
