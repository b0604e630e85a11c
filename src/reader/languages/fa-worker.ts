import type { WorkerWords } from '../worker/data.ts';

export const faWorker: WorkerWords = {
  genuine: 'اصیل: نسخهٔ {edition} از {published}، {place}.',
  unconfirmed: 'اصیل است، اما پس از {confirmed} تأیید نشده: نسخهٔ {edition}، {place}.',
  kept: 'آنچه را می‌خوانید که در {at} نگه داشته شد: نسخهٔ {edition}، پس از {confirmed} تأیید نشده.',
  mirror: 'از راه {host}',
  own: 'از همین نشانی',
  sample: 'تحریریهٔ نمونه.',
  more: 'چگونه در دسترس بمانید',
  lost: 'اکنون نمی‌توان به این صفحه رسید',
  lostKnown:
    'آخرین نسخه‌ای که اینجا اثبات شد شمارهٔ {edition} است، تأییدشده در {at}. این صفحه نگه داشته نشده است.',
  lostNothing: 'هنوز از هیچ نشانی‌ای چیز اصیلی به دست نیامده است.',
  lostDo: 'بعداً یا در شبکه‌ای دیگر، یا با وی‌پی‌ان یا مرورگر تور دوباره بکوشید.',
  again: 'تلاش دوباره',
  lostKept: 'آنچه نگه داشته‌اید',
  lostElsewhere: 'نشانی‌های دیگر ما',
  lostTried: 'آنچه آزموده شد',
  states: {
    blocked: 'بی‌پاسخ یا مسدود',
    slow: 'بیش از حد کند',
    stale: 'تنها نسخه‌ای قدیمی‌تر دارد',
    poisoned: 'چیزی داد که از ما نیست',
  },
};
