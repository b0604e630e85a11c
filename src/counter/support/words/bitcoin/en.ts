import type { BitcoinWords } from './words.ts';

export const en: BitcoinWords = {
  where: {
    title: 'Where do you live?',
    intro:
      'No bank hears of a gift in bitcoin. In some countries giving to us is punished all the same, and a payment can be traced. So we ask first.',
    country: 'Country in which you live',
    choose: 'Choose a country',
    public:
      'The chain of bitcoin is public for ever. An exchange at which you showed your passport can tell that a payment was yours.',
    button: 'Show me where to send it',
  },
  pay: {
    title: 'Send it from your wallet',
    intro: 'This address was made for this gift alone. Any amount that comes there counts.',
    worth: (value) => `That is ${value} at the rate of this hour.`,
    chain: 'In bitcoin',
    lightning: 'Or over Lightning',
    lightningIntro: 'For wallets that can do it: at once, and for small gifts with the least fee.',
    amount: 'Amount',
    address: 'Address',
    invoice: 'Lightning invoice',
    wallet: 'Open it in a wallet on this device',
    code: 'A code that wallets read: address and amount',
    codeLightning: 'A code that Lightning wallets read',
    left: (span, time) => `The rate holds for ${span} more, until ${time} UTC.`,
    enough: 'You need not stay here. Once it is sent, it comes by itself.',
    look: 'Look whether it has come',
    discreet: 'Send it from a wallet that bears no name of yours, and over Tor if you can.',
  },
  short: {
    title: 'A part of it has come',
    came: (came, rest) => `${came} has come, and counts. You had chosen more: ${rest} can still be sent.`,
  },
  seen: {
    title: 'It has been seen',
    text: 'Bitcoin makes sure of it within about an hour. You can close this page; nothing more is to be done.',
  },
  paid: {
    title: 'Thank you',
    text: 'It has arrived.',
    over: 'It is more than you had chosen, and all of it counts. If your finger slipped, write to us: we can give the rest back.',
    late: 'It came after its hour was over, and counts all the same.',
  },
  ended: {
    title: 'The hour is over',
    text: 'Nothing has come to that address so far. If you have sent it already, look again in a while: it is not lost. Otherwise have a new address made, at the rate of now.',
    again: 'Make a new address',
  },
  endedShort: {
    title: 'Thank you',
    came: (came) => `${came} has come, and counts.`,
    text: 'It is less than you had chosen. That is fine. If you want to give the rest, begin another gift.',
    more: 'To the ways to give',
  },
  invalid: {
    title: 'It did not arrive',
    text: 'What had been sent was taken back before bitcoin made sure of it, or never came into a block. Your wallet shows what became of it.',
  },
  away: 'Our bitcoin server does not answer now. What you have sent is not lost. Look again in a few minutes.',
  back: 'Back to the address',
  refused: {
    unknown:
      'You named no country that we know. We could not tell whether a gift puts you at risk, so we make no address.',
    country: 'We take no gifts from this country, in bitcoin either:',
    grounds: {
      offence:
        'Giving to us is an offence there. Bitcoin does not hide it: what was paid stays readable for ever.',
      designated:
        'We were designated there, and people are charged for gifts to such papers, however they were sent.',
      sanctions: 'Payments from there fall under sanctions, whichever way they go.',
      prosecuted: 'People were questioned or charged there over gifts like this.',
    },
    nothing: 'No address was made, and nobody was told that you asked.',
  },
  warned: { title: 'Before you send it' },
};
