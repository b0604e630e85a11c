/** Letters as readers count them. */
const MOST = 40;
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A name as it would stand on the wall: composed, without spaces around it. Null for what is none: nothing that shows,
 * more than 40 letters, marks that turn the direction of what stands beside, something to follow.
 */
export function wallName(text: string): string | null {
  const name = text.normalize('NFC').trim().replaceAll(/ +/g, ' ');
  if (!/[\p{L}\p{N}]/u.test(name) || /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(name)) return null;
  // The joiners of Persian and Indic writing are part of names; all else that is not seen is not.
  if (/\p{Cf}/u.test(name.replaceAll(/[\u200c\u200d]/g, ''))) return null;
  if (/[@<>]|:\/\/|\bwww\./i.test(name)) return null;
  const count = [...letters.segment(name)].length;
  // A letter may bear marks, and not a tower of them.
  return count > MOST || name.length > 4 * MOST ? null : name;
}
