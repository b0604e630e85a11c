/** The words of letters, by language; others get English ones. */
export type LetterWords = {
  /** Says nothing of the paper, of money or of what it is about: it shows on locked screens. */
  reminderSubject: string;
  reminder: string;
  reminderLink: string;
  reminderOnce: string;
  /** Says nothing of the paper or of money either. */
  receiptSubject: string;
  receipt: (paper: string) => string;
  receiptOnce: string;
  failedSubject: string;
  /** It is tried again. */
  failed: string;
  /** The second and last letter. */
  failedLast: string;
  failedWhat: string;
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
    receiptSubject: 'What you asked for',
    receipt: (paper) => `You asked for a receipt. ${paper} has received from you:`,
    receiptOnce: 'This letter comes once. Your address was deleted when it left.',
    failedSubject: 'A note that you wished for',
    failed:
      'Something that goes on with your code did not go through this time. It is tried again by itself.',
    failedLast:
      'It has still not gone through. When it is not tried any more, it ends by itself; you can come back at any time.',
    failedWhat:
      'Have your code at hand: there you can look at it, change it or stop it. You are written to twice at most.',
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
    receiptSubject: 'То, о чём вы просили',
    receipt: (paper) => `Вы просили квитанцию. От вас получено для «${paper}»:`,
    receiptOnce: 'Это письмо приходит один раз. Ваш адрес удалён, как только оно ушло.',
    failedSubject: 'Сообщение, о котором вы просили',
    failed: 'То, что продолжается по вашему коду, в этот раз не прошло. Попытка повторится сама.',
    failedLast:
      'Это так и не прошло. Когда попытки закончатся, оно прекратится само; вернуться можно в любое время.',
    failedWhat:
      'Возьмите свой код: там можно всё посмотреть, изменить или остановить. Вам пишут не больше двух раз.',
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
    receiptSubject: 'Те, про що ви просили',
    receipt: (paper) => `Ви просили квитанцію. Від вас отримано для «${paper}»:`,
    receiptOnce: 'Цей лист надходить один раз. Вашу адресу видалено, щойно він пішов.',
    failedSubject: 'Повідомлення, про яке ви просили',
    failed: 'Те, що триває за вашим кодом, цього разу не пройшло. Спроба повториться сама.',
    failedLast:
      'Це так і не пройшло. Коли спроби скінчаться, воно припиниться саме; повернутися можна будь-коли.',
    failedWhat:
      'Візьміть свій код: там можна все переглянути, змінити або зупинити. Вам пишуть щонайбільше двічі.',
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
    receiptSubject: 'Тое, пра што вы прасілі',
    receipt: (paper) => `Вы прасілі квітанцыю. Ад вас атрымана для «${paper}»:`,
    receiptOnce: 'Гэты ліст прыходзіць адзін раз. Ваш адрас выдалены, як толькі ён пайшоў.',
    failedSubject: 'Паведамленне, пра якое вы прасілі',
    failed: 'Тое, што працягваецца па вашым кодзе, гэтым разам не прайшло. Спроба паўторыцца сама.',
    failedLast: 'Гэта так і не прайшло. Калі спробы скончацца, яно спыніцца само; вярнуцца можна ў любы час.',
    failedWhat:
      'Вазьміце свой код: там можна ўсё паглядзець, змяніць або спыніць. Вам пішуць не больш за два разы.',
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
    receiptSubject: 'Lo que usted pidió',
    receipt: (paper) => `Usted pidió un recibo. ${paper} ha recibido de usted:`,
    receiptOnce: 'Este mensaje llega una sola vez. Su dirección se borró cuando salió.',
    failedSubject: 'Un aviso que usted quiso',
    failed: 'Algo que sigue con su código no se realizó esta vez. Se intentará de nuevo por sí solo.',
    failedLast:
      'Sigue sin realizarse. Cuando ya no se intente más, terminará por sí solo; puede volver en cualquier momento.',
    failedWhat:
      'Tenga su código a mano: allí puede verlo, cambiarlo o detenerlo. Se le escribe dos veces como máximo.',
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
    receiptSubject: 'آنچه خواسته بودید',
    receipt: (paper) => `رسید خواسته بودید. ${paper} از شما دریافت کرده است:`,
    receiptOnce: 'این نامه فقط یک بار می‌آید. نشانی شما همین که فرستاده شد پاک شد.',
    failedSubject: 'خبری که خواسته بودید',
    failed: 'چیزی که با کد شما ادامه دارد این بار انجام نشد. خودبه‌خود دوباره آزموده می‌شود.',
    failedLast:
      'هنوز انجام نشده است. وقتی دیگر آزموده نشود، خودبه‌خود پایان می‌یابد؛ هر وقت بخواهید می‌توانید بازگردید.',
    failedWhat:
      'کد خود را آماده داشته باشید: آنجا می‌توانید آن را ببینید، تغییر دهید یا متوقف کنید. حداکثر دو بار به شما نوشته می‌شود.',
    testSubject: 'آزمایش',
    test: 'این نامه نشان می‌دهد که نامه‌ها فرستاده می‌شوند. لازم نیست کاری بکنید.',
    undo: 'اگر دیگر این را نمی‌خواهید:',
  },
  ar: {
    reminderSubject: 'تذكيرك',
    reminder: 'أنت طلبت هذا التذكير. موضوعه هنا:',
    reminderLink: 'افتح الصفحة',
    reminderOnce: 'يصل مرة واحدة فقط. حُذف عنوانك عند خروج هذه الرسالة، ولا يُحفظ عنك أي شيء.',
    receiptSubject: 'ما طلبته',
    receipt: (paper) => `طلبتَ إيصالًا. استلمت ${paper} منك:`,
    receiptOnce: 'تصل هذه الرسالة مرة واحدة فقط. حُذف عنوانك عند خروجها.',
    failedSubject: 'إشعار رغبتَ فيه',
    failed: 'شيء يستمر برمزك لم يتم هذه المرة. تُعاد المحاولة تلقائيًا.',
    failedLast: 'لم يتم حتى الآن. عندما تتوقف المحاولات ينتهي تلقائيًا؛ يمكنك العودة في أي وقت.',
    failedWhat: 'ليكن رمزك معك: هناك يمكنك الاطلاع عليه أو تغييره أو إيقافه. نكتب إليك مرتين على الأكثر.',
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
