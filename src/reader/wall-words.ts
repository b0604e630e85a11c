import type { RhythmName } from './support-views.ts';

/** Words of the wall of supporters. `{amount}` and `{month}` are filled in. */
export type WallWords = {
  heading: string;
  intro: string;
  since: string;
  gift: Record<RhythmName, string>;
  /** How a name comes here and goes. */
  how: string;
  others: string;
  support: string;
};

const tables: Readonly<Record<string, WallWords>> = {
  en: {
    heading: 'Wall of supporters',
    intro: 'They wanted to be named. Most who pay for this paper do not, and are thanked just as much.',
    since: 'Since {month}',
    gift: { once: '{amount} once', monthly: '{amount} a month', yearly: '{amount} a year' },
    how: 'Whoever gives can choose a name behind the code of the contribution, and take it off there. We look at each name first. Nobody is named who lives or banks where that could do harm.',
    others: 'A name that was taken off is gone from the next edition. Who has copied this page has the copy.',
    support: 'Support the paper',
  },
  ru: {
    heading: 'Стена поддержки',
    intro:
      'Эти люди захотели быть названными. Большинство тех, за чей счёт живёт издание, не хотят, и благодарны мы им не меньше.',
    since: 'С месяца: {month}',
    gift: { once: '{amount} один раз', monthly: '{amount} в месяц', yearly: '{amount} в год' },
    how: 'Имя можно выбрать и убрать по коду своего взноса. Сначала мы смотрим на каждое имя. Мы не называем тех, кто живёт или держит счёт там, где это может повредить.',
    others: 'Убранного имени не будет в следующем выпуске. Копия страницы остаётся у того, кто её сделал.',
    support: 'Поддержать издание',
  },
  fa: {
    heading: 'دیوار حامیان',
    intro:
      'این افراد خواسته‌اند نامشان بیاید. بیشتر کسانی که هزینهٔ این روزنامه را می‌دهند چنین نمی‌خواهند و به همان اندازه سپاسگزارشان هستیم.',
    since: 'از {month}',
    gift: { once: '{amount} یک‌بار', monthly: 'ماهی {amount}', yearly: 'سالی {amount}' },
    how: 'هر که کمک می‌کند می‌تواند با کد کمکش نامی برگزیند و همان‌جا آن را بردارد. ما نخست هر نام را می‌بینیم. کسی را که زندگی یا بانکش جایی است که این کار می‌تواند زیان برساند نام نمی‌بریم.',
    others: 'نامی که برداشته شده در شمارهٔ بعدی نیست. هر که از این صفحه رونوشت گرفته، رونوشت را دارد.',
    support: 'حمایت از روزنامه',
  },
};

/** English where a language has none. */
export function wallWords(lang: string): WallWords {
  const words = tables[lang.split('-')[0]?.toLowerCase() ?? ''] ?? tables.en;
  if (words === undefined) throw new Error('There are no English words');
  return words;
}
