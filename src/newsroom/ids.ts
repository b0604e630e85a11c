const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** 12 characters of a-z and 2-7: 60 bits, safe in file names and addresses. */
export function newId(random: () => number): string {
  let id = '';
  for (let at = 0; at < 12; at++) id += LETTERS[Math.floor(random() * 32)] ?? 'a';
  return id;
}
