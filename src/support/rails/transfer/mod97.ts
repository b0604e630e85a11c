/**
 * ISO 7064, MOD 97-10, as ISO 13616 and ISO 11649 use it: what letters (A is 10) and digits leave when they are divided
 * by 97. 1 for what bears its right check digits at its end.
 */
export function mod97(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest;
}

/** The two digits to put behind `text`. */
export function checkDigits(text: string): string {
  return String(98 - mod97(`${text}00`)).padStart(2, '0');
}
