import type { VerifyWords } from './verify-words.ts';

export const enVerify: VerifyWords = {
  heading: 'Is it genuine?',
  intro:
    'Check a link, a saved story or a whole copy of this site. The checking is done here, by your own browser: no file leaves your device, and nothing is kept.',
  link: 'Link to a page',
  check: 'Check',
  drop: 'Drop files or a folder here',
  files: 'Choose files',
  folder: 'Choose a folder',
  answer: 'The answer',
  noScript:
    'This page checks with a small program of its own, and your browser has been told to run none. Without it you can still read every story; to check one, allow scripts for this page, or use the command “longwave verify”.',
  noScriptSave:
    'To save a story without it, put “-/save/” before the story’s own part of the address at {address}, for example:',
  unsigned: 'This edition is not signed yet, so nothing can be checked against it.',
  sample: 'This is a sample newsroom. Anybody has its keys, so that “genuine” here is only a demonstration.',
  limitsHeading: 'What this page can and cannot know',
  limits: [
    'It compares every byte with what we signed. A changed word, picture or date shows.',
    'If you opened this page on a clone of our site, the clone wrote the answer. Open it from an address that you trust, or compare the words below with those that you have from us on paper.',
    'It cannot see what is kept from it: somebody may show you an old edition and hide the newer one. So it tells you how old the answer is.',
    'To check a link it asks the host in that link, which sees your address. Files that you drop are sent nowhere.',
  ],
  addressesHeading: 'Our genuine addresses',
  addressesText: 'Signed with this edition:',
  fingerprintHeading: 'Our fingerprint',
  fingerprintText:
    'These 24 words name our keys. If they are the ones that you have from us by another way, this page answers for us.',
  note: {
    heading: 'A saved copy',
    text: 'This is a story of {name}, saved as one file. A file cannot vouch for itself: whoever changed it could have written these words too.',
    date: 'From edition {edition} of {published}. Not confirmed newer than {confirmed}: the story may have been corrected or withdrawn since.',
    how: 'How to check it',
    check:
      'To check it, open one of our genuine addresses, for example {address}, choose “Is it genuine?” at the foot of any page and drop this file there. That also works without a network, on a copy of our site. Our fingerprint:',
  },
  says: {
    verdicts: {
      authentic: 'Genuine',
      altered: 'Altered',
      old: 'Genuine, but old',
      expired: 'Genuine, but not confirmed lately',
      unknown: 'We cannot tell',
      mixed: 'Not everything is genuine',
    },
    working: 'Checking …',
    progress: 'Comparing files: {done} of {total}',
    failed: 'Something went wrong while checking: {why}',
    published: '“{headline}” is what we published, to the last byte: edition {edition} of {published}.',
    stands:
      'It still stands like this in our newest edition that can be reached from here, edition {edition} of {published}.',
    changed: 'The story was changed in a later edition. As it reads now:',
    withdrawn: 'We have withdrawn this story since.',
    gone: 'The story no longer stands at its address.',
    current: 'No newer edition can be reached from here.',
    behind: 'Editions between this one and the newest that can be reached from here: {count}.',
    expired:
      'Since {confirmed} nobody has confirmed that this is our latest word. It may have been corrected or withdrawn.',
    offline: 'Not compared with our newest edition, since no copy of our site can be asked from here.',
    mirrorFailed:
      'Not compared with our newest edition: what this copy of our site shows could not be proven.',
    content: 'The file carries our signatures, but somebody changed what it shows you.',
    should: 'We published',
    reads: 'The file says',
    proof: 'The file says that it is ours, but its proof was damaged or forged. Do not rely on it.',
    otherKeys: 'It is signed by other keys than ours, or by keys that we have replaced since.',
    newer:
      'It was saved by a newer version of the program than this page’s. Check it on a newer copy of our site.',
    noAnchor: 'This page carries no keys to check against.',
    sample: 'These are the keys of a sample newsroom. Anybody has them; this proves nothing of a real paper.',
    whole: 'This is the whole of edition {edition} of {published}.',
    part: 'Compared with edition {edition} of {published}.',
    compared: 'Files compared: {count}.',
    alteredFiles: 'Files that are not as we signed them: {count}.',
    more: 'and {count} more',
    reasons: {
      changed: 'changed',
      missing: 'missing',
      extra: 'not ours',
      unproven: 'cannot be proven',
    },
    looseUnknown:
      'Nothing in it says what it is. Drop the folder that it comes from, or a story that was saved with “Save this story”.',
    looseChanged:
      'It is not, byte for byte, the page of our newest edition. That need not be a forgery: browsers change pages when they save them, and stories get corrected. Use “Save this story”, or check the link instead.',
    looseFound: '{path} is as we published it.',
    nothingSigned: 'The folder holds no signatures. Export it with its folder “edition”.',
    noFiles: 'There is no file in it.',
    badLink: 'This is no web address. It should begin with https:// and name a host.',
    unreadable:
      'The browser could not read {host}: the host does not answer, does not allow it, or is blocked.',
    unreadableHow:
      'Save the page with the browser’s “Save link as …” and drop the file here, or use the command “longwave verify” with the link.',
    linkFound: 'The page at {host} is what we published, to the last byte: edition {edition} of {published}.',
    linkOld: 'The page at {host} is ours, but of edition {edition} of {published}. Editions since: {count}.',
    linkAltered:
      'The page at {host} is not what we signed for this address. It was altered, or {host} keeps an old copy without its signatures. Do not rely on it.',
    linkUnknown: 'There is no such page in our edition, and {host} shows no signatures of ours.',
    linkHost: '{host} is not one of the addresses that we name, but what it shows here is ours.',
    saveHeading: 'Save this story',
    saving: 'Fetching and checking the story …',
    saved: '“{headline}” is ready: one file of {size} kB that opens without a network.',
    download: 'Download the file',
    pictures: 'Pictures in it: {held} of {all}.',
    saveFailed: 'The story could not be put together: {why}',
    saveOffline:
      'A page that was opened from a disk cannot read the files beside it. Open this page on the web to save a story.',
  },
};
