import { createHash } from 'node:crypto';

/* The code on a receipt, which alone opens a contribution: 95 random bits and a sign that finds a slip. */

/** Crockford's base 32: no I, L, O, U. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const OF_SIGNS = new RegExp(`^[${SIGNS}]+$`);
const LENGTH = 19;
/** A prime finds one wrong sign, and two that changed places. Codes whose rest no sign stands for are not given out. */
const PRIME = 37;

/** @param random as many bytes as asked for, that nobody can guess */
export function makeCode(random: (bytes: number) => Uint8Array): string {
  for (;;) {
    const signs = [...random(LENGTH)].map((byte) => SIGNS[byte & 31]).join('');
    const check = checkOf(signs);
    if (check !== null) return printCode(signs + check);
  }
}

/** What somebody typed or pasted, as it was printed: capitals, groups of four. Null where it cannot be one. */
export function readCode(text: string): string | null {
  const signs = text
    .toUpperCase()
    .replaceAll(/[\s\-‐-―_.]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (signs.length !== LENGTH + 1) return null;
  const body = signs.slice(0, LENGTH);
  if (!OF_SIGNS.test(body) || checkOf(body) !== signs.slice(LENGTH)) return null;
  return printCode(signs);
}

/** What is kept of a code, hex. There are too many codes for anybody to try them all. */
export const hashCode = (code: string): string =>
  createHash('sha256').update(`longwave contribution ${code}`).digest('hex');

const printCode = (signs: string): string => (signs.match(/.{1,4}/g) ?? []).join('-');

function checkOf(signs: string): string | null {
  let rest = 0;
  for (const sign of signs) rest = (rest * 32 + SIGNS.indexOf(sign)) % PRIME;
  return SIGNS[rest] ?? null;
}
