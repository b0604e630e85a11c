/**
 * ISO 7064, MOD 97-10, as ISO 13616 and ISO 11649 use it: what capitals (A is 10) and digits leave when they are divided
 * by 97. 1 for what bears its right check digits at its end.
 */
export function mod97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    rest = code < A ? (rest * 10 + code - ZERO) % 97 : (rest * 100 + code - A + 10) % 97;
  }
  return rest;
}

const [ZERO, A] = [48, 65];

/** The two digits to put behind `text`. */
export function checkDigits(text: string): string {
  return String(98 - mod97(`${text}00`)).padStart(2, '0');
}
