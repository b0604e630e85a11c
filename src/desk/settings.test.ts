import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, stock } from '../../test/desk.ts';

const LIGHT = { paper: '#fdfcf8', ink: '#16181d', accent: '#a8230f' };
const DARK = { paper: '#15171b', ink: '#e9e6df', accent: '#ff9478' };
const NOTICE = {
  jurisdiction: 'Law of the quay',
  texts: { en: 'The harbour master wants this said.' },
  trigger: { languages: ['en'] },
  placement: 'below',
  sizeRatio: 2,
  validFrom: 0,
  validTo: null,
};

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let publisher: Person;
  let editor: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    publisher = await desk.person('Ana', 'publisher');
    editor = await desk.person('Ivo', 'editor');
  });
  afterEach(() => desk.close());

  it('says which field of the settings is wrong', async () => {
    const { site } = (await publisher.ask('GET', '/api/site')).body;
    const wrong = await publisher.ask('PUT', '/api/site', { ...site, timeZone: 'Europe/Nowhere' });
    expect([wrong.status, wrong.body.error.field]).toEqual([422, 'timeZone']);
    const unnamed = await editor.ask('PUT', '/api/sections/new', { names: { en: ' ' } });
    expect([unnamed.status, unnamed.body.error.field]).toEqual([422, 'names.en']);
    expect((await publisher.ask('GET', '/api/site')).body.site).toEqual(site);
  });

  it('looks colours through before they are saved, and saves none that are too weak', async () => {
    const { site } = (await publisher.ask('GET', '/api/site')).body;
    const weak = { light: { ...LIGHT, ink: '#999999' }, dark: DARK };
    const seen = (await publisher.ask('POST', '/api/site/colours', weak)).body;
    expect(seen.weak[0]).toMatchObject({ scheme: 'light', text: 'soft', wanted: 4.5 });
    expect(seen.light).toMatchObject({ ...LIGHT, ink: '#999999' });
    const refused = await publisher.ask('PUT', '/api/site', { ...site, colours: weak });
    expect([refused.status, refused.body.reasons[0].code]).toEqual([422, 'contrast']);
    const colours = { light: LIGHT, dark: DARK };
    expect((await publisher.ask('POST', '/api/site/colours', colours)).body.weak).toEqual([]);
    const saved = await publisher.ask('PUT', '/api/site', { ...site, colours });
    expect(saved.body.site.colours).toEqual(colours);
  });

  it('tells on how many stories a notice stands, and on which to look', async () => {
    await publisher.ask('PUT', '/api/notices/quay', NOTICE);
    const none = (await publisher.ask('GET', '/api/notices')).body.notices;
    expect(none).toMatchObject([{ id: 'quay', stories: 0, example: null }]);
    const made = await editor.ask('POST', '/api/stories', { lang: 'en', draft: draft('Ferries stop') });
    const id = made.body.story.id as string;
    for (const to of ['approved', 'live']) await editor.ask('POST', `/api/stories/${id}/move`, { to });
    const [notice] = (await publisher.ask('GET', '/api/notices')).body.notices;
    expect(notice).toMatchObject({ stories: 1 });
    expect(notice.example).toMatch(/ferries-stop/);
  });

  it('names in the audit trail whom an act on people was about', async () => {
    const made = await publisher.ask('POST', '/api/people', { name: 'Vera', roles: ['reporter'] });
    expect(made.status, made.text).toBe(200);
    const [line] = (await publisher.ask('GET', '/api/audit?kind=people')).body.entries;
    expect(line).toMatchObject({ subject: 'Vera' });
  });

  it('changes nothing that somebody else changed meanwhile, and hands over what stands there', async () => {
    const { site } = (await publisher.ask('GET', '/api/site')).body;
    const page = { lang: 'en', slug: 'about', kind: 'about', headline: 'About us', menuPosition: null };
    const { page: about } = (
      await publisher.ask('PUT', '/api/pages', { ...page, body: draft('x').body, base: null })
    ).body;
    const author = { names: { en: 'Ana Reef' }, bios: {}, pseudonymous: false, portrait: null };
    const things = [
      { path: '/api/site', first: site, set: { taglines: { en: 'By the sea' } } },
      { path: '/api/pages', first: about, set: { headline: 'Who we are' } },
      { path: '/api/notices/quay', first: NOTICE, set: { placement: 'above' } },
      { path: '/api/sections/reef', first: { names: { en: 'Reef' } }, set: { names: { en: 'Reefs' } } },
      { path: '/api/tags/reef', first: { names: { en: 'Reef' } }, set: { names: { en: 'Reefs' } } },
      {
        path: '/api/series/reef',
        first: { names: { en: 'Reef' }, summaries: {} },
        set: { summaries: { en: 'In parts' } },
      },
      { path: '/api/authors/reef', first: author, set: { bios: { en: 'Dives' } } },
    ];
    for (const { path, first, set } of things) {
      const put = (value: object, base?: object | null) =>
        publisher.ask('PUT', path, { ...value, ...(base !== undefined && { base }) });
      const isNew = !path.endsWith('site') && !path.endsWith('pages');
      if (isNew) expect((await put(first, null)).status, path).toBe(200);
      const taken = await put({ ...first, ...set }, first);
      expect([taken.status, path], taken.text).toEqual([200, path]);
      for (const base of [first, null]) {
        const late = await put(first, base);
        expect([late.status, late.body.error?.code], path).toEqual([409, 'changed_meanwhile']);
        expect(late.body.standing, path).toMatchObject(set);
      }
      // Whoever asks without looking replaces it, as scripts do.
      expect((await put(first)).status, path).toBe(200);
    }
    await publisher.ask('DELETE', '/api/tags/reef');
    const gone = await publisher.ask('PUT', '/api/tags/reef', {
      names: { en: 'Reefs' },
      base: { names: { en: 'Reef' } },
    });
    expect([gone.status, gone.body.standing]).toEqual([409, null]);
    expect((await publisher.ask('GET', '/api/terms')).body.tags).not.toContainEqual(
      expect.objectContaining({ id: 'reef' }),
    );
  });

  it('removes nothing that somebody else changed meanwhile, and hands over what stands there', async () => {
    const page = { lang: 'en', slug: 'about', kind: 'about', headline: 'About us', menuPosition: null };
    const { page: about } = (
      await publisher.ask('PUT', '/api/pages', { ...page, body: draft('x').body, base: null })
    ).body;
    const author = { names: { en: 'Ana Reef' }, bios: {}, pseudonymous: false, portrait: null };
    const reef = { names: { en: 'Reef' } };
    const expiresAt = desk.clock.now + 3_600_000;
    const banner = { text: 'The ferries stop', link: null, expiresAt };
    const things = [
      { path: '/api/notices/quay', first: NOTICE, set: { placement: 'above' } },
      { path: '/api/sections/reef', first: reef, set: { names: { en: 'Reefs' } } },
      { path: '/api/tags/reef', first: reef, set: { names: { en: 'Reefs' } } },
      { path: '/api/series/reef', first: { ...reef, summaries: {} }, set: { summaries: { en: 'In parts' } } },
      { path: '/api/authors/reef', first: author, set: { bios: { en: 'Dives' } } },
      { path: `/api/pages/${about.id}/en`, put: '/api/pages', first: about, set: { headline: 'Who we are' } },
      { path: '/api/front/en/banner', first: banner, set: { text: 'The ferries sail' } },
    ];
    for (const { path, put = path, first, set } of things) {
      const save = (value: object) => publisher.ask('PUT', put, value);
      const made = await save(first);
      const seen = made.body.banner ?? first;
      expect((await save({ ...first, ...set })).status, path).toBe(200);
      const late = await publisher.ask('DELETE', path, { base: seen });
      expect([late.status, late.body.error?.code], path).toEqual([409, 'changed_meanwhile']);
      expect(late.body.standing, path).toMatchObject(set);
      const over = await publisher.ask('PUT', put, { ...first, base: seen });
      expect([over.status, over.body.error?.code], path).toEqual([409, 'changed_meanwhile']);
      // Nobody is asked twice: what stood there was seen, or it is gone already.
      for (const base of [late.body.standing, late.body.standing]) {
        const gone = await publisher.ask('DELETE', path, { base });
        expect(gone.status, `${path} ${gone.text}`).toBe(200);
      }
      // Whoever asks without looking removes it, as scripts do.
      expect((await save(first)).status, path).toBe(200);
      expect((await publisher.ask('DELETE', path)).status, path).toBe(200);
    }
    expect((await publisher.ask('GET', '/api/front/en')).body.banner).toBeNull();
    expect((await publisher.ask('PUT', '/api/front/en/banner', { ...banner, base: null })).status).toBe(200);
  });

  it('gives the audit trail by person and by kind, page by page', async () => {
    await publisher.ask('PUT', '/api/notices/quay', NOTICE);
    await editor.ask('PUT', '/api/sections/new', { names: { en: 'New' } });
    const made = await editor.ask('POST', '/api/stories', { lang: 'en', draft: draft('Ferries stop') });
    const lines = async (query: string) =>
      (await publisher.ask('GET', `/api/audit?${query}`)).body.entries as { act: string; id: number }[];
    const acts = async (query: string) => (await lines(query)).map(({ act }) => act);
    expect(await acts(`who=${editor.account.id}`)).toEqual(['story.create', 'section.put', 'sign-in.link']);
    expect(await acts('kind=section')).toEqual(['section.put']);
    // A kind is a whole word: signing in is not all that begins like it.
    expect(await acts('kind=sign')).toEqual([]);
    expect(await acts('kind=sign-in')).toEqual(['sign-in.link', 'sign-in.link']);
    expect(await acts(`who=${publisher.account.id}&kind=section`)).toEqual([]);
    const [first] = await lines('kind=story');
    expect(first).toMatchObject({ story: made.body.story.id, headline: 'Ferries stop', name: 'Ivo' });
    const [newest] = await lines('limit=1');
    expect(await acts(`limit=1&before=${newest?.id}`)).toEqual(['section.put']);
    expect((await publisher.ask('GET', '/api/audit?kind=%25')).status).toBe(422);
  });
});
