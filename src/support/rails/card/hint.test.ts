import { afterAll, beforeAll, expect, test } from 'vitest';
import Stripe from 'stripe';
import { MOST_HINT } from './facts.ts';
import { readHint } from './hint.ts';
import { HINT_SECRET, rig, type Rig } from './testing/rig.ts';

let one: Rig;
beforeAll(async () => {
  one = await rig();
});
afterAll(() => one.fake.close());

const AT = Date.UTC(2026, 0, 31, 9);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const EVENT = {
  object: 'event',
  id: 'evt_1',
  type: 'charge.succeeded',
  created: AT / 1_000,
  data: { secret: 'canary' },
};

function signed(payload: string, { secret = HINT_SECRET, at = AT } = {}) {
  const signature = Stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(at / 1_000),
  });
  return { body: bytes(payload), signature, at: AT };
}

test('a webhook of Stripe is a reason to read, and nothing that it says is kept', async () => {
  await one.give();
  const [event] = one.world.all('event');
  if (event === undefined) throw new Error('Nothing happened');
  const read = one.card.readHint({ ...one.hint(event), at: one.clock.at });
  expect(read).toEqual({
    rail: 'card',
    event: event.id,
    type: 'charge.succeeded',
    at: event.created * 1_000,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(JSON.stringify(readHint(signed(JSON.stringify(EVENT)), HINT_SECRET))).not.toContain('canary');
});

test('nobody else is believed', () => {
  const payload = JSON.stringify(EVENT);
  const good = signed(payload);
  expect(readHint(good, HINT_SECRET)).not.toBeNull();
  // While a secret is changed, Stripe signs with both.
  const other = signed(payload, { secret: 'whsec_new' }).signature.split(',')[1] ?? '';
  expect(readHint({ ...good, signature: `${good.signature},${other}` }, 'whsec_new')).not.toBeNull();
  const minutes = (count: number) => signed(payload, { at: AT + count * 60_000 });
  expect(readHint(minutes(-4), HINT_SECRET)).not.toBeNull();
  for (const [what, secret] of [
    [signed(payload, { secret: 'whsec_old' }), HINT_SECRET],
    [good, ''],
    [good, '   '],
    [{ ...good, signature: null }, HINT_SECRET],
    [{ ...good, signature: '' }, HINT_SECRET],
    [{ ...good, signature: 't=1,v1=00' }, HINT_SECRET],
    [{ ...good, signature: 'x'.repeat(5_000) }, HINT_SECRET],
    [{ ...good, body: bytes(payload.replace('evt_1', 'evt_2')) }, HINT_SECRET],
    [{ ...good, body: new Uint8Array() }, HINT_SECRET],
    [minutes(-6), HINT_SECRET],
    // One of the future would be good for as long as it lies ahead.
    [minutes(6), HINT_SECRET],
  ] as const)
    expect(readHint(what, secret)).toBeNull();
});

test('what is signed and is no event, or is huge, is nothing', () => {
  const long = JSON.stringify({ ...EVENT, pad: 'x'.repeat(MOST_HINT) });
  for (const payload of [
    '{}',
    'null',
    '[]',
    'not json',
    long,
    JSON.stringify({ ...EVENT, id: 'evt_<script>' }),
    JSON.stringify({ ...EVENT, type: 'a b' }),
    JSON.stringify({ ...EVENT, object: 'v2.core.event' }),
  ])
    expect(readHint(signed(payload), HINT_SECRET), payload.slice(0, 60)).toBeNull();
});
