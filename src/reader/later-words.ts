/** Words of the reminder that stays in the browser. */
export type LaterWords = {
  title: string;
  text: string;
  after: (stories: number) => string;
  /** Before a number. */
  left: string;
  forget: string;
  due: string;
};

const russian = new Intl.PluralRules('ru');
const russianStories: Readonly<Record<string, string>> = { one: 'материал', few: 'материала' };

const tables: Readonly<Record<string, LaterWords>> = {
  en: {
    title: 'Remind me here',
    text: 'Your browser counts, and nobody else: it keeps one number, and sends nothing.',
    after: (stories) => `After ${stories} stories`,
    left: 'Stories until then:',
    forget: 'Forget it',
    due: 'You wanted to be reminded here.',
  },
  ru: {
    title: 'Напомнить здесь',
    text: 'Считает только ваш браузер: он хранит одно число и ничего не отправляет.',
    after: (stories) => `Через ${stories} ${russianStories[russian.select(stories)] ?? 'материалов'}`,
    left: 'Материалов до этого:',
    forget: 'Забыть',
    due: 'Вы просили напомнить здесь.',
  },
  fa: {
    title: 'همین‌جا یادآوری شود',
    text: 'فقط مرورگر شما می‌شمارد: یک عدد نگه می‌دارد و چیزی نمی‌فرستد.',
    after: (stories) => `پس از ${new Intl.NumberFormat('fa').format(stories)} گزارش`,
    left: 'گزارش‌های مانده تا آن زمان:',
    forget: 'فراموش شود',
    due: 'خواسته بودید همین‌جا یادآوری شود.',
  },
};

/** English where a language has none. */
export function laterWords(lang: string): LaterWords {
  const words = tables[lang.split('-')[0]?.toLowerCase() ?? ''] ?? tables.en;
  if (words === undefined) throw new Error('There are no English words');
  return words;
}
