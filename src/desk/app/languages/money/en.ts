/** Words of the rooms of money. */
export const en = {
  title: 'Money',
  tabs: { overview: 'Overview', appeals: 'Appeals', offer: 'Offer', safety: 'Safety rules' },
  railNames: { card: 'Cards', transfer: 'Bank transfer', bitcoin: 'Bitcoin', till: 'Till (play money)' },
  rails: {
    title: 'Ways to pay',
    play: 'This newsroom takes play money only.',
    playWhy:
      'No key of a card company is set, and no bank account is named. The till shows how everything works; nothing of it is real.',
    openCard: 'Cards: whoever runs the server sets LONGWAVE_STRIPE_KEY and LONGWAVE_STRIPE_PUBLISHABLE_KEY.',
    openTransfer: 'Bank transfer: a publisher names an account of the newsroom under “Transfers”.',
    offered: 'offered to readers',
    goesOn: 'nothing new is taken; what goes on goes on',
    neverRead: 'not read yet',
    read: (when: string) => `read last on ${when}`,
    fault: 'Does not answer:',
    waiting: (count: number, figure: string) =>
      count === 1 ? `${figure} waits for the rail` : `${figure} wait for the rail`,
    questions: (count: number, figure: string) =>
      count === 1 ? `${figure} question for a person` : `${figure} questions for a person`,
    nothingWaits: 'nothing waits',
  },
};

export type MoneyWords = typeof en;
