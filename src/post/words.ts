/** The words of letters, by language; others get English ones. */
export type LetterWords = {
  /** Says nothing of the paper, of money or of what it is about: it shows on locked screens. */
  reminderSubject: string;
  reminder: string;
  reminderLink: string;
  reminderOnce: string;
  testSubject: string;
  test: string;
  /** Before the link that takes back what a letter came for. */
  undo: string;
};

const WORDS: Readonly<Record<string, LetterWords>> = {
  en: {
    reminderSubject: 'Your reminder',
    reminder: 'You asked for this reminder. What it is about stands here:',
    reminderLink: 'Open the page',
    reminderOnce:
      'It comes once. Your address was deleted when this letter left, and nothing about you is kept.',
    testSubject: 'A test',
    test: 'This letter shows that mail leaves. Nobody has to do anything.',
    undo: 'If you do not want this any more:',
  },
  ru: {
    reminderSubject: 'Ваше напоминание',
    reminder: 'Вы просили об этом напоминании. О чём оно, сказано здесь:',
    reminderLink: 'Открыть страницу',
    reminderOnce:
      'Оно приходит один раз. Ваш адрес удалён, как только ушло это письмо, и о вас ничего не хранится.',
    testSubject: 'Проверка',
    test: 'Это письмо показывает, что почта уходит. Делать ничего не нужно.',
    undo: 'Если вы больше этого не хотите:',
  },
  uk: {
    reminderSubject: 'Ваше нагадування',
    reminder: 'Ви просили про це нагадування. Про що воно, сказано тут:',
    reminderLink: 'Відкрити сторінку',
    reminderOnce:
      'Воно надходить один раз. Вашу адресу видалено, щойно пішов цей лист, і про вас нічого не зберігається.',
    testSubject: 'Перевірка',
    test: 'Цей лист показує, що пошта йде. Робити нічого не треба.',
    undo: 'Якщо ви цього більше не хочете:',
  },
  be: {
    reminderSubject: 'Ваш напамін',
    reminder: 'Вы прасілі пра гэты напамін. Пра што ён, сказана тут:',
    reminderLink: 'Адкрыць старонку',
    reminderOnce:
      'Ён прыходзіць адзін раз. Ваш адрас выдалены, як толькі пайшоў гэты ліст, і пра вас нічога не захоўваецца.',
    testSubject: 'Праверка',
    test: 'Гэты ліст паказвае, што пошта ідзе. Рабіць нічога не трэба.',
    undo: 'Калі вы гэтага больш не хочаце:',
  },
  es: {
    reminderSubject: 'Su recordatorio',
    reminder: 'Usted pidió este recordatorio. De qué se trata está aquí:',
    reminderLink: 'Abrir la página',
    reminderOnce:
      'Llega una sola vez. Su dirección se borró al salir este mensaje y no se guarda nada sobre usted.',
    testSubject: 'Una prueba',
    test: 'Este mensaje muestra que el correo sale. No hay que hacer nada.',
    undo: 'Si ya no desea esto:',
  },
  fa: {
    reminderSubject: 'یادآوری شما',
    reminder: 'این یادآوری را خودتان خواسته بودید. موضوع آن اینجاست:',
    reminderLink: 'باز کردن صفحه',
    reminderOnce:
      'این نامه فقط یک بار می‌آید. نشانی شما همین که نامه فرستاده شد پاک شد و چیزی درباره شما نگه داشته نمی‌شود.',
    testSubject: 'آزمایش',
    test: 'این نامه نشان می‌دهد که نامه‌ها فرستاده می‌شوند. لازم نیست کاری بکنید.',
    undo: 'اگر دیگر این را نمی‌خواهید:',
  },
  ar: {
    reminderSubject: 'تذكيرك',
    reminder: 'أنت طلبت هذا التذكير. موضوعه هنا:',
    reminderLink: 'افتح الصفحة',
    reminderOnce: 'يصل مرة واحدة فقط. حُذف عنوانك عند خروج هذه الرسالة، ولا يُحفظ عنك أي شيء.',
    testSubject: 'اختبار',
    test: 'تُظهر هذه الرسالة أن البريد يخرج. لا يلزم فعل شيء.',
    undo: 'إذا لم تعد تريد هذا:',
  },
};

/** Languages in which letters are written. */
export const letterLanguages: readonly string[] = Object.keys(WORDS);

const ENGLISH = 'en';

export function letterWords(lang: string): LetterWords {
  const words = WORDS[lang.split('-')[0]?.toLowerCase() ?? ''] ?? WORDS[ENGLISH];
  if (words === undefined) throw new Error('There are no English words for letters');
  return words;
}

/** The language in which a letter to a reader of `lang` is written. */
export const letterLanguage = (lang: string): string => {
  const primary = lang.split('-')[0]?.toLowerCase() ?? '';
  return letterLanguages.includes(primary) ? primary : ENGLISH;
};
