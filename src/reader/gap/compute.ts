import { countedIn, figureOf, type GapRecord, monthsOf, parseRecord } from '#gap';
import { formatDay, formatMonth } from '../dates.ts';
import { formatMoney } from '../money.ts';
import { openSay } from '../say.ts';
import type { PageData } from './data.ts';

/** What is shown of a check: what it says, and how it got there. */
export type Answer = { good: boolean; heading: string; steps: string[] };

export type Speech = {
  say: (saying: string, values?: Record<string, string | number>) => string;
  money: (currency: string, amount: number) => string;
  day: (day: string) => string;
  month: (month: string) => string;
};

export function openSpeech({ lang, digits }: PageData): Speech {
  return {
    say: openSay({ lang, timeZone: 'UTC' }),
    money: (currency, amount) => formatMoney(lang, { amount, currency, digits: digits[currency] ?? 2 }),
    day: (day) => formatDay(lang, day),
    month: (month) => formatMonth(lang, month),
  };
}

/** Sums that are named one by one. */
const NAMED = 40;

/** Computes every month of a text again and holds it against the table on the page. Throws a GapError. */
export function compute({ words, figures }: PageData, text: string, speech: Speech): Answer {
  const { say, money, month } = speech;
  const record = parseRecord(text);
  const count = (kind: string): number => record.lines.filter((line) => line.kind === kind).length;
  const steps = [
    say(words.read, { lines: text.split('\n').length - 1, bytes: new TextEncoder().encode(text).length }),
    say(words.form, { seals: count('seal'), sums: count('sum') }),
    ...stepsOf(record, words, speech),
  ];
  let same = 0;
  for (const said of figures) {
    const figure = figureOf(record, said.month);
    if (said.cost === figure.cost && said.receipts === figure.receipts && said.gap === figure.gap) same += 1;
    else
      steps.push(
        say(words.differs, {
          month: month(said.month),
          said: money(figure.currency, said.gap),
          computed: money(figure.currency, figure.gap),
        }),
      );
  }
  const good = same === figures.length;
  if (good) steps.push(say(words.agrees, { count: same }));
  return { good, heading: good ? words.right : words.wrong, steps };
}

function stepsOf(record: GapRecord, words: PageData['words'], { say, money, day, month }: Speech): string[] {
  const [last] = monthsOf(record);
  if (last === undefined) return [];
  const { cost, receipts, gap, currency } = figureOf(record, last);
  const counted = countedIn(record, last);
  const more = counted.length - NAMED;
  return [
    say(words.costed, { month: month(last), cost: money(currency, cost) }),
    ...counted.slice(0, NAMED).map((sum) =>
      say(sum.currency === currency ? words.sum : words.changed, {
        day: day(sum.day),
        amount: money(sum.currency, sum.amount),
        counts: money(currency, sum.counts),
      }),
    ),
    ...(more > 0 ? [say(words.more, { count: more })] : []),
    say(words.together, {
      receipts: money(currency, receipts),
      cost: money(currency, cost),
      gap: money(currency, gap),
    }),
  ];
}
