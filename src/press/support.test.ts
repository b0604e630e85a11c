import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GapView } from '#reader';
import {
  type Appeal,
  countriesShown,
  COUNTRIES,
  FIRST_APPEALS,
  FIRST_RULES,
  FIRST_TERMS,
  minor,
  presetField,
  type SupportShown,
} from '#support';
import { opener } from '../../test/databases.ts';
import type { PressReport } from './press.ts';
import { draftWith, filesOf, openWorks, START, type Works } from './testing.ts';

const RHYTHMS = ['once', 'monthly', 'yearly'] as const;
const IBAN = 'DE89 3704 0044 0532 0130 00';

const shown = (change: Partial<SupportShown> = {}): SupportShown => ({
  appeals: FIRST_APPEALS,
  offers: FIRST_TERMS.offers,
  fees: FIRST_TERMS.fees,
  statement: 'FAR SHORE',
  rails: [
    { name: 'card', rhythms: RHYTHMS, currencies: null },
    { name: 'transfer', rhythms: RHYTHMS, currencies: ['EUR'] },
  ],
  countries: countriesShown(FIRST_RULES, START),
  account: {
    holder: 'Far Shore Foundation',
    iban: IBAN,
    bic: null,
    reference: 'RF18 5390 0754 7034',
    epc: 'BCD',
    at: START,
  },
  cost: { amount: minor(1_000_000), currency: 'USD' },
  remind: null,
  wall: [],
  form: 'https://farshore.example/-/support',
  ...change,
});

const { open, clean } = opener('sqlite');
let works: Works;

beforeAll(async () => {
  works = await openWorks(await open.url());
  await publish('world');
  await publish('home');
});

afterAll(async () => {
  await works.close();
  await clean();
});

const GAP: GapView = {
  text: `longwave gap 1\ncurrency USD\ncost 2026-03 1000000\ngranule USD 1000\nseal 2026-03-01 ${'a'.repeat(64)}\nsum 2026-03-01 USD 77000\n`,
  play: false,
  digits: { USD: 2 },
  costs: [],
};

async function tell(support: SupportShown, gap: GapView | null = GAP): Promise<PressReport> {
  works.told.support = support;
  works.told.gap = gap;
  return works.press();
}

async function publish(section: 'world' | 'home'): Promise<void> {
  const draft = draftWith(section, { section, slug: section });
  const story = await works.newsroom.stories.create({ lang: 'en', draft });
  await works.newsroom.stories.move({ story: story.id, to: 'live', reason: 'because', at: works.clock.now });
}

const file = (path: string): string => filesOf(works.depot).get(path) ?? '';
const storyPath = (section: string): string => `2026/03/01/${section}.html`;

type Field = { name: string; value: string; checked: boolean; type: string };
function fields(html: string): Field[] {
  const found: Field[] = [];
  const walk = (node: Tree.Node): void => {
    if ('tagName' in node && node.tagName === 'input') {
      const at = (name: string): string | undefined => node.attrs.find((one) => one.name === name)?.value;
      found.push({
        name: at('name') ?? '',
        value: at('value') ?? '',
        type: at('type') ?? '',
        checked: at('checked') !== undefined,
      });
    }
    if ('childNodes' in node) for (const child of node.childNodes) walk(child);
  };
  walk(parse(html));
  return found;
}

/** What a browser without a script sends, once these radio buttons were pressed too. */
function sent(html: string, pressed: Record<string, string> = {}): Record<string, string> {
  const all = fields(html).filter(({ type, checked }) => checked || type === 'hidden' || type === 'text');
  return { ...Object.fromEntries(all.map(({ name, value }) => [name, value])), ...pressed };
}

function amountSent(html: string, rhythm = 'monthly', currency = 'USD'): string | undefined {
  return sent(html)[presetField(rhythm, currency)];
}

