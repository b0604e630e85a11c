import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { reachStylesheet, styles, supportStylesheet } from './assets.ts';
import { addresses, inspect } from './fixtures/inspect.ts';
import { bareStoryView, frontView, noSlots, reachView, samples } from './fixtures/pages.ts';
import { langs, siteView } from './fixtures/site.ts';
import { cardViews, storyView } from './fixtures/stories.ts';
import { renderFront } from './front.ts';
import { relativeLink, workerPath } from './paths.ts';
import { renderReachPage } from './reach-page.ts';
import { renderStory } from './story.ts';

const all = langs.flatMap((lang) => samples(lang));
const parsed = new Map(all.map((sample) => [sample, inspect(sample.html)]));

function packed(text: string): number {
  return gzipSync(text, { level: 9 }).length;
}

describe('every page', () => {
  it('is well-formed HTML', () => {
    const broken = [...parsed].flatMap(([sample, page]) =>
      page.errors.map((error) => `${sample.path}: ${error}`),
    );
    expect(broken).toEqual([]);
  });

  it('is the same each time it is rendered', () => {
    expect(langs.flatMap((lang) => samples(lang)).map((sample) => sample.html)).toEqual(
      all.map((sample) => sample.html),
    );
  });

  it('names its language and direction', () => {
    for (const [sample, page] of parsed) {
      const [root] = page.find('html');
      if (sample.name === 'not-found') continue;
      expect(root?.attributes.get('lang')).toBe(sample.site.lang);
      expect(root?.attributes.get('dir')).toBe(sample.site.lang === 'fa' ? 'rtl' : 'ltr');
    }
  });

  it('has one first heading, unique ids, a title and the policies', () => {
    for (const [sample, page] of parsed) {
      expect([sample.path, page.find('h1').length]).toEqual([sample.path, 1]);
      const ids = page.elements.flatMap((element) => element.attributes.get('id') ?? []);
      expect([sample.path, new Set(ids).size]).toEqual([sample.path, ids.length]);
      expect(page.find('title')[0]?.text.trim()).not.toBe('');
      const metas = page.find('meta').map((meta) => meta.attributes);
      const named = (name: string): string | undefined =>
        metas.find((meta) => meta.get('name') === name)?.get('content');
      expect(named('referrer')).toBe('no-referrer');
      expect(named('color-scheme')).toBe('light dark');
      expect(named('viewport')).toBe('width=device-width, initial-scale=1');
      const policy = metas.find((meta) => meta.get('http-equiv') === 'Content-Security-Policy');
      expect(policy?.get('content')).toMatch(/^default-src 'none';/);
    }
  });

  it('carries no script but structured data and the line for the worker, no style attribute and no handler', () => {
    for (const [sample, page] of parsed) {
      const scripts = page.find('script').map(({ attributes }) => attributes);
      const own =
        ['reach', 'asking', 'support'].includes(sample.name) &&
        /^(?:\.\.\/)*assets\/(?:reach|asking|later)-\w+\.js$/;
      const line = scripts.filter((attributes) => attributes.has('data-worker'));
      const asking = scripts.filter(
        (attributes) => attributes.get('type') === 'module' && !attributes.has('data-worker'),
      );
      const asks = /asked|^(?:support|bank|account|careful|refused|wall)$/.test(sample.name);
      expect([sample.path, asking.length > 0 && !asks]).toEqual([sample.path, false]);
      for (const attributes of scripts) {
        if (line.includes(attributes) || asking.includes(attributes)) continue;
        if (own && attributes.has('src')) expect(attributes.get('src')).toMatch(own);
        else expect(attributes.get('type')).toMatch(own ? /json$/ : /^application\/ld\+json$/);
      }
      for (const attributes of line)
        expect([...attributes]).toEqual([
          ['type', 'module'],
          ['async', ''],
          ['data-worker', relativeLink(sample.path, workerPath)],
        ]);
      // The address of a page that is shown at any depth says nothing of where the worker is; cards are for paper.
      expect(line.length).toBe(/^404|old|cards\.html$/.test(sample.path) ? 0 : 1);
      for (const element of page.elements) {
        for (const name of element.attributes.keys())
          expect(`${sample.path} ${name}`).not.toMatch(/ (?:on|style$)/);
      }
    }
  });

  it('links only to files of the edition by relative links, and absolutely only where that is meant', () => {
    for (const [sample, page] of parsed) {
      for (const { element, attribute, value } of addresses(page)) {
        if (element === 'link' && value.startsWith('https://farshore.example/')) continue;
        if (element === 'a' && value.startsWith('https://strait-council.example/')) continue;
        if (value.startsWith('#')) continue;
        // Addresses to be read on any mirror.
        if (element === 'a' && sample.name === 'reach' && /^https?:/.test(value)) continue;
        // The one page that is told by its address what to do.
        const bare = value
          .replace(/(?<=verify\.html)#save=[^:?#]+\.html$/, '')
          // What an appeal tells the page that it leads to, and where that speaks of safety and reminders.
          .replace(/(?<=support\/index\.html)(?:\?from=[a-z0-9.-]+|#[a-z]+)$/, '');
        // The form leads to the newsroom's own host from every mirror.
        if (element === 'form' && attribute === 'action') {
          expect([sample.name, value]).toEqual(['support', 'https://farshore.example/-/support']);
          continue;
        }
        // What only the newsroom's server can do.
        if (
          sample.name === 'support' &&
          /^https:\/\/farshore\.example\/-\/(?:remind|support\/mine\?lang=\w+)$/.test(value)
        )
          continue;
        // A calendar file that is the link itself.
        if (sample.name === 'support' && value.startsWith('data:text/calendar,')) continue;
        expect(`${sample.path} ${element} ${attribute} ${bare}`).toMatch(/ (?:\.\.\/)*[^:?#]*[^/:?#]$/);
        expect(value).not.toMatch(/^\//);
      }
      const absolute = page.find('link').filter((link) => /^[a-z]+:/.test(link.attributes.get('href') ?? ''));
      for (const link of absolute) expect(['canonical', 'alternate']).toContain(link.attributes.get('rel'));
    }
  });

  it('keeps every link inside the edition, under any prefix', () => {
    for (const [sample, page] of parsed) {
      for (const { element, value } of addresses(page)) {
        if (element === 'link' || /^[a-z]+:/.test(value)) continue;
        const address = new URL(value, `https://mirror.example/a/b/${sample.path}`);
        expect(`${sample.path} ${address.pathname}`).toMatch(/ \/a\/b\//);
      }
    }
  });

  it('gives every picture its size, its text and the right order of formats', () => {
    for (const [, page] of parsed) {
      for (const image of page.find('img')) {
        expect(image.attributes.get('alt')).not.toBeUndefined();
        expect(Number(image.attributes.get('width'))).toBeGreaterThan(0);
        // How high the picture of the gap is follows from its sentences.
        if (image.attributes.get('src')?.endsWith('gap.svg') === true) continue;
        expect(Number(image.attributes.get('height'))).toBeGreaterThan(0);
        expect(image.attributes.get('src')).toMatch(/\.jpg$/);
        expect(
          image.attributes.get('loading') === 'lazy' || image.attributes.get('fetchpriority') === 'high',
        ).toBe(true);
      }
      for (const source of page.find('source')) expect(source.attributes.get('type')).toBe('image/avif');
      expect(
        page.find('img').filter((image) => image.attributes.has('fetchpriority')).length,
      ).toBeLessThanOrEqual(1);
    }
  });

  it('keeps withdrawn, moved and unknown pages out of search engines', () => {
    for (const [sample, page] of parsed) {
      const robots = page.find('meta').find((meta) => meta.attributes.get('name') === 'robots');
      const hidden = ['tombstone', 'redirect', 'not-found', 'history', 'cards', 'account'].includes(
        sample.name,
      );
      expect(robots?.attributes.get('content')).toBe(hidden ? 'noindex' : 'max-image-preview:large');
    }
  });

  it('has machine dates in the Gregorian calendar beside whatever the reader sees', () => {
    for (const [, page] of parsed) {
      for (const time of page.find('time')) {
        expect(time.attributes.get('datetime')).toMatch(/^20\d\d-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/);
      }
    }
  });

  it('points at its translations both ways', () => {
    const pagesByAddress = new Map(
      [...parsed].flatMap(([sample, page]) => {
        const canonical = page.find('link').find((link) => link.attributes.get('rel') === 'canonical');
        // A story and a front with appeals are others than those that their alternates lead to.
        return canonical === undefined || /^(?:redirect|asked-.*)$/.test(sample.name)
          ? []
          : [[canonical.attributes.get('href'), page] as const];
      }),
    );
    let pairs = 0;
    for (const [address, page] of pagesByAddress) {
      const alternates = page.find('link').filter((link) => link.attributes.has('hreflang'));
      if (alternates.length === 0) continue;
      expect(alternates.map((link) => link.attributes.get('hreflang'))).toContain('x-default');
      for (const link of alternates) {
        const other = pagesByAddress.get(link.attributes.get('href'));
        if (other === undefined) continue;
        pairs++;
        const back = other.find('link').filter((one) => one.attributes.has('hreflang'));
        expect(back.map((one) => one.attributes.get('href'))).toContain(address);
      }
    }
    expect(pairs).toBeGreaterThan(30);
  });
});

describe('the logo of the publisher', () => {
  it('stands for pages that have no picture, but weighs down no story', () => {
    const shown = (html: string) =>
      inspect(html)
        .find('meta')
        .filter(({ attributes }) => attributes.get('property')?.startsWith('og:image'))
        .map(({ attributes }) => attributes.get('content'));
    const list = all.find(({ name, site }) => name === 'corrections' && site.lang === 'ru');
    expect(shown(list?.html ?? '')).toEqual(['https://farshore.example/media/logo/320.jpg', 'Дальний берег']);
    expect(shown(renderStory(siteView('ru'), bareStoryView('ru'), noSlots))).toEqual([]);
  });
});

describe('weight', () => {
  const sheet = packed(styles().css);

  it('a story of 800 words with everything around it stays far under 14 KB with its stylesheet', () => {
    const html = renderStory(siteView('en'), storyView('en'), noSlots);
    expect(packed(html) + sheet).toBeLessThan(14_000);
  });

  it('a plain story of 800 words stays under 12 KB with its stylesheet', () => {
    const bare = { ...bareStoryView('en'), body: storyView('en').body };
    expect(packed(renderStory(siteView('en'), bare, noSlots)) + sheet).toBeLessThan(12_000);
  });

  it('a front stays under 20 KB with its stylesheet', () => {
    const view = { ...frontView('en'), latest: cardViews('en', 6, 10) };
    expect(packed(renderFront(siteView('en'), view, noSlots)) + sheet).toBeLessThan(20_000);
  });

  it('the page for those who are cut off stays under 14 KB with its stylesheets', () => {
    for (const lang of langs) {
      const html = renderReachPage(siteView(lang), reachView);
      expect(packed(html) + packed(reachStylesheet().css) + sheet).toBeLessThan(14_000);
    }
  });

  it('S7: every page about support stays under 14 KB with its stylesheets', () => {
    const about = ['support', 'bank', 'account', 'careful', 'refused', 'asking'];
    const own = packed(supportStylesheet().css);
    const sizes = all.filter(({ name }) => about.includes(name)).map(({ html }) => packed(html));
    expect(sizes).toHaveLength(about.length * langs.length);
    expect(Math.max(...sizes) + own + sheet).toBeLessThan(14_000);
  });

  it('a story needs its page and its stylesheet, pictures apart', () => {
    const page = inspect(renderStory(siteView('en'), bareStoryView('en'), noSlots));
    const loaded = page.find('link').filter((link) => link.attributes.get('rel') === 'stylesheet');
    expect(loaded).toHaveLength(1);
    expect(loaded[0]?.attributes.get('href')).toBe(relativeLink('2026/11/16/x.html', styles().path));
  });
});

describe('slots', () => {
  it('stand in the page where something fills them, and leave nothing behind where not', () => {
    const slots = { strip: '<i>S1</i>', epic: '<i>S2</i>', context: '<i>S3</i>', proof: '<i>S4</i>' };
    const story = renderStory(siteView('en'), storyView('en'), slots);
    expect(
      ['S1', 'Port Hallow</b>', 'S3', 'S4', 'S2']
        .map((part) => story.indexOf(part))
        .every((at, index, list) => at > (list[index - 1] ?? 0)),
    ).toBe(true);
    const front = renderFront(siteView('en'), frontView('en'), slots);
    for (const slot of Object.values(slots)) expect(front).toContain(slot);
    expect(renderStory(siteView('en'), storyView('en'), noSlots)).not.toMatch(
      /<(\w+)[^>]*>\s*<\/\1>(?<!<\/audio>)/,
    );
  });
});
