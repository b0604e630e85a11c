import { counted } from '../counted-ru.ts';
import type { MoneyWords } from './en.ts';

export const ru: MoneyWords = {
  title: 'Деньги',
  tabs: { overview: 'Обзор', appeals: 'Призывы', offer: 'Предложение', safety: 'Правила безопасности' },
  railNames: {
    card: 'Карты',
    transfer: 'Банковский перевод',
    bitcoin: 'Биткойн',
    till: 'Касса (игрушечные деньги)',
  },
  rails: {
    title: 'Способы оплаты',
    play: 'Эта редакция принимает только игрушечные деньги.',
    playWhy:
      'Ключ карточной компании не задан, счёт в банке не назван. Касса показывает, как всё устроено; настоящих денег в ней нет.',
    openCard: 'Карты: тот, кто ведёт сервер, задаёт LONGWAVE_STRIPE_KEY и LONGWAVE_STRIPE_PUBLISHABLE_KEY.',
    openTransfer: 'Банковский перевод: издатель называет счёт редакции в разделе «Переводы».',
    offered: 'предлагается читателям',
    goesOn: 'новое не принимается, начатое продолжается',
    neverRead: 'ещё не читали',
    read: (when) => `прочитано ${when}`,
    fault: 'Не отвечает:',
    waiting: (value, figure) =>
      `${counted(value, figure, 'просьба ждёт', 'просьбы ждут', 'просьб ждут')} ответа`,
    questions: (value, figure) => `${counted(value, figure, 'вопрос', 'вопроса', 'вопросов')} к человеку`,
    nothingWaits: 'ничего не ждёт',
  },
};
