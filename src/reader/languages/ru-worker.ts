import type { WorkerWords } from '../worker/data.ts';

export const ruWorker: WorkerWords = {
  genuine: 'Подлинно: выпуск {edition} от {published}, {place}.',
  unconfirmed: 'Подлинно, но не подтверждено позднее {confirmed}: выпуск {edition}, {place}.',
  kept: 'Вы читаете сохранённое {at}: выпуск {edition}, не подтверждён позднее {confirmed}.',
  mirror: 'через {host}',
  own: 'с этого адреса',
  sample: 'Учебная редакция.',
  more: 'Как оставаться на связи',
  lost: 'Эта страница сейчас недоступна',
  lostKnown:
    'Последний проверенный здесь выпуск — {edition}, подтверждён {at}. Эта страница не была сохранена.',
  lostNothing: 'Ни с одного адреса пока не удалось получить ничего подлинного.',
  lostDo: 'Попробуйте позже, в другой сети, через VPN или Tor Browser.',
  again: 'Попробовать снова',
  lostKept: 'Что вы сохранили',
  lostElsewhere: 'Другие наши адреса',
  lostTried: 'Что было испробовано',
  states: {
    blocked: 'нет ответа или заблокирован',
    slow: 'слишком медленно',
    stale: 'есть только более старый выпуск',
    poisoned: 'выдал не наше',
  },
};
