import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { opener, eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, stock } from '../../test/desk.ts';
import { forgetAccounts, TIES } from '#store';

/** What somebody does next: who, to which of the stories there are, and with which byline. */
const step = fc.record({
  who: fc.nat(2),
  story: fc.nat(3),
  byline: fc.constantFrom('mara', 'gull', 'later'),
  does: fc.constantFrom(
    'create',
    'create',
    'save',
    'save',
    'stale',
    'lock',
    'take',
    'note',
    'review',
    'approved',
    'live',
    'correct',
    'translate',
    'name',
  ),
});

eachDatabase((name, open) => {
  let desk: DeskBench;
  let people: Person[];
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    people = [
      await desk.person('Account One', 'reporter'),
      await desk.person('Account Two', 'editor'),
      await desk.person('Account Three', 'publisher'),
    ];
  });
  afterEach(() => desk.close());

  let runs = 0;

  it('no row ties an account to a protected story, whatever was done before', async () => {
    const holds = fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const { authors, stories } = desk.newsroom;
        // Nobody knows yet that it will be a pseudonym.
        const later = `later-${(runs += 1)}`;
        const made: string[] = [];
        for (const each of steps) {
          // So that nobody who was at a story a moment ago stands in the way of all the rest.
          if (each.does === 'save') desk.clock.now += 31_000;
          await perform(
            desk,
            people,
            { ...each, byline: each.byline === 'later' ? later : each.byline, later },
            made,
          );
        }
        const hidden = new Set<string>(await stories.protectedOnes());
        const known = (await authors.list()).filter(({ pseudonymous }) => pseudonymous);
        const pseudonyms = new Set(known.map(({ id }) => id));
        for (const id of made) {
          const texts = await stories.revisions(id as never);
          const names = texts.flatMap(({ bylines }) => bylines);
          if (names.some((author) => pseudonyms.has(author))) expect([...hidden]).toContain(id);
        }
        await expectNoTies(desk, people, hidden);
      }),
      { numRuns: name === 'sqlite' ? 25 : 10 },
    );
    await expect(holds).resolves.toBeUndefined();
  }, 240_000);

  it('forgets what was written before the pseudonym came, and stays so when it goes', async () => {
    const [reporter, editor] = people as [Person, Person];
    const { id } = (await reporter.ask('POST', '/api/stories', { lang: 'en', draft: draft('A') })).body.story;
    const path = `/api/stories/${id}`;
    const before = (await desk.newsroom.stories.revisions(id)).map(({ account }) => account);
    expect(before).toEqual([reporter.account.id]);
    const tab = 'tab-of-one';
    const put = (base: number, bylines: string[]) =>
      reporter.ask('PUT', path, { base, tab, draft: draft('B', { bylines }) });
    expect((await put(1, ['gull'])).status).toBe(200);
    expect((await put(2, ['mara'])).status).toBe(200);
    expect((await desk.newsroom.stories.revisions(id)).map(({ account }) => account)).toEqual([
      null,
      null,
      null,
    ]);
    const seen = (await editor.ask('GET', path)).body;
    expect(seen).toMatchObject({ story: { protected: true }, lock: { name: null, mine: false } });
    // Who began it still writes, by the pen of the browser alone.
    expect((await reporter.ask('GET', path)).body).toMatchObject({ own: true, writable: true });
    expect((await reporter.ask('GET', '/api/stories?mine=1')).body.total).toBe(1);
    reporter.cookies.delete('longwave-pen');
    expect((await reporter.ask('GET', path)).body).toMatchObject({ own: false, writable: false });
    expect((await put(3, ['mara'])).status).toBe(403);
    await expectNoTies(desk, people, new Set([id]));
  });

  it('forgets in every table that knows both a story and an account', async () => {
    const tied: string[] = [];
    const db = desk.store.db;
    for (const table of await db.introspection.getTables()) {
      const columns = table.columns.map((column) => column.name);
      if (columns.includes('story') && columns.includes('account')) tied.push(table.name);
    }
    expect(tied.sort()).toEqual([...TIES].sort());
    await forgetAccounts(db, []);
  });
});

