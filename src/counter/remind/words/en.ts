import type { RemindWords } from './words.ts';

export const en: RemindWords = {
  toFront: 'To the front page',
  again: 'Open the form again',
  notFound: 'There is nothing at this address',
  slow: 'Too much at once',
  slowText: 'More came from your connection than one person sends. Try again in a minute.',
  wrongForm: 'This form cannot be read',
  wrongFormText: 'It was not sent from our page. Nothing of it was kept.',

  remind: 'Remind me later',
  remindIntro:
    'We write to you once, at the beginning of the month that you choose. Until then your address is kept encrypted; it is deleted when the letter leaves. The letter names neither us nor the reason in its subject.',
  address: 'Your e-mail address',
  month: 'In which month?',
  country: 'Where do you live?',
  countryWhy: 'In some countries a letter from us could be used against you. There we do not write.',
  choose: 'Choose',
  notSaid: 'I would rather not say',
  remindButton: 'Remind me',
  wrong: {
    address: 'We cannot write to this address. Look for a slip.',
    month: 'Choose a month from the list.',
    country: 'Choose a country from the list.',
  },
  calendarTitle: 'Without an address',
  calendarText:
    'Put a day into your own calendar. The entry names neither us nor the reason, and nothing is sent to anybody.',
  keptTitle: 'We will remind you',
  keptText: (month) => `One letter comes at the beginning of ${month}. Then your address is deleted.`,
  changeMind: 'If you change your mind',
  undoHint: 'Keep this link. It is shown only now, and nobody can find it out again.',
  undoTitle: 'Take the reminder back?',
  undoButton: 'Take the reminder back',
  undoneTitle: 'It is taken back',
  undoneText: 'Nothing about you is kept here.',
  closedText: 'We cannot take an address at the moment.',
  refusedTitle: 'We do not write there',
  refusedText:
    'Where you live a letter from us could be used against you. Nothing that you entered was kept.',
  unknownTitle: 'We do not take an address without a country',
  unknownText:
    'As long as we do not know where you live, we cannot know whether a letter would harm you. Nothing that you entered was kept.',
  helpTitle: 'What helps and leaves no trace',
  help: {
    read: 'Go on reading us. That alone helps.',
    'pass-on': 'Pass a story on to somebody whom you trust.',
    'ask-abroad': 'Somebody whom you trust and who lives elsewhere can support us.',
  },
};
