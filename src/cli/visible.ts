/**
 * What a terminal obeys instead of showing it, or shows as nothing: control characters (with them every escape
 * sequence), characters that turn the direction of the text around them, and invisible ones, lone surrogates too.
 * Line ends and tabs are text.
 */
const UNSEEN =
  /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]--[\n\t\p{Join_Control}\p{Variation_Selector}[\p{Script=Arabic}&&\p{Cf}]]]/gv;

/** Joiners belong to the spelling of Persian, of Indian scripts and of emoji; anywhere else they only hide. */
const STRAY_JOINER =
  /(?<![[\p{L}\p{M}\p{Extended_Pictographic}\ufe0f]--[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]])\p{Join_Control}/gv;

/**
 * Text as a terminal may show it: what is obeyed or unseen stands as `\u202e`, so that a headline cannot paint over
 * other lines or show words in another order. Doing it twice changes nothing, and inside JSON it means the same.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, escaped).replace(STRAY_JOINER, escaped);
}

/** The same for what is a part of a line, such as the name of a file: a line end in it would begin a line of its own. */
export function visibleInLine(text: string): string {
  return visible(text).replace(/[\n\t]/g, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
