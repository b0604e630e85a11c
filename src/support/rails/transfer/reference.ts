import { TransferError } from './error.ts';
import { inGroups } from './iban.ts';
import { checkDigits, mod97 } from './mod97.ts';

/** An ISO 11649 creditor reference in capitals without spaces: `RF18539007547034`. */
export type Reference = string & { readonly __reference: unique symbol };

/** Digits alone: on every keyboard, never taken for one another, and no slip of one or of two neighbours stays unseen. */
const BODY_DIGITS = 16;
const OWN = /^RF\d{18}$/;

/** @param random whole numbers from 0 to below `below`, of a source that nobody can foretell */
export function newReference(random: (below: number) => number): Reference {
  return referenceOf(Array.from({ length: BODY_DIGITS }, () => String(random(10))).join(''));
}

/** The reference over 1 to 21 letters and digits. Throws a TransferError `reference`. */
export function referenceOf(body: string): Reference {
  if (!/^[0-9A-Z]{1,21}$/.test(body))
    throw new TransferError('reference', `"${body}" makes no reference; pass 1 to 21 capitals and digits`);
  return `RF${checkDigits(`${body}RF`)}${body}` as Reference;
}

/** Reads what people type; null for what is no reference or has a slip in it. */
export function readReference(text: string): Reference | null {
  const plain = text.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
  return isReference(plain) ? plain : null;
}

function isReference(plain: string): plain is Reference {
  return (
    /^RF\d\d[0-9A-Z]{1,21}$/.test(plain) &&
    mod97(`${plain.slice(4)}${plain.slice(0, 4)}`) === 1 &&
    checkDigits(`${plain.slice(4)}RF`) === plain.slice(2, 4)
  );
}

/** As it is printed, in groups of four. */
export function printedReference(reference: Reference): string {
  return inGroups(reference);
}

/** Looked at in one text at most, so that nobody can make a line that takes long. */
const MOST_BEGINNINGS = 20;
const SHORTEST = 5;
const LONGEST = 25;

export interface Sought {
  /** With right check digits, the longest of each beginning first. */
  found: Reference[];
  /** What begins like one and is wrong by one character: the right ones that it may have been. */
  meant: Reference[];
}

/**
 * Looks for references in a payer's own words: whatever the spaces, line breaks, hyphens and case, and whatever stands
 * before and behind. What is glued to it is told apart by the check digits, so one text may give several; who asks
 * knows which of them exist.
 */
export function findReferences(words: string): Sought {
  const plain = words.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
  const found = new Set<Reference>();
  const meant = new Set<Reference>();
  let looked = 0;
  for (
    let at = plain.indexOf('RF');
    at !== -1 && looked < MOST_BEGINNINGS;
    at = plain.indexOf('RF', at + 1)
  ) {
    looked += 1;
    const candidate = plain.slice(at, at + LONGEST);
    for (let length = candidate.length; length >= SHORTEST; length--) {
      const part = candidate.slice(0, length);
      if (isReference(part)) found.add(part);
    }
    for (const one of meantBy(candidate.slice(0, BODY_DIGITS + 4))) meant.add(one);
  }
  return { found: [...found], meant: [...meant].filter((one) => !found.has(one)) };
}

/** Right references of our own form that differ by one character, or by two neighbours that changed places. */
function meantBy(plain: string): Reference[] {
  if (plain.length !== BODY_DIGITS + 4) return [];
  const meant: Reference[] = [];
  const add = (text: string): void => {
    if (OWN.test(text) && isReference(text)) meant.push(text);
  };
  for (let at = 2; at < plain.length; at++) {
    for (const other of '0123456789') {
      const changed = `${plain.slice(0, at)}${other}${plain.slice(at + 1)}`;
      if (other !== plain[at]) add(changed);
    }
    const [one = '', next = ''] = plain.slice(at, at + 2);
    const swapped = `${plain.slice(0, at)}${next}${one}${plain.slice(at + 2)}`;
    if (one !== next) add(swapped);
  }
  return meant;
}
