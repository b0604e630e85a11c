import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, draft, openBench, type Person, stock } from '../../test/desk.ts';

const DAY = 86_400_000;
const noise = (width: number, height: number) => {
  const bytes = Buffer.from(
    Array.from({ length: width * height * 3 }, (_, at) => (at * 31 + (at >> 7)) & 255),
  );
  return sharp(bytes, { raw: { width, height, channels: 3 } });
};

eachDatabase((_name, open) => {
  let desk: DeskBench;
  let editor: Person;
  let publisher: Person;
  beforeEach(async () => {
    desk = await openBench(open);
    await stock(desk);
    editor = await desk.person('Ivo', 'editor');
    publisher = await desk.person('Ana', 'publisher');
  });
  afterEach(() => desk.close());

  const upload = (name: string, type: string, bytes: Buffer) => {
    const headers = {
      'content-type': 'application/octet-stream',
      origin: desk.address,
      'sec-fetch-site': 'same-origin',
    };
    const about = new URLSearchParams({ name, type });
    return editor.send('POST', `/api/media?${about.toString()}`, { headers, raw: bytes });
  };
  const publish = async (rest = {}): Promise<string> => {
    const made = await editor.ask('POST', '/api/stories', { lang: 'en', draft: draft('Ferries stop', rest) });
    const id = made.body.story.id as string;
    await editor.ask('POST', `/api/stories/${id}/move`, { to: 'approved' });
    const moved = await editor.ask('POST', `/api/stories/${id}/move`, { to: 'live' });
    expect(moved.status, moved.text).toBe(200);
    return id;
  };

  it('takes pictures, finds them by words, credit, licence and use, and describes them', async () => {
    const bytes = await noise(600, 400).jpeg().toBuffer();
    const words = { alts: { en: 'Паром at the Pier' }, credit: 'A. Photographer', licence: 'CC BY 4.0' };
    const sent = await upload('ferry.jpg', 'image/jpeg', bytes);
    expect(sent.status, sent.text).toBe(201);
    const { id } = sent.body.media;
    expect((await editor.ask('PATCH', `/api/media/${id}`, words)).status).toBe(200);
    expect((await upload('again.jpg', 'image/jpeg', bytes)).body).toMatchObject({
      added: false,
      media: { id },
    });
    const find = async (query: string) => (await editor.ask('GET', `/api/media?${query}`)).body;
    expect((await find(`text=${encodeURIComponent('ПАРОМ pier')}`)).media[0].id).toBe(id);
    expect((await find('text=harbour')).total).toBe(0);
    expect((await find('credit=A.+Photographer&licence=CC+BY+4.0&kind=picture&use=unused')).total).toBe(1);
    await publish({ lead: { media: id, alt: '', caption: '' } });
    expect((await find('use=used')).media[0]).toMatchObject({ id, stories: 1 });
    const patch = (body: object) => editor.ask('PATCH', `/api/media/${id}`, body);
    expect((await patch({ credit: '' })).body.reasons[0].code).toBe('credit');
    const expires = desk.clock.now + 10 * DAY;
    expect((await patch({ focal: { x: 0.2, y: 0.8 }, licenceExpires: expires })).body.media).toMatchObject({
      focal: { x: 0.2, y: 0.8 },
    });
    expect((await patch({ alts: { en: 'Harbour' } })).status).toBe(200);
    expect((await find('text=harbour')).total).toBe(1);
    expect((await editor.ask('GET', '/api/media-expiring?days=20')).body.media).toMatchObject([
      { media: id },
    ]);
    expect((await editor.ask('GET', '/api/media-expiring?days=5')).body.media).toEqual([]);
    const shown = await editor.ask('GET', `/media/${id}/480`);
    expect(shown.headers['content-type']).toBe('image/jpeg');
    expect((await desk.stranger().ask('GET', `/media/${id}/480`)).status).toBe(401);
    expect((await editor.ask('DELETE', `/api/media/${id}`)).body.reasons[0].code).toBe('in_use');
  });

  it('curates a front and raises a banner', async () => {
    const id = await publish();
    const put = await editor.ask('PUT', '/api/front/en', { slots: [{ story: id }] });
    expect(put.body.slots).toEqual([{ story: id, until: null }]);
    const twice = await editor.ask('PUT', '/api/front/en', { slots: [{ story: id }, { story: id }] });
    expect(twice.status).toBe(422);
    const late = await editor.ask('PUT', '/api/front/en', { slots: [], before: [] });
    expect([late.status, late.body.error.code]).toEqual([409, 'front_moved']);
    expect((await editor.ask('GET', '/api/front/en')).body.slots).toHaveLength(1);
    expect((await editor.ask('PUT', '/api/front/en', { slots: [], before: [id] })).status).toBe(200);
    await editor.ask('PUT', '/api/front/en', { slots: [{ story: id }], before: [] });
    const banner = { text: 'The harbour is closed', link: null, expiresAt: desk.clock.now + DAY };
    expect((await editor.ask('PUT', '/api/front/en/banner', banner)).status).toBe(200);
    const front = (await editor.ask('GET', '/api/front/en')).body;
    expect(front).toMatchObject({ banner: { text: banner.text }, newest: [id], cards: [{ story: id }] });
    await editor.ask('DELETE', '/api/front/en/banner');
    expect((await editor.ask('GET', '/api/front/en')).body.banner).toBeNull();
    expect((await editor.ask('PUT', '/api/front/EN/banner', banner)).status).toBe(422);
  });

  it('keeps terms, pages, notices and the site, each by who may', async () => {
    const section = { names: { en: 'Sea' } };
    expect((await editor.ask('PUT', '/api/sections/sea', section)).status).toBe(200);
    expect((await editor.ask('PUT', '/api/sections/No%20Good', section)).status).toBe(422);
    await editor.ask('PUT', '/api/tags/ferries', { names: { en: 'Ferries' } });
    await editor.ask('PUT', '/api/series/strike', { names: { en: 'Strike' }, summaries: {} });
    const author = { names: { en: 'Tern' }, bios: {}, pseudonymous: true, portrait: null };
    await editor.ask('PUT', '/api/authors/tern', author);
    const terms = (await editor.ask('GET', '/api/terms')).body;
    expect(terms.sections.map(({ id }: { id: string }) => id)).toContain('sea');
    expect(terms.authors.find(({ id }: { id: string }) => id === 'tern').pseudonymous).toBe(true);
    const named = (name: string) => ({ names: { en: name } });
    const made = await Promise.all(
      ['Far News', 'Far News'].map((name) => editor.ask('POST', '/api/sections', named(name))),
    );
    expect(new Set(made.map(({ body }) => body.id))).toEqual(new Set(['far-news', 'far-news-2']));
    expect((await editor.ask('POST', '/api/tags', { names: { ru: 'Паром' } })).body).toEqual({ id: 'parom' });
    expect((await editor.ask('POST', '/api/authors', { ...author, names: { en: '—' } })).body).toEqual({
      id: 'author',
    });
    expect((await editor.ask('POST', '/api/tags', { names: {} })).status).toBe(422);
    const audit = (await publisher.ask('GET', '/api/audit')).body.entries;
    expect(audit.find(({ subject }: { subject: string }) => subject === 'tern').name).toBeNull();
    await publish({ section: 'sea' });
    expect((await editor.ask('DELETE', '/api/sections/sea')).body.reasons[0].code).toBe('in_use');
    const page = {
      lang: 'en',
      slug: 'about',
      kind: 'about',
      headline: 'About us',
      body: draft('x').body,
      menuPosition: 1,
    };
    expect((await editor.ask('PUT', '/api/pages', page)).status).toBe(403);
    const about = (await publisher.ask('PUT', '/api/pages', page)).body.page;
    expect((await editor.ask('GET', `/api/pages/${about.id}/en`)).body.page.headline).toBe('About us');
    const notice = {
      jurisdiction: 'XX',
      texts: { en: 'This paper is called an agent' },
      trigger: {},
      placement: 'above',
      sizeRatio: 2,
      validFrom: desk.clock.now - 1,
      validTo: null,
    };
    expect((await publisher.ask('PUT', '/api/notices/agent', notice)).status).toBe(200);
    const { site } = (await publisher.ask('GET', '/api/site')).body;
    const renamed = { ...site, taglines: { en: 'By the sea' } };
    expect((await editor.ask('PUT', '/api/site', renamed)).status).toBe(403);
    expect((await publisher.ask('PUT', '/api/site', renamed)).body.site.taglines).toEqual({
      en: 'By the sea',
    });
    const dropped = await publisher.ask('PUT', '/api/site', {
      ...site,
      languages: ['ru'],
      defaultLang: 'ru',
    });
    expect(dropped.body.reasons[0].code).toBe('language_in_use');
    const id = (await editor.ask('GET', '/api/stories')).body.stories[0].id;
    const check = (await editor.ask('GET', `/api/stories/${id}/check?to=live`)).body;
    expect(check.reasons[0].code).toBe('nothing_new');
  });

  it('shows what a translation has not followed', async () => {
    const id = await publish();
    const made = await editor.ask('POST', '/api/stories', {
      lang: 'ru',
      draft: draft('Паромы стоят'),
      source: { story: id, revision: 1 },
    });
    const translation = made.body.story.id as string;
    const path = `/api/stories/${translation}/translations`;
    expect((await editor.ask('GET', path)).body).toMatchObject({ outdated: null, source: { revision: 1 } });
    const tab = 'tab-of-ivo';
    await editor.ask('PUT', `/api/stories/${id}`, { base: 1, tab, draft: draft('Ferries stop again') });
    await editor.ask('POST', `/api/stories/${id}/move`, { to: 'live' });
    const behind = (await editor.ask('GET', path)).body;
    expect(behind.outdated.fields).toMatchObject([{ field: 'headline', after: 'Ferries stop again' }]);
    const next = { base: 1, tab, draft: draft('Паромы снова стоят'), source: { story: id, revision: 2 } };
    expect((await editor.ask('PUT', `/api/stories/${translation}`, next)).status).toBe(200);
    expect((await editor.ask('GET', path)).body.outdated).toBeNull();
    expect((await editor.ask('DELETE', `/api/stories/${translation}/translation`)).status).toBe(200);
    expect((await editor.ask('GET', path)).body.peers).toHaveLength(1);
    const again = await editor.ask('PUT', `/api/stories/${translation}/translation`, { source: id });
    expect(again.body.story.source).toEqual({ story: id, revision: 2 });
  });

  it('reads an archive through, puts it in, and keeps what it cannot take', async () => {
    const headers = {
      'content-type': 'application/octet-stream',
      origin: desk.address,
      'sec-fetch-site': 'same-origin',
    };
    const raw = ARCHIVE;
    const sent = await editor.send('POST', '/api/imports?name=export.xml', { headers, raw });
    expect(sent.status, sent.text).toBe(201);
    const { upload: run } = sent.body;
    const outcome = async (kind: string) => {
      expect((await editor.ask('POST', `/api/imports/${run}/${kind}`)).status).toBe(202);
      for (;;) {
        const { body } = await editor.ask('GET', `/api/imports/${run}`);
        if (body.state !== 'running') return body;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const dry = await outcome('rehearse');
    expect(dry.report, dry.failed?.message).toMatchObject({ dryRun: true, imported: 1, quarantined: 1 });
    expect((await editor.ask('GET', '/api/stories')).body.total).toBe(0);
    const done = await outcome('run');
    expect(done.report).toMatchObject({ dryRun: false, imported: 1, quarantined: 1 });
    expect((await editor.ask('GET', '/api/stories')).body.total).toBe(1);
    const { items } = (await editor.ask('GET', '/api/quarantine')).body;
    expect(items).toHaveLength(1);
    expect((await editor.ask('GET', `/api/quarantine/${items[0].id}`)).body.original).toContain('Broken');
    expect((await editor.ask('DELETE', `/api/quarantine/${items[0].id}`)).body).toEqual({ purged: 1 });
    expect((await editor.ask('POST', '/api/imports/..%2f..%2fetc/run')).status).toBe(404);
    const junk = await editor.send('POST', '/api/imports?name=x.xml', { headers, raw: 'no archive' });
    expect((await editor.ask('POST', `/api/imports/${junk.body.upload}/rehearse`)).status).toBe(202);
  });

  it('shows a story to an outsider by a link that runs out and is taken back', async () => {
    const bytes = await noise(600, 400).jpeg().toBuffer();
    const picture = (await upload('ferry.jpg', 'image/jpeg', bytes)).body.media.id;
    const text = draft('Not out yet', {
      lead: { media: picture, alt: 'A ferry', caption: '' },
      section: 'none',
    });
    const made = await editor.ask('POST', '/api/stories', { lang: 'en', draft: text });
    const path = `/api/stories/${made.body.story.id}/previews`;
    const link = (await editor.ask('POST', path, { days: 1 })).body;
    const at = new URL(link.address).pathname;
    const outsider = desk.stranger();
    const on = await outsider.ask('GET', at);
    expect(on.status).toBe(302);
    const page = await outsider.ask('GET', String(on.headers.location));
    expect(page.text).toContain('Not out yet');
    expect(page.headers['content-security-policy']).not.toMatch(/script-src|unsafe/);
    const style = /href="([^"]*style[^"]*\.css)"/.exec(page.text)?.[1] ?? '';
    const near = new URL(style, `${desk.address}${String(on.headers.location)}`).pathname;
    expect((await outsider.ask('GET', near)).headers['content-type']).toMatch(/^text\/css/);
    const image = /src="([^"]*media[^"]*\.jpg)"/.exec(page.text)?.[1] ?? '';
    const shown = new URL(image, `${desk.address}${String(on.headers.location)}`).pathname;
    const all = [String(on.headers.location), near, shown];
    for (const one of all) {
      const { status, headers } = await outsider.ask('GET', one);
      expect([one, status, headers['cache-control']]).toEqual([one, 200, 'no-store']);
    }
    expect((await outsider.ask('GET', `${at}media/none.jpg`)).status).toBe(404);
    expect((await desk.newsroom.live.cards([made.body.story.id])).length).toBe(0);
    expect((await outsider.ask('GET', `/look/${made.body.story.id}/`)).status).toBe(401);
    expect((await editor.ask('GET', `/look/${made.body.story.id}/`)).status).toBe(302);
    expect((await editor.ask('GET', `/look/${made.body.story.id}/%zz`)).status).toBe(404);
    expect((await editor.ask('GET', path)).body.links).toMatchObject([{ id: link.id, by: 'Ivo' }]);
    expect((await editor.ask('DELETE', `${path}/${link.id}`)).status).toBe(200);
    for (const one of [at, ...all]) expect((await outsider.ask('GET', one)).status).toBe(404);
    const short = (await editor.ask('POST', path, { days: 1 })).body;
    expect((await outsider.ask('GET', new URL(short.address).pathname)).status).toBe(302);
    const move = `/api/stories/${made.body.story.id}/move`;
    await publisher.ask('POST', move, { to: 'killed' });
    expect((await outsider.ask('GET', new URL(short.address).pathname)).status).toBe(404);
    await publisher.ask('POST', move, { to: 'draft', reason: 'After all' });
    expect((await outsider.ask('GET', new URL(short.address).pathname)).status).toBe(302);
    desk.clock.now += DAY;
    expect((await outsider.ask('GET', new URL(short.address).pathname)).status).toBe(404);
  });

  it('tells of the whole at a glance, and an engineer nothing of stories', async () => {
    const id = await publish();
    const late = await editor.ask('POST', '/api/stories', { lang: 'en', draft: draft('For noon') });
    await editor.ask('POST', `/api/stories/${late.body.story.id}/move`, { to: 'approved' });
    const due = desk.clock.now + 3_600_000;
    await editor.ask('POST', `/api/stories/${late.body.story.id}/move`, { to: 'scheduled', due });
    const seen = (await editor.ask('GET', '/api/overview')).body.stories;
    expect(seen).toMatchObject({
      byState: { live: 1, scheduled: 1 },
      late: [],
      due: [{ headline: 'For noon' }],
    });
    desk.clock.now = due;
    expect((await editor.ask('GET', '/api/overview')).body.stories.late).toHaveLength(1);
    const engineer = await desk.person('Vera', 'engineer');
    expect((await engineer.ask('GET', '/api/overview')).body).toEqual({ edition: null, stories: null });
    expect((await engineer.ask('GET', '/api/mirrors')).body.mirrors).toEqual([]);
    expect((await engineer.ask('GET', '/api/keys')).body).toEqual({ keys: [] });
    expect((await engineer.ask('PATCH', '/api/mirrors/none', { state: 'spare' })).status).toBe(404);
    expect((await editor.ask('GET', `/api/stories/${id}`)).status).toBe(200);
  });
});

const ITEM = (title: string, more: string) => `<item><title>${title}</title>
<link>https://old.example/${title}/</link><dc:creator>mara</dc:creator>${more}</item>`;
const ARCHIVE = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://old.example</wp:base_site_url><wp:base_blog_url>https://old.example</wp:base_blog_url>
${ITEM('One', '<content:encoded><![CDATA[<p>Words.</p>]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>one</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>')}
<item><title>Broken</title><link>https://old.example/two/</link><dc:creator>mara</dc:creator><wp:post_id>2</wp:post_id><wp:post_type>post</wp:post_type><content:encoded><![CDATA[<p>Words that are cut`;
