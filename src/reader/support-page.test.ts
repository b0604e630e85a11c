import { describe, expect, it } from 'vitest';
import { CHOICES, find, forgetAsking, isForGood, KEY } from './asking/kept.ts';
import { inspect, type Inspected } from './fixtures/inspect.ts';
import { langs, siteView, type Lang } from './fixtures/site.ts';
import { supportView } from './fixtures/support.ts';
import { formatMoney } from './money.ts';
import { renderSupportPage } from './support-page.ts';
import type { SupportView } from './support-views.ts';

const render = (lang: Lang, change: Partial<SupportView> = {}): Inspected =>
  inspect(renderSupportPage(siteView(lang), { ...supportView, ...change }));
const text = (page: Inspected, name: string): string[] =>
  page.find(name).map((one) =>
    one.text
      .replace(/[\u2066-\u2069]/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  );

describe('the page that takes support', () => {
  it.each(langs)('labels every control, and each group has one that is chosen: %s', (lang) => {
    const page = render(lang);
    const labelled = page.find('label').map(({ attributes }) => attributes.get('for'));
    const inputs = page.find('input').filter(({ attributes }) => attributes.get('type') !== 'hidden');
    expect(new Set(inputs.map(({ attributes }) => attributes.get('id')))).toEqual(new Set(labelled));
    expect(inputs).toHaveLength(labelled.length);
    const groups = new Map<string, number>();
    for (const { attributes } of inputs) {
      if (attributes.get('type') !== 'radio') continue;
      const name = attributes.get('name') ?? '';
      groups.set(name, (groups.get(name) ?? 0) + Number(attributes.has('checked')));
    }
    expect([...groups.keys()]).toEqual([
      'rhythm',
      'currency',
      ...['USD', 'EUR'].flatMap((code) =>
        ['once', 'monthly', 'yearly'].map((one) => `amount.${one}.${code}`),
      ),
      'visibility',
      'rail',
    ]);
    expect([...groups.values()].every((chosen) => chosen === 1)).toBe(true);
  });

  it('says what a month adds up to, what the fees would add, and the floor with its reason', () => {
    const page = render('en');
    const labels = text(page, 'label');
    expect(labels).toContain('$5 $60 a year + $0.46');
    expect(labels).toContain('€120 + €3.90');
    expect(text(page, 'small')).toContain('At least $2: below that, fees eat most of it.');
    expect(text(page, 'small')).toContain(
      'A card payment costs 2.9% and $0.30 or €0.25. Cover them, and all of your gift arrives.',
    );
  });

  it('warns above the button, refusals first, countries of one reason together', () => {
    const html = renderSupportPage(siteView('en'), supportView);
    const page = inspect(html);
    expect(html.indexOf('id="safety"')).toBeLessThan(html.indexOf('<button'));
    const said = text(page, 'li').filter((item) => item.includes('bank'));
    expect(said.slice(0, 4)).toEqual([
      'Do not pay with a card or from a bank of Belarus: giving to us can be punished there.',
      'Do not pay with a card or from a bank of Cuba, Iran or North Korea: payments from there are forbidden by sanctions, and a bank reports the attempt.',
      'Do not pay with a card or from a bank of Russia: giving to us can be punished there and people were questioned or charged over payments like this.',
      'Think first if your card or bank is in Hong Kong: people were questioned or charged over payments like this.',
    ]);
  });

  it('tells what stands on the statement, and of the onion address where there is one', () => {
    expect(text(render('en'), 'p')).toContain(
      'On your bank’s statement: “FAR SHORE”. A neutral name does not hide who was paid.',
    );
    const sending = (page: Inspected) =>
      page.find('button').filter(({ attributes }) => attributes.get('type') !== 'button');
    const [first, onion] = sending(render('en'));
    expect(first?.attributes.has('formaction')).toBe(false);
    expect(onion?.attributes.get('formaction')).toBe(supportView.onionForm);
    expect(sending(render('en', { onionForm: null }))).toHaveLength(1);
    expect(text(render('en', { statement: null }), 'p')).toContain(
      'Your bank’s statement will name us, or whoever takes the payment for us.',
    );
  });

  it('marks play money plainly, and says nothing of a bank’s statement there', () => {
    const till = { name: 'till', rhythms: ['once', 'monthly', 'yearly'], currencies: null } as const;
    const page = render('en', { rails: [till] });
    expect(text(page, 'p').join(' ')).toContain('what you give here is play money, and no money moves.');
    expect(text(page, 'p').join(' ')).not.toContain('statement');
    expect(text(render('en'), 'p').join(' ')).not.toContain('play money');
  });

  it('asks for a gift once, and says nothing of a statement, where bitcoin alone is open', () => {
    const bitcoin = { name: 'bitcoin', rhythms: ['once'], currencies: null } as const;
    const once = supportView.offers.map((offer) => ({
      ...offer,
      rhythms: offer.rhythms.filter(({ rhythm }) => rhythm === 'once'),
    }));
    const page = render('en', { rails: [bitcoin], offers: once });
    const rhythm = page.find('input').filter(({ attributes }) => attributes.get('name') === 'rhythm');
    expect(rhythm.map(({ attributes }) => [attributes.get('value'), attributes.has('checked')])).toEqual([
      ['once', true],
    ]);
    expect(text(page, 'p').join(' ')).not.toContain('statement');
  });

  it('needs no choice where there is one currency, and offers no bank transfer without an account', () => {
    const [offer] = supportView.offers;
    if (offer === undefined) throw new Error('Nothing is offered');
    const page = render('en', { offers: [offer], account: null });
    const currency = page.find('input').filter(({ attributes }) => attributes.get('name') === 'currency');
    expect(currency.map(({ attributes }) => attributes.get('type'))).toEqual(['hidden']);
    expect(page.find('a').some(({ attributes }) => attributes.get('href')?.includes('bank.html'))).toBe(
      false,
    );
  });
});

describe('money', () => {
  it('is written as readers of a language do, without digits that say nothing', () => {
    const written = (lang: string, amount: number, currency = 'USD', digits = 2): string =>
      formatMoney(lang, { amount, currency, digits })
        .replaceAll(/[\u00a0\u202f\u200e]/g, ' ')
        .trim();
    expect([written('en', 500), written('en', 545), written('en', 1_000_000)]).toEqual([
      '$5',
      '$5.45',
      '$10,000',
    ]);
    expect([written('ru', 1_000_000), written('fa', 500)]).toEqual(['10 000 $', '$۵']);
    expect([written('en', 500, 'JPY', 0), written('en', 10_000, 'BTC', 8)]).toEqual(['¥500', 'BTC 0.0001']);
  });
});

describe('what a device remembers', () => {
  const NOW = Date.UTC(2026, 10, 23, 13, 37);
  const storage =
    (kept: Map<string, string>): (() => Storage) =>
    () =>
      ({
        getItem: (key: string) => kept.get(key) ?? null,
        removeItem: (key: string) => void kept.delete(key),
      }) as unknown as Storage;

  it('is nothing, whole days that say nothing of a gift, or what cannot be read and asks for nothing', () => {
    expect(find(storage(new Map()))).toBe('nothing');
    expect(
      find(() => {
        throw new Error('SecurityError');
      }),
    ).toBe('denied');
    expect(find(storage(new Map([[KEY, '{']])))).toEqual({
      text: '{',
      kept: { until: 0, every: 0, seen: [] },
    });
    for (const choice of [CHOICES.quietMonth(NOW), CHOICES.seldomWeek(), CHOICES.neverAsk()])
      for (const value of [choice.until, choice.every]) expect(value % 86_400_000).toBe(0);
    expect([isForGood(CHOICES.neverAsk()), isForGood(CHOICES.quietMonth(NOW))]).toEqual([true, false]);
  });

  it('goes with everything else when a reader lets the paper forget', () => {
    const kept = new Map([
      [KEY, '{}'],
      ['other', 'x'],
    ]);
    forgetAsking(storage(kept));
    expect([...kept.keys()]).toEqual(['other']);
  });
});
