import type { Appeal, Appeals, AppealTexts, Placement } from './appeal.ts';

/* What a new paper asks with. Every sentence holds for any paper; what only it knows stands between braces. */

const strip: Record<string, AppealTexts> = {
  en: {
    heading: '',
    text: 'Free of ads since {since}.\nThe promise costs {cost} a month.\nHelp fill the gap.',
    button: 'Support us',
  },
  ru: {
    heading: '',
    text: 'Без рекламы с {since}.\nЭто обещание стоит {cost} в месяц.\nПомогите закрыть нехватку.',
    button: 'Поддержать',
  },
  fa: {
    heading: '',
    text: 'از {since} بی‌آگهی.\nاین قول ماهی {cost} هزینه دارد.\nکمک کنید کسری را پر کنیم.',
    button: 'حمایت کنید',
  },
};

const epic: Record<string, AppealTexts> = {
  en: {
    heading: 'A small favour to ask',
    text: 'You read {paper} without advertising, a paywall or a tracker.\nReaders pay for it, so nobody else decides what we write.\n\nMonthly from just {floor}.\nIt is quick to set up, and you can stop at any time.',
    button: 'Support {paper}',
  },
  ru: {
    heading: 'Небольшая просьба',
    text: 'Здесь нет рекламы, платной подписки и слежки.\nЗа работу редакции платят читатели, и никто другой не решает, что нам писать.\n\nОт {floor} в месяц.\nОформить легко, остановить можно в любой день.',
    button: 'Поддержать редакцию',
  },
  fa: {
    heading: 'یک خواهش کوچک',
    text: 'اینجا نه آگهی هست، نه اشتراک پولی، نه ردگیری.\nهزینهٔ کار ما را خوانندگان می‌دهند و کس دیگری نمی‌گوید چه بنویسیم.\n\nماهی فقط از {floor}.\nراه‌اندازی‌اش ساده است و هر روز می‌توانید قطعش کنید.',
    button: 'حمایت می‌کنم',
  },
};

const banner: Record<string, AppealTexts> = {
  en: {
    heading: 'Paid for by readers',
    text: 'No owner, no advertising, no paywall.\nMonthly from just {floor}.',
    button: 'Support {paper}',
  },
  ru: {
    heading: 'На деньги читателей',
    text: 'Без владельца, без рекламы, без платной подписки.\nОт {floor} в месяц.',
    button: 'Поддержать редакцию',
  },
  fa: {
    heading: 'با پول خوانندگان',
    text: 'بی مالک، بی آگهی، بی اشتراک پولی.\nماهی فقط از {floor}.',
    button: 'حمایت می‌کنم',
  },
};

const appeal = (placement: Placement, texts: Record<string, AppealTexts>): Appeal => ({
  id: placement,
  placement,
  on: true,
  from: null,
  until: null,
  sections: null,
  presets: {},
  variants: [{ name: 'a', texts }],
});

export const FIRST_APPEALS: Appeals = {
  on: true,
  appeals: [
    appeal('strip', strip),
    appeal('epic', epic),
    appeal('banner', banner),
    appeal('newsletter', epic),
  ],
};
