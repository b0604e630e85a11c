import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { contrastOf, weakPairs } from './colours.ts';
import { bench, body, codes, done, draft, publish, SITE, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { MediaId, Page } from './types.ts';

const AUTHOR = { id: 'new', names: { en: 'New' }, bios: {}, pseudonymous: false, portrait: null };
const ABOUT: Page = {
  id: 'about',
  lang: 'en',
  slug: 'about',
  kind: 'about',
  headline: 'About us',
  body: body('We are here.'),
  menuPosition: 1,
};

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  const told = async (work: () => Promise<unknown>) => {
    const seq = await desk.newsroom.live.lastChange();
    await work();
    const lines = await desk.newsroom.live.changes(seq, 1000);
    return lines.map(({ kind, key }) => `${kind} ${key}`.trim()).toSorted((a, b) => (a < b ? -1 : 1));
  };

  it('has no site until there is one, and publishes nothing', async () => {
    const bare = await bench(open, { site: false });
    expect(await bare.newsroom.site.get()).toBeNull();
    const { id } = await bare.newsroom.stories.create({
      lang: 'en',
      draft: draft('A', { bylines: [], unsigned: true }),
    });
    expect(codes(await bare.newsroom.stories.move({ story: id, to: 'live' }))).toEqual(['site']);
    await bare.close();
  });

  it.each<[string, Record<string, unknown>]>([
    ['an address with a slash', { address: 'https://light.example/' }],
    ['an address with a query', { address: 'https://light.example/?a=1' }],
    ['a script for an address', { address: 'javascript:alert(1)' }],
    ['a time zone that does not exist', { timeZone: 'Europe/Nowhere' }],
    ['a default language that is not published', { defaultLang: 'be' }],
    ['a language twice', { languages: ['en', 'en'] }],
    ['a language that is a path', { languages: ['en', '../x'] }],
    ['no name', { names: {} }],
    ['a menu that runs a script', { menus: { en: [{ label: 'x', to: 'javascript:alert(1)' }] } }],
    ['a field it does not know', { tracker: 'x' }],
  ])('refuses %s', async (_what, rest) => {
    await expect(desk.newsroom.site.set({ ...SITE, ...rest })).rejects.toThrow(/The site cannot be used/);
    expect(await desk.newsroom.site.get()).toEqual(SITE);
  });

  it('names the field that is wrong', async () => {
    const wrong = { ...SITE, menus: { en: [{ label: 'x', to: 'javascript:alert(1)' }] } };
    await expect(desk.newsroom.site.set(wrong)).rejects.toMatchObject({ field: 'menus.en.0.to' });
    await expect(desk.newsroom.authors.put({ ...AUTHOR, names: {} })).rejects.toMatchObject({
      field: 'names',
    });
  });

  it('takes colours that can be read, and no others', async () => {
    const light = { paper: '#fdfcf8', ink: '#16181d', accent: '#a8230f' };
    const dark = { paper: '#15171b', ink: '#e9e6df', accent: '#ff9478' };
    const colours = { light, dark };
    expect(weakPairs(colours)).toEqual([]);
    expect(await told(() => desk.newsroom.site.set({ ...SITE, colours }))).toEqual(['site']);
    expect((await desk.newsroom.site.get())?.colours).toEqual(colours);
    const weak = { light: { ...light, accent: '#ffcc00' }, dark };
    expect(codes(await desk.newsroom.site.set({ ...SITE, colours: weak }))).toEqual(['contrast']);
    expect(weakPairs(weak).map(({ scheme, text, ground }) => [scheme, text, ground])).toEqual([
      ['light', 'accent', 'tint'],
      ['light', 'accent', 'paper'],
    ]);
    expect(weakPairs({ light, dark: { ...dark, ink: '#666666' } }).map(({ text }) => text)).toContain('soft');
    await expect(
      desk.newsroom.site.set({ ...SITE, colours: { light, dark: { ...dark, ink: 'red' } } }),
    ).rejects.toMatchObject({ field: 'colours.dark.ink' });
  });

  it('knows black on white for the most that there is', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.478, 2);
    expect(contrastOf('#a8230f', '#a8230f')).toBe(1);
  });

  it('keeps what a menu leads to, and tells pages of a new name there', async () => {
    const { newsroom } = desk;
    await newsroom.pages.put({ ...ABOUT, menuPosition: null });
    const to = (what: string) => ({ en: [{ label: '', to: what }] });
    await newsroom.site.set({ ...SITE, menus: to('section:home'), footers: to('page:about') });
    expect(codes(await newsroom.sections.remove('home'))).toEqual(['in_menu']);
    const renamed = { ...ABOUT, id: 'about', headline: 'Who we are', menuPosition: null };
    expect(await told(() => newsroom.pages.put(renamed))).toEqual(['page about', 'site']);
    await newsroom.site.set({ ...SITE, menus: {} });
    expect(done(await newsroom.sections.remove('home')).ok).toBe(true);
  });

  it('moves stories between days with another time zone, and no address', async () => {
    const { newsroom } = desk;
    const { id, path } = await publish(desk, 'Late', {}, { at: Date.UTC(2026, 10, 20, 22, 30) });
    const lines = await told(() => newsroom.site.set({ ...SITE, timeZone: 'America/Lima' }));
    expect(lines).toEqual(['list en/day/2026-11-20', 'list en/day/2026-11-21', 'site']);
    expect((await newsroom.live.listsOf(id)).map(({ list }) => list)).toContain('en/day/2026-11-20');
    expect((await newsroom.stories.get(id))?.path).toBe(path);
  });

  it('takes no logo that it does not have', async () => {
    const publisher = { name: 'Us', logo: '0'.repeat(32) as MediaId };
    expect(codes(await desk.newsroom.site.set({ ...SITE, publisher }))).toEqual(['media_unknown']);
  });

  it('keeps a language while stories are live in it', async () => {
    const { id } = await publish(desk, 'Паром', {}, { lang: 'ru' });
    expect(codes(await desk.newsroom.site.set({ ...SITE, languages: ['en'] }))).toEqual(['language_in_use']);
    done(await desk.newsroom.stories.withdraw({ story: id, reason: 'So' }));
    done(await desk.newsroom.site.set({ ...SITE, languages: ['en'] }));
  });

  it('says what a renamed section, tag, series or author changes', async () => {
    const { newsroom } = desk;
    const names = { en: 'Renamed' };
    expect(await told(() => newsroom.tags.put({ id: 'a', names }))).toEqual(['tag a']);
    expect(await told(() => newsroom.tags.put({ id: 'a', names }))).toEqual([]);
    expect(await told(() => newsroom.sections.put({ id: 'world', names }))).toEqual(['section world']);
    await newsroom.site.set({ ...SITE, menus: { en: [{ label: 'World', to: 'section:world' }] } });
    expect(await told(() => newsroom.sections.put({ id: 'world', names: { en: 'W' } }))).toEqual([
      'section world',
      'site',
    ]);
    const series = { id: 'dispute', names, summaries: { en: 'All of it' } };
    expect(await told(() => newsroom.series.put(series))).toEqual(['series dispute']);
    const author = { id: 'mara', names, bios: {}, pseudonymous: false, portrait: null };
    expect(await told(() => newsroom.authors.put(author))).toEqual(['author mara']);
    expect((await newsroom.sections.list()).map(({ id }) => id)).toEqual(['world', 'home']);
    await newsroom.sections.put({ id: 'home', names, position: -1 });
    expect((await newsroom.sections.list()).map(({ id }) => id)).toEqual(['home', 'world']);
    expect(await newsroom.series.get('dispute')).toEqual(series);
  });

  it('removes nothing that a story names', async () => {
    const { newsroom } = desk;
    const fields = { section: 'world', tags: ['a'], series: { id: 'dispute', part: 1 } };
    const { id } = await publish(desk, 'All', fields);
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('None', { bylines: ['ivo'] }) }));
    expect(codes(await newsroom.sections.remove('world'))).toEqual(['in_use']);
    expect(codes(await newsroom.tags.remove('a'))).toEqual(['in_use']);
    expect(codes(await newsroom.series.remove('dispute'))).toEqual(['in_use']);
    expect(codes(await newsroom.authors.remove('mara'))).toEqual(['in_use']);
    expect(codes(await newsroom.authors.remove('ivo'))).toEqual(['in_use']);
    done(await newsroom.tags.remove('e'));
    expect(await newsroom.tags.get('e')).toBeNull();
    done(await newsroom.stories.move({ story: id, to: 'live' }));
    done(await newsroom.tags.remove('a'));
  });

  it('keeps static pages by id and language, each at an address of its own', async () => {
    const { newsroom } = desk;
    expect(await told(() => newsroom.pages.put(ABOUT))).toEqual(['page about', 'site']);
    expect(await told(() => newsroom.pages.put(ABOUT))).toEqual([]);
    expect(await told(() => newsroom.pages.put({ ...ABOUT, body: body('Still here.') }))).toEqual([
      'page about',
    ]);
    done(await newsroom.pages.put({ ...ABOUT, lang: 'ru', headline: 'О нас', menuPosition: null }));
    expect((await newsroom.pages.list()).map(({ lang }) => lang)).toEqual(['en', 'ru']);
    expect(await newsroom.pages.get('about', 'ru')).toMatchObject({ headline: 'О нас' });
    expect(codes(await newsroom.pages.put({ ...ABOUT, id: 'other' }))).toEqual(['taken']);
    for (const slug of ['index', 'archive', 'corrections', '2026', 'feed']) {
      expect(codes(await newsroom.pages.put({ ...ABOUT, slug }))).toEqual(['reserved']);
    }
    await expect(newsroom.pages.put({ ...ABOUT, slug: '../x' })).rejects.toThrow(/page cannot be used/);
    await newsroom.pages.remove('about', 'en');
    expect((await newsroom.pages.list()).map(({ lang }) => lang)).toEqual(['ru']);
  });

  it('refuses slots and banners that cannot stand', async () => {
    const { newsroom, clock } = desk;
    const { front } = newsroom;
    const [en, ru] = [await publish(desk, 'En'), await publish(desk, 'Ру', {}, { lang: 'ru' })];
    expect(codes(await front.setSlots('en', [{ story: ru.id }]))).toEqual(['story']);
    expect(codes(await front.setSlots('en', [{ story: en.id }, { story: en.id }]))).toEqual(['story']);
    expect(codes(await front.setSlots('en', [{ story: en.id, until: clock.now }]))).toEqual(['until']);
    const banner = { lang: 'en', text: 'Now', expiresAt: clock.now };
    expect(codes(await front.raiseBanner(banner))).toEqual(['expires']);
    for (const link of ['javascript:alert(1)', 'http://plain.example', '//x.example', '../up', 'a b']) {
      const raised = front.raiseBanner({ ...banner, expiresAt: clock.now + 1, link });
      await expect(raised).rejects.toThrow(/banner cannot be used/);
    }
    done(await front.raiseBanner({ ...banner, expiresAt: clock.now + 1000, link: '2026/11/23/en.html' }));
    expect(await told(() => front.lowerBanner('en'))).toEqual(['front en']);
    expect(await told(() => front.lowerBanner('en'))).toEqual([]);
  });
});
