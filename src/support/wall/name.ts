/** What may be a host: a point of any writing with two signs right behind it, or numbers on both sides. Initials have one. */
const HOST = /[\p{L}\p{M}\p{N}-][.\u3002\uff0e\uff61](?:[\p{L}\p{M}\p{N}-]{2}|(?<=\p{N}.)\p{N})/u;
/** Letters as readers count them. */
const MOST = 40;
/** More marks on one letter than any writing needs. */
const TOWER = /\p{M}{9}/u;
/** Of what is not seen, the joiners of Persian and Indic writing, and the choice between a sign's two forms, are part of names. */
const JOINERS = /\u200c|\u200d|\ufe0e|\ufe0f/g;
const letters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * A name as it would stand on the wall: composed, without spaces around it. Null for what is none: nothing that shows,
 * more than 40 letters, marks that turn the direction of what stands beside, something to follow.
 */
export function wallName(text: string): string | null {
  const name = text
    .normalize('NFC')
    .trim()
    .replaceAll(/\p{Zs}+/gu, ' ');
  if (!/[\p{L}\p{N}]/u.test(name) || /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(name)) return null;
  // Some letters are not seen either: the fillers of Korean.
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(name.replaceAll(JOINERS, ''))) return null;
  // A letter may bear marks, and not a tower of them.
  if (TOWER.test(name)) return null;
  if (/[@<>/]|\bwww\./i.test(name) || HOST.test(name.replaceAll(JOINERS, ''))) return null;
  const count = [...letters.segment(name)].length;
  return count > MOST || name.length > 4 * MOST ? null : name;
}
