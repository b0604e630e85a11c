import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRegister, reportSums } from '#reach';
import { openStore, type Store } from '#store';
import { eachDatabase } from '../../test/databases.ts';
import { answerReport } from './report-route.ts';

const AT = Date.UTC(2026, 10, 23, 12);
const MIRROR = 'https://mirror.example/';

eachDatabase((_name, database) => {
  let store: Store;

  beforeEach(async () => {
    store = await openStore({ url: await database.url(), now: () => AT });
    await openRegister(store).add(
      { id: 'oak', kind: 'folder', target: '/srv/oak', address: MIRROR, use: 'data' },
      AT,
    );
  });

  afterEach(async () => {
    await store.close();
  });

  async function send(value: unknown): Promise<number> {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const request = new Request('https://own.example/-/reach/report', { method: 'POST', body });
    const answer = await answerReport(request, { store: () => Promise.resolve(store), now: () => AT });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    return answer.status;
  }

  const report = (more: object = {}) => ({
    day: '2026-11-23',
    country: null,
    places: [{ address: MIRROR, state: 'blocked' }],
    ...more,
  });

  it('adds up what readers tell of our mirrors, by day and country, and keeps nothing else', async () => {
    expect(await send(report())).toBe(204);
    expect(await send(report())).toBe(204);
    expect(await send(report({ country: 'RU' }))).toBe(204);
    await send(report({ places: [{ address: 'https://stranger.example/', state: 'ok' }] }));
    await send(report({ day: '2026-11-20' }));
    await send(report({ day: '2026-11-30' }));
    expect(await reportSums(store)).toEqual({
      [`${MIRROR} blocked 2026-11-23 -`]: 2,
      [`${MIRROR} blocked 2026-11-23 RU`]: 1,
    });
  });

  it.each([
    ['no JSON', '{'],
    ['no report', {}],
    [
      'a state that is none',
      { day: '2026-11-23', country: null, places: [{ address: MIRROR, state: 'fine' }] },
    ],
    ['more than is asked', { day: '2026-11-23', country: null, places: [], who: 'me' }],
    ['too much', JSON.stringify({ text: 'a'.repeat(70_000) })],
  ])('refuses %s', async (_what, value) => {
    expect(await send(value)).toBe(400);
    expect(await reportSums(store)).toEqual({});
  });
});
