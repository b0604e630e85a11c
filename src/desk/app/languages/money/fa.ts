import type { MoneyWords } from './en.ts';

export const fa: MoneyWords = {
  title: 'پول',
  tabs: { overview: 'نمای کلی', appeals: 'درخواست‌ها', offer: 'پیشنهاد', safety: 'قواعد ایمنی' },
  railNames: {
    card: 'کارت',
    transfer: 'حوالهٔ بانکی',
    bitcoin: 'بیت‌کوین',
    till: 'صندوق (پول نمایشی)',
  },
  rails: {
    title: 'راه‌های پرداخت',
    play: 'این تحریریه فقط پول نمایشی می‌گیرد.',
    playWhy:
      'کلیدی از شرکت کارت تنظیم نشده و حساب بانکی‌ای نام برده نشده است. صندوق نشان می‌دهد کار چگونه پیش می‌رود؛ هیچ‌چیزش واقعی نیست.',
    openCard:
      'کارت: کسی که سرور را می‌گرداند LONGWAVE_STRIPE_KEY و LONGWAVE_STRIPE_PUBLISHABLE_KEY را تنظیم می‌کند.',
    openTransfer: 'حوالهٔ بانکی: ناشر حساب تحریریه را در بخش «حواله‌ها» نام می‌برد.',
    offered: 'به خوانندگان پیشنهاد می‌شود',
    goesOn: 'چیز تازه‌ای گرفته نمی‌شود؛ آنچه هست ادامه دارد',
    neverRead: 'هنوز خوانده نشده',
    read: (when) => `آخرین خواندن: ${when}`,
    fault: 'پاسخ نمی‌دهد:',
    waiting: (_, figure) => `${figure} درخواست منتظر پاسخ`,
    questions: (_, figure) => `${figure} پرسش از یک نفر`,
    nothingWaits: 'چیزی در انتظار نیست',
  },
};
