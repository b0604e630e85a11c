import { eachDatabase } from '../../../../test/databases.ts';
import { afterEach } from 'vitest';
import type { Decline } from '../rail.ts';
import { railContract } from '../contract.ts';
import { nextDue, passTime } from './testing/billing.ts';
import { type Fake, FAKE_KEY, openFake } from './testing/fake.ts';
import { openCard } from './card.ts';

const WORDS: Record<Decline, string> = {
  declined: 'generic_decline',
  'no-funds': 'insufficient_funds',
  expired: 'expired_card',
  'wrong-details': 'incorrect_cvc',
  'not-approved': 'authentication_required',
  'try-later': 'processing_error',
};

const fakes: Fake[] = [];
afterEach(async () => {
  await Promise.all(fakes.splice(0).map((fake) => fake.close()));
});

eachDatabase((_, open) => {
  railContract('card', async () => {
    const store = await open();
    const clock = { at: Date.UTC(2026, 0, 31, 9) };
    const fake = await openFake({ clock });
    fakes.push(fake);
    const { world, host, port, protocol } = fake;
    const rail = openCard({
      key: FAKE_KEY,
      host,
      port,
      protocol,
      now: () => clock.at,
      hintSecret: null,
      statement: null,
    });
    return {
      rail,
      store,
      clock,
      currency: 'EUR',
      method: (what, country) =>
        Promise.resolve(
          fake.enter({ behaviour: what === 'pays' || what === 'asks' ? what : WORDS[what], country }),
        ),
      pays: (begun) => {
        if (begun.outcome === 'waiting' && begun.step.kind === 'approve') fake.approve(begun.step.secret);
        return Promise.resolve();
      },
      charges: (how) => {
        for (const method of world.all('payment_method'))
          if (how === 'fails' && method.customer !== null) method.behaviour = 'insufficient_funds';
        const due = nextDue(world);
        // The next period, and the hour for which its invoice is a draft.
        passTime(world, due === null ? clock.at + 32 * 86_400_000 : due.at * 1_000 + 3_600_000);
        return Promise.resolve();
      },
      reached: () => world.reached,
      loseAnswer: () => {
        fake.fault = ({ address }) => {
          if (address !== 'POST /v1/payment_intents') return null;
          fake.fault = null;
          return 'after';
        };
      },
    };
  });
});
