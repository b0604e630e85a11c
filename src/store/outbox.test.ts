import { expect, test } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { openStore } from './store.ts';

const START = Date.UTC(2026, 0, 1);

eachDatabase((_name, open) => {
  test('an entry leaves once, after its transaction', async () => {
    const store = await open({ now: () => START });
    const sent: unknown[] = [];
    const senders = { mail: async (payload: unknown) => void sent.push(payload) };
    await expect(
      store.transaction(async (db) => {
        await store.outbox.append({ kind: 'mail', payload: 'lost' }, db);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await store.transaction((db) => store.outbox.append({ kind: 'mail', payload: { to: 1 } }, db));
    expect(await store.outbox.next()).toBe(START);
    expect(await store.outbox.drain(senders, START)).toBe(1);
    expect(await store.outbox.drain(senders, START)).toBe(0);
    expect(sent).toEqual([{ to: 1 }]);
    expect(await store.outbox.next()).toBeNull();
  });

  test('what could not be sent is tried again, and what follows with its key waits for it', async () => {
    const clock = { at: START };
    const store = await open({ now: () => clock.at, random: () => 0.5 });
    const sent: unknown[] = [];
    const errors: number[] = [];
    let broken = true;
    const senders = {
      post: async (payload: unknown) => {
        if (payload === 'a1' && broken) throw new Error('The channel does not answer');
        sent.push(payload);
      },
    };
    for (const [key, payload] of [
      ['a', 'a1'],
      ['a', 'a2'],
      ['b', 'b1'],
    ] as const)
      await store.outbox.append({ kind: 'post', key, payload });
    await store.outbox.drain(senders, START, { onError: ({ attempt }) => errors.push(attempt) });
    expect([sent, errors]).toEqual([['b1'], [1]]);
    expect([await store.outbox.next(), await store.outbox.next(['mail'])]).toEqual([START + 2000, null]);
    expect(await store.db.selectFrom('outbox').select('error').orderBy('id').executeTakeFirst()).toEqual({
      error: 'Error: The channel does not answer',
    });
    expect(await store.outbox.waiting('post')).toEqual({
      count: 2,
      since: START,
      error: 'Error: The channel does not answer',
    });
    expect(await store.outbox.waiting('mail')).toEqual({ count: 0, since: null, error: null });
    broken = false;
    clock.at += 1999;
    expect(await store.outbox.drain(senders, clock.at)).toBe(0);
    clock.at += 1;
    expect(await store.outbox.drain(senders, clock.at)).toBe(2);
    expect(sent).toEqual(['b1', 'a1', 'a2']);
  });

  test('several processes send each entry once', async () => {
    const url = await open.url();
    const stores = await Promise.all([1, 2, 3].map(() => openStore({ url, now: () => START })));
    const sent: number[] = [];
    for (let entry = 0; entry < 40; entry++) await stores[0]?.outbox.append({ kind: 'mail', payload: entry });
    await Promise.all(
      stores.map((store) =>
        store.outbox.drain({ mail: async (payload) => void sent.push(Number(payload)) }, START),
      ),
    );
    expect(sent.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, entry) => entry));
    await Promise.all(stores.map((store) => store.close()));
  });

  test('an entry whose sender died is sent by another', async () => {
    const clock = { at: START };
    const store = await open({ now: () => clock.at });
    await store.outbox.append({ kind: 'mail', payload: 1 });
    await store.db
      .updateTable('outbox')
      .set({ attempts: 1, next_at: START + 120_000 })
      .execute();
    expect(await store.outbox.next()).toBe(START + 120_000);
    expect(await store.outbox.drain({ mail: async () => {} }, START + 120_000)).toBe(1);
  });

  test('an entry can be dropped', async () => {
    const store = await open({ now: () => START });
    await store.outbox.append({ kind: 'mail', payload: 1 });
    const { id } = await store.db.selectFrom('outbox').select('id').executeTakeFirstOrThrow();
    expect([await store.outbox.drop(id), await store.outbox.drop(id), await store.outbox.next()]).toEqual([
      true,
      false,
      null,
    ]);
  });
});