describe('sqlite', () => {
  it('leaves nothing of it in the file', async () => {
    const { open, clean } = opener('sqlite');
    const url = await open.url();
    const { openStore } = await import('#store');
    const at = await openBench(({ now }) => openStore({ url, now }));
    await stock(at);
    const { stories } = at.newsroom;
    const account = 'ACCOUNT-THAT-IS-NOT-TO-BE-FOUND';
    const { id } = await stories.create({ lang: 'en', draft: draft('A'), account });
    for (let base = 1; base < 60; base++) {
      await stories.save({ story: id, base, draft: draft(`Text ${base} `.repeat(base % 7)), account });
      await stories.move({ story: id, to: base % 2 === 1 ? 'review' : 'draft', account });
    }
    await stories.save({ story: id, base: 60, draft: draft('B', { bylines: ['gull'] }), account });
    await at.close();
    await at.store.close();
    expect(readFileSync(url.replace('sqlite:', ''), 'latin1')).not.toContain(account);
    await clean();
  });
});

type Step = { who: number; story: number; byline: string; does: string; later: string };

async function perform(desk: DeskBench, people: Person[], each: Step, made: string[]): Promise<void> {
  const who = people[each.who];
  if (!who) throw new Error('Nobody does this');
  const text = draft(`By ${each.byline} at ${made.length}`, { bylines: [each.byline] });
  const tab = `tab-of-${each.who}`;
  if (each.does === 'name') {
    const author = { id: each.later, names: { en: 'Later' }, bios: {}, portrait: null, pseudonymous: true };
    await desk.newsroom.authors.put(author);
    return;
  }
  if (each.does === 'create') {
    const answer = await who.ask('POST', '/api/stories', { lang: 'en', draft: text });
    expect(answer.status).toBe(201);
    made.push(answer.body.story.id as string);
    return;
  }
  const id = made[each.story % Math.max(1, made.length)];
  if (id === undefined) return;
  const path = `/api/stories/${id}`;
  const { revision } = (await desk.newsroom.stories.get(id)) ?? { revision: 1 };
  const asks: Record<string, [string, string, unknown]> = {
    save: ['PUT', path, { base: revision, draft: text, tab }],
    stale: ['PUT', path, { base: Math.max(1, revision - 1), draft: text, tab }],
    lock: ['POST', `${path}/lock`, { tab }],
    take: ['POST', `${path}/lock`, { tab, take: 'It is late' }],
    note: ['POST', `${path}/notes`, { text: 'Is it so?' }],
    correct: ['POST', `${path}/correct`, { text: 'It was not so', revision: 'newest' }],
    translate: ['POST', '/api/stories', { lang: 'ru', draft: text, source: { story: id, revision: 1 } }],
    review: ['POST', `${path}/move`, { to: 'review' }],
    approved: ['POST', `${path}/move`, { to: 'approved' }],
    live: ['POST', `${path}/move`, { to: 'live' }],
  };
  const [method, at, body] = asks[each.does] ?? ['GET', path, undefined];
  const { status, text: said } = await who.ask(method, at, body);
  // Refused or done: both are part of a history; a fault is of neither.
  expect(status, said).toBeLessThan(500);
}

async function expectNoTies(desk: DeskBench, people: Person[], hidden: Set<string>): Promise<void> {
  const accounts = people.flatMap(({ account }) => [account.id, account.name]);
  const rows: string[] = [];
  for await (const part of desk.store.dump())
    for (const row of part.rows) rows.push(`${part.table} ${JSON.stringify(row)}`);
  for (const id of hidden)
    for (const row of rows.filter((text) => text.includes(id)))
      for (const account of accounts) expect(row).not.toContain(account);
}
