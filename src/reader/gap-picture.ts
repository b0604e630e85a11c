import { drawGap, type Figure, figureOf, monthsOf, parseRecord } from '#gap';
import { formatDay, formatMonth } from './dates.ts';
import { figureWords } from './languages/gap-words.ts';
import { direction } from './languages/languages.ts';
import { formatMoney } from './money.ts';
import type { GapView, SiteView } from './views.ts';

/**
 * The picture of the month that was told last, in a language. It depends on the published text alone, so that anybody can
 * say whether it is right.
 */
export function renderGapPicture({ lang }: Pick<SiteView, 'lang'>, view: GapView): string {
  const figure = lastFigure(view);
  const words = figureWords(lang);
  const { month, cost, receipts, gap, through } = figure;
  const money = (amount: number): string => moneyOf(lang, view, figure.currency, amount);
  const said = {
    month: formatMonth(lang, month),
    gap: money(gap),
    receipts: money(receipts),
    cost: money(cost),
  };
  const headline = fill(gap > 0 ? words.missing : words.covered, said);
  return drawGap({
    lang,
    direction: direction(lang),
    cost,
    receipts,
    words: {
      headline: view.play ? `${words.play} ${headline}` : headline,
      detail: fill(words.came, said),
      dated: fill(words.dated, { date: formatDay(lang, through ?? month) }),
    },
  });
}

/** The figure of the last month in which a day was told. Throws an Error where there is none: nothing is published then. */
export function lastFigure({ text }: Pick<GapView, 'text'>): Figure {
  const record = parseRecord(text);
  const [month] = monthsOf(record);
  if (month === undefined) throw new Error('The record of the gap has no day yet');
  return figureOf(record, month);
}

export const moneyOf = (lang: string, { digits }: GapView, currency: string, amount: number): string =>
  formatMoney(lang, { amount, currency, digits: digits[currency] ?? 2 });

export const fill = (saying: string, values: Readonly<Record<string, string>>): string =>
  saying.replaceAll(/\{(\w+)\}/g, (place: string, name: string) => values[name] ?? place);
