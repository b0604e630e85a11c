import type { StoryId } from '#newsroom';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, listen, openBench, type Person, stock } from '../../test/desk.ts';

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let editor: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    editor = await desk.person('Ivo', 'editor', 'publisher');
  });
  afterEach(() => desk.close());

  const begin = async (lang: string, headline: string, source?: string): Promise<string> => {
    const from = source === undefined ? {} : { source: { story: source, revision: 1 } };
    const made = await editor.ask('POST', '/api/stories', { lang, draft: draft(headline), ...from });
    expect(made.status, made.text).toBe(201);
    return made.body.story.id as string;
  };
  const act = async (id: string, what: string, body: object) => {
    const done = await editor.ask('POST', `/api/stories/${id}/${what}`, body);
    expect(done.status, done.text).toBe(200);
  };
  const tasks = async (id: string) => (await editor.ask('GET', `/api/stories/${id}`)).body.tasks;
  const rows = async (): Promise<string[]> =>
    (await editor.ask('GET', '/api/stories')).body.stories
      .filter(({ task }: { task: boolean }) => task)
      .map(({ id }: { id: string }) => id);

  it('asks the other languages to look at what was corrected, until somebody has', async () => {
    const source = await begin('en', 'Ten boats');
    const russian = await begin('ru', 'Десять лодок', source);
    const persian = await begin('fa', 'ده قایق', source);
    await act(source, 'move', { to: 'approved' });
    await act(source, 'move', { to: 'live' });
    expect(await rows()).toEqual([]);
    await act(source, 'correct', { text: 'Twelve boats' });
    await act(source, 'correct', { text: 'No, thirteen' });
    expect(await tasks(source)).toEqual([]);
    expect(await tasks(russian)).toEqual([
      {
        source,
        lang: 'en',
        headline: 'Ten boats',
        kind: 'correction',
        note: 'No, thirteen',
        at: desk.clock.now,
      },
    ]);
    expect((await rows()).sort()).toEqual([russian, persian].sort());
    const { stories } = (await editor.ask('GET', '/api/overview')).body;
    expect(stories.tasks.map(({ id }: { id: string }) => id).sort()).toEqual([russian, persian].sort());
    // One is looked at by hand, the other by saving a new text; saving the same text is no look.
    expect((await editor.ask('DELETE', `/api/stories/${russian}/tasks/${source}`)).status).toBe(200);
    expect((await editor.ask('DELETE', `/api/stories/${russian}/tasks/${source}`)).status).toBe(404);
    const save = (headline: string) =>
      editor.ask('PUT', `/api/stories/${persian}`, { base: 1, tab: 'tab-of-ivo', draft: draft(headline) });
    expect((await save('ده قایق')).status).toBe(200);
    expect(await rows()).toEqual([persian]);
    expect((await save('سیزده قایق')).status).toBe(200);
    expect(await rows()).toEqual([]);
  });

  it('asks them when a story is withdrawn, but not those that are gone themselves', async () => {
    const source = await begin('en', 'Ten boats');
    const russian = await begin('ru', 'Десять лодок', source);
    const persian = await begin('fa', 'ده قایق', source);
    await act(persian, 'move', { to: 'killed' });
    await act(source, 'move', { to: 'approved' });
    await act(source, 'move', { to: 'live' });
    await act(source, 'move', { to: 'withdrawn', reason: 'Not true' });
    expect(await tasks(russian)).toMatchObject([{ kind: 'withdrawal', note: 'Not true' }]);
    expect(await tasks(persian)).toEqual([]);
  });

  it('asks them whoever corrects it, and tells those at the desk what another process did', async () => {
    const source = (await begin('en', 'Ten boats')) as StoryId;
    const russian = (await begin('ru', 'Десять лодок', source)) as StoryId;
    await act(source, 'move', { to: 'approved' });
    await act(source, 'move', { to: 'live' });
    desk.clock.now += 30_000;
    let heard = '';
    const listening = listen(editor, desk, (text) => (heard += text));
    await listening.ready;
    const hears = async (event: string, story: string): Promise<void> => {
      const line = new RegExp(`event: ${event}\\ndata: .*"${story}"`);
      await expect.poll(() => heard, { timeout: 10_000 }).toMatch(line);
    };
    // As the command line does, past the desk.
    const { stories } = desk.newsroom;
    await stories.correct({ story: source, text: 'Twelve boats' });
    await hears('moved', source);
    await hears('noted', russian);
    expect(await tasks(russian)).toMatchObject([{ source, note: 'Twelve boats' }]);
    desk.clock.now += 1000;
    await stories.save({ story: russian, base: 1, draft: draft('Двенадцать лодок') });
    await hears('saved', russian);
    expect(await tasks(russian)).toEqual([]);
    // What the desk did itself is told once.
    heard = '';
    desk.clock.now += 1000;
    await act(source, 'update', { text: 'And two more came' });
    desk.clock.now += 1000;
    const third = await stories.create({ lang: 'en', draft: draft('Elsewhere') });
    await hears('saved', third.id);
    listening.stop();
    expect(heard.match(new RegExp(`"story":"${source}"`, 'g'))).toHaveLength(1);
  });

  it('asks nobody because of what an import says was corrected long ago', async () => {
    const source = (await begin('en', 'Ten boats')) as StoryId;
    const russian = await begin('ru', 'Десять лодок', source);
    await act(source, 'move', { to: 'approved' });
    await act(source, 'move', { to: 'live' });
    const { stories } = desk.newsroom;
    const at = desk.clock.now;
    await stories.correct({ story: source, text: 'Twelve boats', at });
    await stories.withdraw({ story: source, reason: 'Not true', at });
    expect(await tasks(russian)).toEqual([]);
  });

  it('keeps how long a story is to be', async () => {
    const id = await begin('en', 'Ten boats');
    const plan = async () => (await editor.ask('GET', `/api/stories/${id}`)).body.plan;
    expect(await plan()).toBeNull();
    for (const words of [600, 750, null]) {
      expect((await editor.ask('PUT', `/api/stories/${id}/plan`, { words })).status).toBe(200);
      expect(await plan()).toBe(words);
    }
    expect((await editor.ask('PUT', `/api/stories/${id}/plan`, { words: 0 })).status).toBe(422);
  });

  it('keeps whom a preview is for', async () => {
    const id = await begin('en', 'Ten boats');
    const links = `/api/stories/${id}/previews`;
    expect((await editor.ask('POST', links, { days: 3, reader: ' The lawyer ' })).status).toBe(201);
    expect((await editor.ask('POST', links, { days: 3 })).status).toBe(201);
    const listed = (await editor.ask('GET', links)).body.links;
    expect(new Set(listed.map(({ reader }: { reader: string | null }) => reader))).toEqual(
      new Set([null, 'The lawyer']),
    );
  });
});
