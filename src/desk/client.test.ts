import { hc } from 'hono/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, stock } from '../../test/desk.ts';
import type { DeskApi } from './desk.ts';

/* The typed client as the app uses it: what this file says of types is checked by the compiler. */

describe('the typed client', () => {
  const { open, clean } = opener('sqlite');
  let desk: DeskBench;
  let person: Person;
  beforeAll(async () => {
    desk = await openBench(open);
    await stock(desk);
    person = await desk.person('Ivo', 'editor');
  });
  afterAll(async () => {
    await desk.close();
    await clean();
  });

  it('asks for what the API has, and knows what comes back', async () => {
    const client = hc<DeskApi>(`http://127.0.0.1:${desk.port}`, {
      headers: {
        origin: desk.address,
        'sec-fetch-site': 'same-origin',
        cookie: [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
    const made = await client.api.stories.$post({ json: { lang: 'en', draft: draft('By the client') } });
    const { story, revision } = await made.json();
    const headline: string = revision.headline;
    expect(headline).toBe('By the client');
    const saved = await client.api.stories[':id'].$put({
      param: { id: story.id },
      json: { base: 1, draft: draft('Again'), tab: 'tab-of-ivo' },
    });
    if (saved.status !== 200) throw new Error('The text was not saved');
    const number: number = (await saved.json()).revision.number;
    expect(number).toBe(2);
    const list = await (await client.api.stories.$get({ query: { limit: '10', state: 'draft' } })).json();
    const total: number = list.total;
    expect(total).toBe(1);
    const check = await client.api.stories[':id'].check.$get({
      param: { id: story.id },
      query: { to: 'live' },
    });
    const codes: string[] = (await check.json()).reasons.map(({ code }) => code);
    expect(codes).toEqual(['not_approved']);
  });
});
