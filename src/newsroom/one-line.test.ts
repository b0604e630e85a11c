import { expect, test } from 'vitest';
import { checkAuthor, checkDraft, checkPictureWords } from './borders.ts';
import { draft } from './testing.ts';
import type { MediaId } from './types.ts';

test.each(['\u200f\u200e\u2066', '\u200b \ufeff', '\u00ad\u2060', '\u200d'])(
  'a headline of which nothing can be seen is none',
  (headline) => {
    expect(checkDraft({ ...draft('One'), headline }).headline).toBe('');
  },
);

test.each(['\u200f\u200e\u2066', '\u2067\u2069'])(
  'a name of which nothing can be seen is refused',
  (name) => {
    const author = { id: 'ann', bios: {}, pseudonymous: false, portrait: null };
    expect(() => checkAuthor({ ...author, names: { en: name } })).toThrow('must not be empty');
  },
);

test('what turns the direction of other text is taken out of every field of one line, and no letter with it', () => {
  const turned = '\u202eOne\u202c \u2067two\u2069 \u202athree\u2068';
  const { headline, standfirst, kicker, lead } = checkDraft({
    ...draft('One'),
    headline: turned,
    standfirst: turned,
    kicker: turned,
    lead: { media: 'm' as MediaId, alt: turned, caption: turned },
  });
  expect({ headline, standfirst, kicker, lead }).toEqual({
    headline: 'One two three',
    standfirst: 'One two three',
    kicker: 'One two three',
    lead: { media: 'm', alt: 'One two three', caption: 'One two three' },
  });
  expect(checkPictureWords({ credit: turned, alts: { en: turned } })).toEqual({
    credit: 'One two three',
    alts: { en: 'One two three' },
  });
});

test.each(['می\u200cگوید', 'Radio\u200f!', 'שלום\u200e 5', 'क्\u200dष', '👩\u200d🚒'])(
  '%j stays',
  (headline) => {
    expect(checkDraft({ ...draft('One'), headline }).headline).toBe(headline);
  },
);
