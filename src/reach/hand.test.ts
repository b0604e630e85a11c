import { describe, expect, it } from 'vitest';
import type { Store } from '#store';
import { eachDatabase } from '../../test/databases.ts';
import { moveByHand, readBlocks } from './hand.ts';
import type { Deed } from './hand.ts';
import { openRegister } from './mirrors.ts';
import type { MirrorState } from './mirrors.ts';
import { foresee } from './rule-apply.ts';
import { NO_PLACES } from './rule-facts.ts';
import { readPlaces, writePlaces } from './rule-places.ts';
import { nextPushes } from './standing.ts';

const AT = Date.UTC(2026, 10, 27, 12);
const HOUR = 3_600_000;

eachDatabase((_name, open) => {
  async function start(states: Record<string, MirrorState>): Promise<Store> {
    const store = await open();
    const register = openRegister(store);
    for (const [id, state] of Object.entries(states)) {
      const address = `https://${id}.example/`;
      await register.add({ id, kind: 'folder', target: '/srv', address, use: 'data', state }, AT);
      await register.pushed(id, { edition: 1, at: AT });
    }
    return store;
  }
  const move = async (store: Store, id: string, deed: Deed, reason?: string): Promise<string> => {
    const { mirror, from } = await moveByHand(store, {
      id,
      deed,
      at: AT,
      ...(reason === undefined ? {} : { reason }),
    });
    expect((await openRegister(store).get(id))?.state).toBe(mirror.state);
    return `${from} to ${mirror.state}`;
  };
  const isPressLeft = (store: Store): Promise<boolean> => store.jobs.cancel('press', 'press');

  describe('a person', () => {
    it('blocks a mirror with a reason, and puts it back where it was', async () => {
      const store = await start({ oak: 'listed', elm: 'spare' });
      expect(await move(store, 'oak', 'block', 'Its host was bought')).toBe('listed to blocked');
      expect(await isPressLeft(store)).toBe(true);
      expect(await move(store, 'elm', 'block')).toBe('spare to blocked');
      expect(await isPressLeft(store)).toBe(false);
      expect(await readBlocks(store)).toEqual({
        oak: { reason: 'Its host was bought', at: AT, from: 'listed' },
        elm: { reason: null, at: AT, from: 'spare' },
      });
      // Another word on why does not change where it came from.
      expect(await move(store, 'oak', 'block', 'Its host is not ours any more')).toBe('blocked to blocked');
      expect(await move(store, 'oak', 'unblock')).toBe('blocked to listed');
      expect(await isPressLeft(store)).toBe(true);
      expect(await move(store, 'elm', 'unblock')).toBe('blocked to spare');
      expect(await readBlocks(store)).toEqual({});
    });

    it('blocks for good what the rule took out for a time', async () => {
      const store = await start({ oak: 'blocked' });
      await writePlaces(store, { ...NO_PLACES, out: { oak: { at: AT, poisoned: false } } });
      for (const hours of [30, 40]) {
        const row = { mirror: 'oak', vantage: 'here', verdict: 'ok', reason: '', ms: 1, edition: 1 };
        await store.db
          .insertInto('probe')
          .values({ ...row, at: AT + hours * HOUR })
          .execute();
      }
      const moves = async () => (await foresee(store, AT + 41 * HOUR)).moves.map(({ to }) => to);
      expect(await moves()).toEqual(['spare']);
      await move(store, 'oak', 'block', 'We do not trust its owner');
      expect(await moves()).toEqual([]);
      expect(await move(store, 'oak', 'unblock')).toBe('blocked to listed');
    });

    it('uses a spare, which fills a vacant place, and keeps one as a spare again', async () => {
      const store = await start({ elm: 'spare' });
      await writePlaces(store, { ...NO_PLACES, vacant: 1 });
      expect(await move(store, 'elm', 'use')).toBe('spare to listed');
      expect((await readPlaces(store)).vacant).toBe(0);
      expect(await isPressLeft(store)).toBe(true);
      expect(await move(store, 'elm', 'spare')).toBe('listed to spare');
      expect(await isPressLeft(store)).toBe(true);
    });

    it('retires a mirror, and brings it back as a spare that is pushed to at once', async () => {
      const store = await start({ oak: 'listed' });
      expect(await move(store, 'oak', 'retire')).toBe('listed to retired');
      expect(await isPressLeft(store)).toBe(true);
      expect(await move(store, 'oak', 'spare')).toBe('retired to spare');
      expect(await nextPushes(store)).toEqual(new Map([['oak', { at: AT, failures: 0 }]]));
    });

    it.each<[MirrorState, Deed, RegExp]>([
      ['listed', 'use', /is in the list already/],
      ['retired', 'use', /holds an old edition; bring it back with "longwave mirror spare oak"/],
      ['spare', 'spare', /is a spare already/],
      ['retired', 'block', /is retired/],
      ['spare', 'unblock', /is not blocked; it is spare/],
      ['retired', 'retire', /is retired already/],
    ])('whose mirror is %s cannot %s it', async (state, deed, why) => {
      const store = await start({ oak: state });
      await expect(moveByHand(store, { id: 'oak', deed, at: AT })).rejects.toThrow(why);
      expect(await isPressLeft(store)).toBe(false);
    });

    it('lists nothing that holds nothing, and knows no mirror that is not there', async () => {
      const store = await start({});
      const register = openRegister(store);
      const address = 'https://fir.example/';
      await register.add(
        { id: 'fir', kind: 'folder', target: '/srv', address, use: 'data', state: 'spare' },
        AT,
      );
      await expect(moveByHand(store, { id: 'fir', deed: 'use', at: AT })).rejects.toThrow(
        /holds nothing yet/,
      );
      await expect(moveByHand(store, { id: 'yew', deed: 'use', at: AT })).rejects.toMatchObject({
        code: 'no_mirror',
      });
    });
  });
});
