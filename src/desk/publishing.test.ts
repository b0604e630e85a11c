import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, stock } from '../../test/desk.ts';

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let chief: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    chief = await desk.person('Ana', 'publisher');
  });
  afterEach(() => desk.close());

  const begin = async (headline: string, rest = {}): Promise<string> => {
    const made = await chief.ask('POST', '/api/stories', { lang: 'en', draft: draft(headline, rest) });
    return made.body.story.id as string;
  };
  const move = async (id: string, to: string, more = {}): Promise<void> => {
    const moved = await chief.ask('POST', `/api/stories/${id}/move`, { to, ...more });
    expect(moved.status, moved.text).toBe(200);
  };
  const check = async (id: string, query: string) =>
    (await chief.ask('GET', `/api/stories/${id}/check?${query}`)).body;

  it('sees what comes of a draft that is approved on the way', async () => {
    const id = await begin('Ferries stop');
    expect(await check(id, 'to=live&by=approved')).toMatchObject({
      reasons: [],
      effects: { path: '2026/11/23/ferries-stop.html' },
    });
    const due = desk.clock.now + 3_600_000;
    expect(await check(id, `to=scheduled&due=${due}&by=approved`)).toMatchObject({
      reasons: [],
      effects: { path: '2026/11/23/ferries-stop.html' },
    });
    expect((await desk.newsroom.stories.get(id))?.state).toBe('draft');
  });

  it('sees what comes of a redaction and of notes, without making them', async () => {
    const id = await begin('Ferries stop');
    await move(id, 'approved');
    await move(id, 'live');
    expect(await check(id, 'to=corrected&note=correction&readers=newest')).toMatchObject({
      reasons: [],
      effects: { lists: expect.arrayContaining(['en/corrections']) },
    });
    expect((await check(id, 'to=live&note=update')).reasons).toEqual([]);
    expect(await desk.newsroom.stories.notes(id as never)).toEqual([]);
    await move(id, 'withdrawn', { reason: 'Wrong' });
    expect((await check(id, 'to=withdrawn&reason=Court')).reasons).toMatchObject([{ code: 'nothing_new' }]);
    expect((await check(id, 'to=withdrawn&reason=Court&redact=1')).reasons).toEqual([]);
  });

  it('says of each reason what it is about', async () => {
    const id = await begin('Ferries stop', { section: 'sea', tags: ['gone'] });
    const { reasons } = await check(id, 'to=live&by=approved');
    expect(reasons).toMatchObject([
      { code: 'unknown_section', about: { id: 'sea' } },
      { code: 'unknown_tag', about: { id: 'gone' } },
    ]);
  });
});
