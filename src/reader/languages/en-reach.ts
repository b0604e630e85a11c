import type { ReachWords } from './reach-words.ts';

export const enReach: ReachWords = {
  heading: 'How to keep reaching us',
  intro:
    'Addresses get blocked, and imitations appear in their place. A few minutes spent now will bring you back to us on the day when this address no longer opens.',
  stepsHeading: 'While this page still opens',
  steps: {
    bookmark: {
      what: 'Bookmark a second address.',
      why: 'Choose one from the list below. When one stops working, try the other before you search: a search leads to imitations too.',
    },
    starter: {
      what: 'Keep the starter file.',
      why: 'One small file with our addresses and our keys. It opens without a network, looks for an address that answers, and lets you read there and then. Put it where you would look for it.',
    },
    words: {
      what: 'Write down our fingerprint.',
      why: 'The 24 words at the end of this page name our keys. On paper they tell us from an imitation, even years from now and on another phone.',
    },
    cards: {
      what: 'Print cards for others.',
      why: 'Eight to a sheet, each with an address and the words. Give them to people whom you trust; whoever finds one can read the address too.',
    },
    onion: {
      what: 'Use our onion address.',
      why: 'It opens in Tor Browser alone. It cannot be blocked by name, and nobody on the line sees whom you read.',
    },
    pass: {
      what: 'Pass stories on as files.',
      why: '“Save this story”, at the end of each story, makes a single file. It opens without a network, travels by any messenger, and whoever receives it can check it.',
    },
  },
  addressesHeading: 'Our genuine addresses',
  addressesText: 'All of them show the same site. The list is signed with this edition.',
  onlyOne: 'There is no second address yet. When there is one, it will stand here.',
  addressKinds: { origin: 'our own', entry: 'mirror', onion: 'in Tor Browser' },
  listsText: 'The list to copy or to print:',
  limitsHeading: 'What we cannot protect you from',
  limits: [
    'The first visit. If the first page that you ever open is an imitation, everything on it may be false, these words too. Get an address, or the fingerprint, from somebody whom you trust.',
    'A searched phone. The browser’s history, bookmarks, saved files and whatever you keep for offline can be found by whoever holds your unlocked phone. “Forget everything” helps, and is no guarantee.',
    'Those who watch the line. Your provider sees which addresses you open, though not which stories. Tor Browser hides both.',
    'Those who run the addresses. Whoever runs a mirror sees your network address and what you ask for. A mirror can be slow or silent, but cannot change a story without your browser noticing.',
    'A wrong clock. If the date on your device is wrong, something old may pass for new. Compare it with the date under the nameplate.',
    'Payments. Money that you send to us stands in your bank’s books, and can be asked for there.',
    'What you say elsewhere. A link that you share shows others what you read.',
  ],
  fingerprintHeading: 'Our fingerprint',
  fingerprintText:
    'Copy these words in their order. Compare them whenever you meet us at a new address: “Is it genuine?” at the foot of each page shows them too.',
  unsigned: 'This edition is not signed yet, so there is no fingerprint to write down.',
  sample:
    'This is a sample newsroom. Anybody has its keys, so its fingerprint and its starter file prove nothing.',
  deviceHeading: 'On this device',
  noScript:
    'What this browser knows of our addresses is shown here by a small program, and your browser has been told to run none. You need it neither to read nor for anything above.',
  says: {
    asking: 'Asking this browser …',
    noWorker: 'This browser keeps nothing for us.',
    noWorkerWhat:
      'It looks for no other address by itself and cannot show stories without a network. That is so on a first visit, in some private windows, on pages opened from a disk, and on addresses that we share with strangers. Reading and checking work all the same. A second bookmark and the starter file do the rest by hand.',
    confirmed: 'You are reading edition {edition}. It was confirmed to be our latest on {confirmed}.',
    unconfirmed: 'Nothing has been confirmed from here yet.',
    source: 'It came from {source}.',
    stored: 'Kept on this device: {size} kB.',
    quiet:
      'You came by a quiet address: it shows a neutral name, and the browser does not ask for our own address at all.',
    drawing: 'Which addresses answered from here',
    you: 'you',
    states: {
      ok: 'answered',
      slow: 'slow',
      blocked: 'no answer',
      stale: 'shows an old edition',
      poisoned: 'shows what is not ours',
      unknown: 'not tried',
    },
    dataMirror: 'for fetching only',
    ms: '{ms} ms',
    keptHeading: 'Kept for offline',
    keptNone: 'No stories. Nothing is kept that you did not ask for.',
    keptAll: 'Every story that you open is kept.',
    keptRisk: 'Whoever searches this device can find them.',
    keepThis: 'Keep the story that you came from',
    keepAllLabel: 'Keep every story that I open',
    keepAllWhat:
      'You can then read them without a network, with the date on which each was kept. What the newsroom withdraws goes from here, too.',
    forget: 'Forget',
    exitLabel: 'Forget everything when I leave',
    exitWhat:
      'Nothing is written to this device but this choice, and that goes with the rest when you close our last page: set it again on your next visit. Each visit then starts anew: finding an address takes a little longer, and nothing can be read offline.',
    stealthLabel: 'Give this tab a neutral name and icon',
    stealthWhat:
      'Somebody who looks at your screen sees no name of ours in the tab, on pages that you open from now on. The pages themselves stay as they are.',
    wipeHeading: 'Forget everything now',
    wipe: 'Forget everything',
    wipeSure:
      'This removes stories, keys and addresses that this browser keeps for us. It does not touch the browser’s history and bookmarks, nor files that you saved.',
    wipeYes: 'Yes, forget',
    wipeNo: 'No',
    wiped:
      'Forgotten. This browser keeps nothing of ours any more. Remember the history, the bookmarks and the files.',
    tellHeading: 'Tell the newsroom what is blocked',
    tellWhat:
      'We cannot see who reads us, so we do not know what fails where. You can tell us. Nothing is sent before you have seen it.',
    tellShow: 'Show what would be sent',
    tellThis: 'This, and nothing else, is sent. It is added to sums; your network address is not kept.',
    country: 'Country, if you like',
    noCountry: 'not said',
    tellSend: 'Send it',
    tellNot: 'Do not send',
    told: 'Sent. Thank you.',
    refused: 'That did not work: {why}',
  },
  cards: {
    heading: 'Cards to hand out',
    intro:
      'Print on A4 at 100 %, one page for each address, and cut along the lines. Give different people different addresses: whoever finds one card finds one address.',
    sheet: 'Eight cards: {address}',
    verify: 'If the words differ, it is not us.',
    onion: 'Tor Browser',
    dated: 'Of {date}',
  },
  starter: {
    title: 'The way to {name}',
    intro:
      'This file opens without a network. It carries our addresses and the keys by which it tells us from an imitation.',
    trust:
      'Whoever gave you this file could have changed it, and could have written this sentence too. Trust it as far as you trust them, and compare these words with ours from another hand.',
    try: 'Find an address that works',
    tryRisk: 'Your browser will ask the addresses in this file. Whoever watches your line can see that.',
    trying: 'Asking {count} addresses …',
    noScript: 'Addresses to try by hand:',
    dated: 'Addresses of {date}',
    entries: 'Addresses',
    states: {
      genuine: 'signed by these keys, confirmed {confirmed}',
      silent: 'no answer',
      other: 'not signed by these keys',
      old: 'signed by these keys, but an older edition: {edition}',
    },
    found: 'What stands below is signed by the keys in this file: edition {edition}, confirmed {confirmed}.',
    stale: 'Nobody has confirmed since {confirmed} that this is the latest. There may be newer news.',
    none: 'None of the addresses gave anything that is signed by these keys. Try again on another network, or ask whoever gave you this file for a newer one.',
    news: 'The newest stories',
    whole: 'The whole front page',
    back: 'Back',
    opening: 'Fetching and checking …',
    failed: 'That page could not be fetched and checked. Try again, or another one.',
    gone: 'There is no such page in this edition.',
    shown: 'Edition {edition}, by way of {source}',
  },
};