describe('an edition that asks', () => {
  it('has the strip above each story, the epic after it, the banner on fronts, their figures filled in', async () => {
    await tell(shown());
    const story = file(storyPath('world'));
    const [strip, text, epic] = ['appeal strip', 'Words of world', 'appeal epic'].map((part) =>
      story.indexOf(part),
    );
    expect([0 < (strip ?? 0), (strip ?? 0) < (text ?? 0), (text ?? 0) < (epic ?? 0)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(story).toContain(
      'Free of ads since 15 January 2025. The promise costs $10,000 a month. Help fill the gap.',
    );
    expect(story).toContain('Monthly from just $2.');
    expect(story).toContain('src="../../../gap.svg"');
    expect(file('ru/index.html')).toContain('src="../ru/gap.svg"');
    expect(file('ru/gap.svg')).toContain('<svg');
    expect(story).toContain('href="../../../support/index.html?from=epic.a"');
    for (const front of ['index.html', 'ru/index.html', 'fa/index.html'])
      expect(file(front)).toContain('class="appeal banner"');
    expect(file('index.html')).not.toMatch(/appeal (?:strip|epic)/);
  });

  it('leaves out what is not known: the cost, the picture', async () => {
    await tell(shown({ cost: null }), null);
    expect(file(storyPath('world'))).toContain('Free of ads since 15 January 2025. Help fill the gap.');
    expect(file(storyPath('world'))).not.toContain('gap.svg');
  });

  it('has a form that says without a script what was chosen', async () => {
    await tell(shown());
    const page = file('fa/support/index.html');
    expect(page).toContain('method="post" action="https://farshore.example/-/support"');
    expect(page).toContain('form-action https://farshore.example;');
    expect(sent(page)).toEqual({
      lang: 'fa',
      from: '',
      rhythm: 'monthly',
      currency: 'USD',
      'amount.once.USD': '2500',
      'amount.monthly.USD': '500',
      'amount.yearly.USD': '6000',
      'amount.once.EUR': '2500',
      'amount.monthly.EUR': '500',
      'amount.yearly.EUR': '6000',
      own: '',
      visibility: 'secret',
      rail: 'card',
    });
    const boxes = fields(page).filter(({ type }) => type === 'checkbox');
    expect(boxes.map(({ name, value }) => [name, value])).toEqual([
      ['cover', 'yes'],
      ['purpose', 'reader'],
    ]);
    expect(page.match(/href="data:text\/calendar/g)).toHaveLength(3);
  });

  it('offers what can be paid: with a way that takes euro alone, euro alone', async () => {
    const [, transfer] = shown().rails;
    if (transfer === undefined) throw new Error('There is no transfer');
    await tell(shown({ rails: [transfer] }));
    const page = file('support/index.html');
    expect(sent(page)).toMatchObject({ currency: 'EUR', 'amount.monthly.EUR': '500', rail: 'transfer' });
    expect(page).not.toMatch(/USD|\$5/);
  });

  it('gives an appeal with amounts of its own a page that offers them, where the terms take them', async () => {
    const [strip] = FIRST_APPEALS.appeals;
    if (strip === undefined) throw new Error('There is no strip');
    const spring: Appeal = {
      ...strip,
      id: 'spring',
      presets: { USD: { monthly: [minor(700), minor(1), minor(300)] } },
    };
    await tell(shown({ appeals: { on: true, appeals: [spring] } }));
    expect(file(storyPath('home'))).toContain('support/for-spring.html?from=strip.spring-a');
    const page = file('support/for-spring.html');
    expect(amountSent(page)).toBe('700');
    expect(fields(page).filter(({ name }) => name === 'amount.monthly.USD')).toMatchObject([
      { value: '300' },
      { value: '700' },
    ]);
    expect(amountSent(page, 'monthly', 'EUR')).toBe('500');
    expect(page).toContain('content="noindex"');
  });

  it('is the same, pressed by what changed or afresh', async () => {
    await tell(shown({ statement: 'OTHER NAME', appeals: { ...FIRST_APPEALS, on: false } }));
    expect(Object.fromEntries(filesOf(await works.afresh()))).toEqual(
      Object.fromEntries(filesOf(works.depot)),
    );
  });

  it('asks no more once nothing can be paid, and what stood about it is gone', async () => {
    await tell(shown({ rails: [] }));
    const files = filesOf(works.depot);
    expect([...files.keys()].filter((path) => path.includes('support/'))).toEqual([]);
    expect(
      [...files].filter(
        ([path, text]) => path.endsWith('.html') && /class="appeal|support\/index/.test(text),
      ),
    ).toEqual([]);
    expect(file('sitemap/pages.xml')).not.toContain('support/');
  });
});

describe('S9: the way by bank transfer', () => {
  const links = (html: string): [href: string, name: string][] =>
    [...html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(([, href = '', name = '']) => [href, name]);

  it('leads from each of the 249 countries to the account, to what is to be thought of, or to what else helps', async () => {
    await tell(shown());
    const names = new Intl.DisplayNames(['en-GB'], { type: 'region', style: 'short' });
    const ways = new Map(
      links(file('support/bank.html')).map(([href, name]) => [name.replaceAll('&#39;', "'"), href]),
    );
    const way = (country: string): string => {
      const name = (names.of(country) ?? '').replaceAll('&', '&amp;');
      return ways.get(name) ?? `no link for ${country}`;
    };
    const known = countriesShown(FIRST_RULES, START);
    const found = COUNTRIES.map((country) => [country, way(country)]);
    const due = COUNTRIES.map((country) => {
      const rule = known.find((one) => one.country === country);
      const page =
        rule === undefined ? 'account' : rule.verdict === 'warn' ? 'think-first' : 'not-from-there';
      return [country, `../support/${page}.html`];
    });
    expect(found).toEqual(due);
    expect(found).toHaveLength(249);
  });

  it('keeps the account and every link to it from where somebody of a refused country is sent', async () => {
    await tell(shown());
    const files = filesOf(works.depot);
    for (const prefix of ['', 'ru/', 'fa/']) {
      expect(file(`${prefix}support/account.html`)).toContain(IBAN);
      expect(file(`${prefix}support/not-from-there.html`)).not.toMatch(/account\.html|DE89|RF18/);
    }
    const linking = [...files]
      .filter(([, text]) => text.includes('support/account.html'))
      .map(([path]) => path);
    expect(linking.map((path) => path.replace(/^(?:ru|fa)\//, '')).sort()).toEqual(
      ['bank', 'think-first'].flatMap((page) => Array.from({ length: 3 }, () => `support/${page}.html`)),
    );
    const showing = [...files].filter(([, text]) => text.includes('DE89')).map(([path]) => path);
    expect(showing.sort()).toEqual([
      'fa/support/account.html',
      'ru/support/account.html',
      'support/account.html',
    ]);
  });

  it('is closed without an account', async () => {
    await tell(shown({ account: null }));
    const about = [...filesOf(works.depot).keys()].filter((path) => path.startsWith('support/'));
    expect(about.sort()).toEqual([
      'support/asking.html',
      'support/index.html',
      'support/not-from-there.html',
    ]);
    expect(file('support/index.html')).not.toContain('bank.html');
  });
});

describe('what is pressed anew', () => {
  const appeal = (change: Partial<Appeal>): SupportShown => {
    const [strip, ...rest] = FIRST_APPEALS.appeals;
    if (strip === undefined) throw new Error('There is no strip');
    return shown({ appeals: { on: true, appeals: [{ ...strip, id: 'own', ...change }, strip, ...rest] } });
  };

  beforeEach(() => tell(shown()));

  it('is nothing while nothing changes', async () => {
    expect((await works.press()).how).toBe('none');
  });

  it('is a section’s stories, where an appeal of that section changed', async () => {
    const report = await tell(appeal({ sections: ['home'] }));
    expect([report.how, report.changed]).toEqual(['changes', [storyPath('home')]]);
    expect(file(storyPath('home'))).toContain('from=strip.own-a');
    expect(file(storyPath('world'))).toContain('from=strip.a');
  });

  it('is the fronts, where a banner changed', async () => {
    const { appeals } = FIRST_APPEALS;
    const quiet = appeals.map((one) => (one.placement === 'banner' ? { ...one, on: false } : one));
    const report = await tell(shown({ appeals: { on: true, appeals: quiet } }));
    expect(report.changed.toSorted()).toEqual(['fa/index.html', 'index.html', 'ru/index.html']);
  });

  it('is the support pages alone, where what the bank’s statement says changed', async () => {
    const report = await tell(shown({ statement: 'FS PRESS' }));
    expect(report.changed.toSorted()).toEqual([
      'fa/support/index.html',
      'ru/support/index.html',
      'support/index.html',
    ]);
  });

  it('follows the clock: an appeal begins and ends by itself', async () => {
    await tell(appeal({ sections: ['home'], from: START + 3_600_000, until: START + 7_200_000 }));
    expect(file(storyPath('home'))).toContain('from=strip.a');
    expect((await works.press()).how).toBe('none');
    works.clock.now = START + 3_600_000;
    expect((await works.press()).changed).toEqual([storyPath('home')]);
    expect(file(storyPath('home'))).toContain('from=strip.own-a');
    works.clock.now = START + 7_200_000;
    await works.press();
    expect(file(storyPath('home'))).toContain('from=strip.a');
  });
});

it('names supporters who want to be named on a page of their own, in each language, as long as there are any', async () => {
  const name = '<b>مارا</b>';
  const gift = { amount: minor(500), currency: 'USD', rhythm: 'monthly' } as const;
  await tell(shown({ wall: [{ name, month: '2026-02', gift }] }));
  const page = file('support/wall.html');
  expect(page).toContain('<bdi>&lt;b&gt;مارا&lt;/b&gt;</bdi> <small>$5 a month</small>');
  expect(page).toContain('Since February 2026');
  expect(file('support/index.html')).toContain('href="../support/wall.html"');
  await tell(shown());
  expect(file('support/wall.html')).toBe('');
  expect(file('support/index.html')).not.toContain('wall.html');
});
