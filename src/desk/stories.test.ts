import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, listen, openBench, type Person, stock } from '../../test/desk.ts';

const TAB = 'tab-of-mara';

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let reporter: Person;
  let editor: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    reporter = await desk.person('Mara', 'reporter');
    editor = await desk.person('Ivo', 'editor');
  });
  afterEach(() => desk.close());

  const begin = async (who: Person, headline = 'Ferries stop', rest = {}): Promise<string> => {
    const made = await who.ask('POST', '/api/stories', { lang: 'en', draft: draft(headline, rest) });
    expect(made.status, made.text).toBe(201);
    return made.body.story.id as string;
  };
  const save = (who: Person, id: string, base: number, headline: string, tab = TAB, rest = {}) =>
    who.ask('PUT', `/api/stories/${id}`, { base, draft: draft(headline, rest), tab });
  const move = (who: Person, id: string, to: string, more = {}) =>
    who.ask('POST', `/api/stories/${id}/move`, { to, ...more });
  const publish = async (id: string): Promise<void> => {
    expect((await move(editor, id, 'approved')).status).toBe(200);
    const moved = await move(editor, id, 'live');
    expect(moved.status, moved.text).toBe(200);
  };

  it('signs a new story with the byline of whoever begins it, never with a pseudonym', async () => {
    const begin = async (who: Person) =>
      (await who.ask('POST', '/api/stories', { lang: 'en' })).body.revision.bylines as string[];
    const [ana, tern] = [await desk.person('Ana Reef', 'editor'), await desk.person('Tern', 'editor')];
    expect(await begin(ana)).toEqual([]);
    const author = { bios: {}, portrait: null };
    await ana.ask('PUT', '/api/authors/ana', { ...author, names: { en: 'Ana Reef' }, pseudonymous: false });
    await ana.ask('PUT', '/api/authors/tern', { ...author, names: { en: 'Tern' }, pseudonymous: true });
    expect(await begin(ana)).toEqual(['ana']);
    expect(await begin(tern)).toEqual([]);
  });

  it('goes from the reporter to the reader', async () => {
    const id = await begin(reporter);
    const saved = await save(reporter, id, 1, 'Ferries stop at noon');
    expect(saved.body.revision).toMatchObject({ number: 2, by: 'Mara', headline: 'Ferries stop at noon' });
    expect((await move(reporter, id, 'review')).body.story.state).toBe('review');
    expect((await move(reporter, id, 'approved')).status).toBe(403);
    const check = (await editor.ask('GET', `/api/stories/${id}/check?to=live`)).body;
    expect(check.reasons).toEqual([expect.objectContaining({ code: 'not_approved' })]);
    expect((await move(editor, id, 'approved')).status).toBe(200);
    const then = (await editor.ask('GET', `/api/stories/${id}/check?to=live`)).body;
    expect(then).toMatchObject({
      reasons: [],
      effects: {
        path: '2026/11/23/ferries-stop-at-noon.html',
        lists: expect.arrayContaining(['en/latest', 'en/author/mara', 'en/day/2026-11-23']),
      },
    });
    expect((await desk.newsroom.stories.get(id))?.state).toBe('approved');
    expect(desk.pressed()).toBe(0);
    expect((await move(editor, id, 'live')).body.story.path).toBe(then.effects.path);
    expect(desk.pressed()).toBe(1);
    expect((await desk.newsroom.live.cards([id as never]))[0]?.headline).toBe('Ferries stop at noon');
  });

  it('approves and publishes in one go, or does neither', async () => {
    const id = await begin(reporter);
    const both = { by: 'approved' };
    expect((await reporter.ask('POST', `/api/stories/${id}/move`, { to: 'live', ...both })).status).toBe(403);
    await save(reporter, id, 1, '');
    expect((await move(editor, id, 'live', both)).body.reasons).toEqual([
      expect.objectContaining({ code: 'headline' }),
    ]);
    expect((await editor.ask('GET', `/api/stories/${id}`)).body.story.state).toBe('draft');
    await save(reporter, id, 2, 'Ferries stop at noon');
    expect((await move(editor, id, 'live', both)).body.story).toMatchObject({ state: 'live' });
    const { transitions } = (await editor.ask('GET', `/api/stories/${id}`)).body;
    expect(transitions.map(({ to }: { to: string }) => to)).toEqual(['approved', 'live']);
  });

  it('says everything that is missing', async () => {
    const id = await begin(editor, 'Ferries stop', { bylines: [], section: 'sea' });
    await move(editor, id, 'approved');
    const codes = (answer: { body: { reasons: { code: string }[] } }) =>
      answer.body.reasons.map(({ code }) => code);
    expect(codes(await editor.ask('GET', `/api/stories/${id}/check?to=live`))).toEqual([
      'byline',
      'unknown_section',
    ]);
    const refused = await move(editor, id, 'live');
    expect(refused.status).toBe(422);
    expect(codes(refused)).toEqual(['byline', 'unknown_section']);
    const late = desk.clock.now - 1;
    expect(codes(await move(editor, id, 'scheduled', { due: late }))).toContain('due');
  });

  it('publishes nothing while colleagues have something to say', async () => {
    const id = await begin(editor);
    await move(editor, id, 'approved');
    const note = await reporter.ask('POST', `/api/stories/${id}/notes`, {
      text: 'Who said so?',
      block: 'aaaaaaaa',
    });
    const refused = await move(editor, id, 'live');
    expect(refused.body.reasons).toEqual([expect.objectContaining({ code: 'open_notes' })]);
    const path = `/api/stories/${id}/notes`;
    expect((await editor.ask('PATCH', `${path}/${note.body.note.id}`, { resolved: true })).status).toBe(200);
    expect((await editor.ask('GET', path)).body.notes).toMatchObject([{ text: 'Who said so?', by: 'Mara' }]);
    expect((await move(editor, id, 'live')).status).toBe(200);
  });

  it('keeps a note once that is sent again because its answer was lost, and another one beside it', async () => {
    const id = await begin(editor);
    const path = `/api/stories/${id}/notes`;
    const note = { id: '0b7e3a52-90f1-4a6e-8c1d-2f64a7d3e951', text: 'Who said so?', block: 'aaaaaaaa' };
    const [first, again] = [await reporter.ask('POST', path, note), await reporter.ask('POST', path, note)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.note).toEqual(first.body.note);
    expect((await editor.ask('POST', path, { ...note, text: 'And when?' })).status).toBe(201);
    const texts = (await editor.ask('GET', path)).body.notes.map(({ text }: { text: string }) => text);
    expect(texts.sort()).toEqual(['And when?', 'Who said so?']);
    expect((await reporter.ask('POST', path, { ...note, id: 'x' })).status).toBe(422);
  });

  it('lets a reporter write what is one’s own and not handed over', async () => {
    const mine = await begin(reporter);
    const other = await begin(editor);
    expect((await save(reporter, other, 1, 'Mine now')).body.error.code).toBe('not_yours');
    expect((await move(reporter, other, 'review')).status).toBe(403);
    await move(reporter, mine, 'review');
    expect((await save(reporter, mine, 1, 'Better')).status).toBe(200);
    await move(editor, mine, 'approved');
    expect((await save(reporter, mine, 2, 'Behind your back')).body.error.code).toBe('handed_over');
    const seen = (await reporter.ask('GET', `/api/stories/${mine}`)).body;
    expect(seen).toMatchObject({ own: true, writable: false, moves: [] });
    expect((await editor.ask('GET', `/api/stories/${mine}`)).body.moves).toContain('live');
  });

  it('refuses a stale text and keeps it', async () => {
    const id = await begin(editor);
    expect((await save(editor, id, 1, 'Second')).status).toBe(200);
    const stale = await save(editor, id, 1, 'From an old tab');
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({
      reasons: [{ code: 'stale' }],
      current: { number: 2, headline: 'Second' },
      diff: { fields: [{ field: 'headline', before: 'Second', after: 'From an old tab' }] },
    });
    const { kept } = (await editor.ask('GET', `/api/stories/${id}`)).body;
    expect(kept).toMatchObject([{ id: stale.body.kept, draft: { headline: 'From an old tab' }, by: 'Ivo' }]);
    expect((await editor.ask('DELETE', `/api/stories/${id}/kept/${kept[0].id}`)).status).toBe(200);
    expect((await editor.ask('GET', `/api/stories/${id}`)).body.kept).toEqual([]);
  });

  it('lets one person write at a time, and another take over with a reason', async () => {
    const id = await begin(reporter);
    const lock = `/api/stories/${id}/lock`;
    expect((await reporter.ask('POST', lock, { tab: TAB })).body.lock).toMatchObject({
      name: 'Mara',
      mine: true,
    });
    const held = await editor.ask('POST', lock, { tab: 'tab-of-ivo' });
    expect(held.status).toBe(423);
    expect(held.body.lock).toMatchObject({ name: 'Mara', mine: false });
    const refused = await save(editor, id, 1, 'Over you', 'tab-of-ivo');
    expect(refused.status).toBe(423);
    expect((await editor.ask('GET', `/api/stories/${id}`)).body.kept[0].draft.headline).toBe('Over you');
    const row = (await editor.ask('GET', '/api/stories')).body.stories[0];
    expect(row.editing).toEqual({ name: 'Mara', since: desk.clock.now });
    const took = await editor.ask('POST', lock, { tab: 'tab-of-ivo', take: 'It goes out at noon' });
    expect(took.body.lock).toMatchObject({ name: 'Ivo', mine: true });
    const frozen = await save(reporter, id, 1, 'What I had');
    expect(frozen.status).toBe(423);
    expect(frozen.body.kept).not.toBeNull();
    const publisher = await desk.person('Ana', 'publisher');
    const audit = (await publisher.ask('GET', `/api/audit?story=${id}`)).body.entries;
    expect(audit[0]).toMatchObject({
      act: 'story.take-over',
      name: 'Ivo',
      detail: { reason: 'It goes out at noon', from: 'Mara' },
    });
    desk.clock.now += 30_000;
    expect((await save(reporter, id, 1, 'What I had')).status).toBe(200);
    expect((await reporter.ask('DELETE', lock, { tab: TAB })).status).toBe(200);
    expect((await editor.ask('POST', lock, { tab: 'tab-of-ivo' })).status).toBe(200);
  });

  it('waits for the last words of whoever a story is taken from, and saves no more of theirs after that', async () => {
    const id = await begin(reporter);
    const lock = `/api/stories/${id}/lock`;
    await reporter.ask('POST', lock, { tab: TAB, came: true });
    let told = '';
    const line = listen(reporter, desk, (text) => (told += text));
    await line.ready;
    const taking = editor.ask('POST', lock, { tab: 'tab-of-ivo', take: 'It is late' });
    await expect.poll(() => told).toContain('"taken":true');
    // A sign of life of the tab that takes it is no leave to begin.
    const beat = editor.ask('POST', lock, { tab: 'tab-of-ivo' });
    const last = await save(reporter, id, 1, 'The last words');
    expect(last.status, last.text).toBe(200);
    await reporter.ask('DELETE', lock, { tab: TAB });
    expect((await taking).body.lock).toMatchObject({ name: 'Ivo', mine: true });
    expect((await beat).status).toBe(200);
    expect((await save(editor, id, 2, 'On from there', 'tab-of-ivo')).status).toBe(200);
    const late = await save(reporter, id, 2, 'Too late');
    expect([late.status, typeof late.body.kept]).toEqual([423, 'string']);
    line.stop();
  });

  it('lets go of a story for good when a tab leaves, whatever of it is still on its way', async () => {
    const id = await begin(reporter);
    const lock = `/api/stories/${id}/lock`;
    expect((await reporter.ask('POST', lock, { tab: TAB, came: true })).status).toBe(200);
    await reporter.ask('DELETE', lock, { tab: TAB });
    // A last save and a sign of life that were overtaken.
    expect((await save(reporter, id, 1, 'The last word')).body.revision).toMatchObject({ number: 2 });
    expect((await reporter.ask('POST', lock, { tab: TAB, came: false })).status).toBe(200);
    expect((await reporter.ask('POST', lock, { tab: 'tab-after', came: true })).status).toBe(200);
    expect((await save(reporter, id, 2, 'Too late')).status).toBe(423);
    // The same tab, loaded anew.
    await reporter.ask('DELETE', lock, { tab: 'tab-after' });
    expect((await reporter.ask('POST', lock, { tab: TAB, came: true })).status).toBe(200);
    expect((await editor.ask('POST', lock, { tab: 'tab-of-ivo', came: true })).status).toBe(423);
  });

  it('holds one tab of a person against another', async () => {
    const id = await begin(reporter);
    await save(reporter, id, 1, 'In one tab');
    expect((await save(reporter, id, 2, 'In the other', 'another-tab')).status).toBe(423);
  });

  it('corrects, updates, withdraws, redacts and kills, each by who may', async () => {
    const publisher = await desk.person('Ana', 'publisher');
    const id = await begin(editor);
    await publish(id);
    const path = `/api/stories/${id}`;
    const corrected = await editor.ask('POST', `${path}/correct`, {
      text: 'The harbour has three piers, not two.',
      before: 'two',
      after: 'three',
    });
    expect(corrected.body.story.state).toBe('corrected');
    await save(editor, id, 1, 'Ferries run again');
    const updated = await editor.ask('POST', `${path}/update`, { text: 'They run.', revision: 'newest' });
    expect(updated.body.story.liveRevision).toBe(2);
    expect((await editor.ask('POST', `${path}/withdraw`, { reason: 'No' })).status).toBe(403);
    expect((await move(editor, id, 'withdrawn', { reason: 'No' })).status).toBe(403);
    expect((await publisher.ask('POST', `${path}/withdraw`, { reason: 'A court said so' })).status).toBe(200);
    expect((await move(editor, id, 'live', { reason: 'Back' })).status).toBe(403);
    const redacted = await move(publisher, id, 'withdrawn', { reason: 'For safety', redact: true });
    expect(redacted.body.story).toMatchObject({ state: 'withdrawn', redacted: true });
    const other = await begin(editor, 'Nothing in it');
    expect((await move(editor, other, 'killed')).status).toBe(403);
    expect((await move(publisher, other, 'killed')).status).toBe(200);
    expect(desk.pressed()).toBe(5);
  });

  it('tells of revisions, and what changed between two', async () => {
    const id = await begin(editor);
    await save(editor, id, 1, 'Second');
    await save(editor, id, 2, 'Third');
    const list = (await editor.ask('GET', `/api/stories/${id}/revisions?limit=2`)).body;
    expect(list.revisions.map(({ number }: { number: number }) => number)).toEqual([3, 2]);
    expect(list.next).toBe(2);
    const diff = (await editor.ask('GET', `/api/stories/${id}/diff?from=1&to=3`)).body.diff;
    expect(diff.fields[0]).toEqual({ field: 'headline', before: 'Ferries stop', after: 'Third' });
    expect((await editor.ask('GET', `/api/stories/${id}/revisions/2`)).body.revision.headline).toBe('Second');
    expect((await editor.ask('GET', `/api/stories/${id}/diff?from=1&to=9`)).status).toBe(404);
  });

  it('finds stories by each filter, page by page', async () => {
    for (let n = 0; n < 5; n++) {
      desk.clock.now += 1000;
      await begin(n % 2 === 0 ? reporter : editor, `Ferry ${n}`, {
        section: n === 4 ? 'home' : 'world',
        tags: ['a'],
      });
    }
    const list = async (who: Person, filters: string) =>
      (await who.ask('GET', `/api/stories?${filters}`)).body;
    const heads = (body: { stories: { headline: string }[] }) => body.stories.map(({ headline }) => headline);
    expect(heads(await list(reporter, 'mine=1'))).toEqual(['Ferry 4', 'Ferry 2', 'Ferry 0']);
    expect(heads(await list(reporter, 'section=home&tag=a'))).toEqual(['Ferry 4']);
    expect((await list(reporter, 'tag=b')).total).toBe(0);
    expect(heads(await list(reporter, 'text=FERRY+3&state=draft,review&lang=en'))).toEqual(['Ferry 3']);
    const first = await list(reporter, 'limit=2');
    expect(first).toMatchObject({ total: 5 });
    const second = await list(reporter, `limit=2&before=${first.next}`);
    expect([...heads(first), ...heads(second)]).toEqual(['Ferry 4', 'Ferry 3', 'Ferry 2', 'Ferry 1']);
    expect((await reporter.ask('GET', '/api/stories?state=nowhere')).status).toBe(422);
  });

  it('tells colleagues what happens', async () => {
    const heard: string[] = [];
    const { promise: moved, resolve } = Promise.withResolvers<void>();
    const listening = listen(editor, desk, (text) => {
      heard.push(text);
      if (text.includes('event: moved')) resolve();
    });
    await listening.ready;
    const id = await begin(reporter);
    await reporter.ask('POST', `/api/stories/${id}/lock`, { tab: TAB });
    await move(reporter, id, 'review');
    await moved;
    listening.stop();
    const all = heard.join('');
    expect(all).toContain(`data: {"story":"${id}","revision":1,`);
    expect(all).toMatch(/event: lock\ndata: .*"name":"Mara"/);
  });
});
