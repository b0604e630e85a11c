import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { filePathOf } from './old-address.ts';
import { bench, codes, DAY, done, draft, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';

describe('the file that answers at an old address', () => {
  it.each([
    ['/2012/05/old-post/', '2012/05/old-post/index.html'],
    ['/2012/05/old-post', '2012/05/old-post/index.html'],
    ['https://old.example/a/b.html#top', 'a/b.html'],
    ['/a.php', 'a.php'],
    ['/', 'index.html'],
    ['/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC/', 'паром/index.html'],
    ['/?p=123', null],
    ['/a/../b', null],
    ['/a/%2e%2e/b', null],
    ['/a//b', null],
    ['/-/search', null],
    ['/o/abc', null],
    ['/a\\b', null],
    ['/a%00b', null],
    ['/%zz', null],
    ['/News/2012/Old/', 'News/2012/Old/index.html'],
    ['/index.php/2012/a/', 'index.php/2012/a/index.html'],
    ['/می‌گوید/', 'می‌گوید/index.html'],
    ['/Новости/', null],
    ['/%3Cscript%3E/', null],
    ['/a%E2%80%AEb/', null],
    ['/a:b/', null],
    ['/a./b/', null],
    ['/a%20/b/', null],
    ['/edition/1/', null],
    ['/.longwave/', null],
    ['/2026/01/02/one.html/more/', null],
    ['/About.html', null],
    ['/RU/index.html', null],
    [`/${'п'.repeat(128)}/`, null],
    [`/${'a/'.repeat(500)}`, null],
  ])('%s → %s', (address, file) => {
    expect(filePathOf(address)).toBe(file);
  });
});

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  const republish = async (id: string, headline: string, slug: string) => {
    const { newsroom } = desk;
    const story = await newsroom.stories.get(id);
    if (!story) throw new Error('No story');
    const saved = { story: story.id, base: story.revision, draft: draft(headline, { slug }) };
    done(await newsroom.stories.save(saved));
    return done(await newsroom.stories.move({ story: story.id, to: 'live' })).story.path;
  };

  it('gives each story an address of its own, by the day in the time zone of the site', async () => {
    // 22:30 in London is the next day in Vilnius.
    const at = Date.UTC(2026, 10, 20, 22, 30);
    const paths = [];
    for (let copy = 0; copy < 3; copy++) paths.push((await publish(desk, 'Same', {}, { at })).path);
    expect(paths).toEqual(['2026/11/21/same.html', '2026/11/21/same-2.html', '2026/11/21/same-3.html']);
    expect((await publish(desk, 'Паром', {}, { lang: 'ru', at })).path).toBe('ru/2026/11/21/parom.html');
    expect((await publish(desk, 'Same', {}, { at: at - DAY })).path).toBe('2026/11/20/same.html');
  });

  it('goes on giving addresses when very many stories have one headline', async () => {
    const paths = new Set<string | null>();
    await desk.newsroom.batch(async () => {
      for (let copy = 0; copy < 30; copy++) paths.add((await publish(desk, 'Weather')).path);
    });
    expect(paths.size).toBe(30);
  });

  it('keeps the address when the headline changes, and moves it when the slug does', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'First');
    expect(await republish(id, 'Another headline', '')).toBe('2026/11/23/first.html');
    desk.clock.now += 3 * DAY;
    const seq = await newsroom.live.lastChange();
    expect(await republish(id, 'Another headline', 'second')).toBe('2026/11/23/second.html');
    expect(await newsroom.live.redirect('2026/11/23/first.html')).toEqual({
      path: '2026/11/23/second.html',
      lang: 'en',
    });
    const changes = await newsroom.live.changes(seq, 100);
    expect(changes.filter(({ kind }) => kind === 'redirect').map(({ key }) => key)).toEqual(
      expect.arrayContaining(['2026/11/23/first.html', '2026/11/23/second.html']),
    );
  });

  it('leads every old address to the newest in one step, and back without a loop', async () => {
    const { newsroom } = desk;
    const { id } = await publish(desk, 'One');
    await republish(id, 'One', 'two');
    await republish(id, 'One', 'three');
    const all = async () => (await newsroom.redirects.list()).map(({ from, path }) => `${from} → ${path}`);
    const day = '2026/11/23';
    expect(await all()).toEqual([
      `${day}/one.html → ${day}/three.html`,
      `${day}/two.html → ${day}/three.html`,
    ]);
    expect(await republish(id, 'One', 'one')).toBe(`${day}/one.html`);
    expect(await all()).toEqual([`${day}/three.html → ${day}/one.html`, `${day}/two.html → ${day}/one.html`]);
    expect(await newsroom.live.redirect(`${day}/one.html`)).toBeNull();
  });

  it('never gives away an address that leads to another story', async () => {
    const first = await publish(desk, 'Harbour');
    await republish(first.id, 'Harbour', 'port');
    expect((await publish(desk, 'Harbour')).path).toBe('2026/11/23/harbour-2.html');
    await desk.newsroom.stories.withdraw({ story: first.id, reason: 'So' });
    expect((await publish(desk, 'Port')).path).toBe('2026/11/23/port-2.html');
  });

  it('shows old addresses of a draft to nobody until it is live', async () => {
    const { newsroom } = desk;
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Later') });
    expect(done(await newsroom.redirects.add({ from: '/old/', to: { story: id } })).from).toBe(
      'old/index.html',
    );
    expect(await newsroom.live.redirectsAll()).toEqual([]);
    const seq = await newsroom.live.lastChange();
    done(await newsroom.stories.move({ story: id, to: 'live' }));
    expect(await newsroom.live.redirect('old/index.html')).toEqual({
      path: '2026/11/23/later.html',
      lang: 'en',
    });
    expect((await newsroom.live.changes(seq, 100)).map(({ key }) => key)).toContain('old/index.html');
    done(await newsroom.stories.withdraw({ story: id, reason: 'So' }));
    // It leads to the tombstone then.
    expect(await newsroom.live.redirect('old/index.html')).toEqual({
      path: '2026/11/23/later.html',
      lang: 'en',
    });
  });

  it('collapses chains of paths and refuses loops', async () => {
    const { newsroom } = desk;
    const add = (from: string, path: string) => newsroom.redirects.add({ from, to: { path } });
    done(await add('/b.html', '/c.html'));
    done(await add('/a.html', '/b.html'));
    expect(await newsroom.live.redirect('a.html')).toEqual({ path: 'c.html', lang: null });
    done(await add('/c.html', '/d.html'));
    expect(await newsroom.live.redirect('a.html')).toEqual({ path: 'd.html', lang: null });
    expect(codes(await add('/d.html', '/a.html'))).toEqual(['loop']);
    expect(codes(await add('/x.html', '/x.html'))).toEqual(['loop']);
    const { path } = await publish(desk, 'Story');
    expect(codes(await add(`/${path}`, '/a.html'))).toEqual(['taken']);
    expect(codes(await add('/?p=1', '/a.html'))).toEqual(['query']);
    expect(codes(await newsroom.redirects.add({ from: '/y', to: { story: 'none' as never } }))).toEqual([
      'address',
    ]);
    await newsroom.redirects.remove('a.html');
    expect(await newsroom.live.redirect('a.html')).toBeNull();
  });

  it('never lets two old addresses stand where an edition has room for one', async () => {
    const { newsroom } = desk;
    const add = (from: string) => newsroom.redirects.add({ from, to: { path: '/c.html' } });
    done(await add('/older/'));
    expect(codes(await add('/Older/'))).toEqual(['clash']);
    done(await add('/News/A/'));
    expect(codes(await add('/news/a/'))).toEqual(['clash']);
    done(await add('/News/A'));
    done(await add('/index.php'));
    expect(codes(await add('/index.php/2012/a/'))).toEqual(['clash']);
    done(await add('/start.php/2012/a/'));
    expect(codes(await add('/start.php'))).toEqual(['clash']);
    expect((await newsroom.live.redirectsAll()).length).toBe(4);
  });

  it('follows a path to the story that stands there', async () => {
    const { newsroom } = desk;
    const { id, path } = await publish(desk, 'Story');
    done(await newsroom.redirects.add({ from: '/short', to: { path: `/${path}` } }));
    expect(await republish(id, 'Story', 'moved')).toBe('2026/11/23/moved.html');
    expect(await newsroom.live.redirect('short/index.html')).toMatchObject({ path: '2026/11/23/moved.html' });
    expect(START).toBe(desk.clock.now);
  });
});
