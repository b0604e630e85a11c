import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findReferences,
  newReference,
  printedReference,
  readReference,
  type Reference,
  referenceOf,
} from './reference.ts';

/** Whole numbers below something, the same for the same seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('references that others gave out are read, and made again from what stands behind their check digits', () => {
  for (const known of ['RF18539007547034', 'RF471234567890', 'RF712348231', 'RF45G72UUR']) {
    expect(readReference(known), known).toBe(known);
    expect(referenceOf(known.slice(4))).toBe(known);
  }
  expect(printedReference(readReference('rf18 5390 0754 7034') as Reference)).toBe('RF18 5390 0754 7034');
  expect(readReference('RF19539007547034')).toBeNull();
  expect(() => referenceOf('')).toThrow('makes no reference');
  expect(() => referenceOf('1234567890123456789012')).toThrow('makes no reference');
});

test('of a reference that we give out no slip of a digit, and no two neighbours that changed places, stay unseen', () => {
  const random = seeded(11);
  for (let turn = 0; turn < 10; turn++) {
    const reference = newReference(random);
    expect(reference).toMatch(/^RF\d{18}$/);
    for (let at = 2; at < reference.length; at++) {
      for (const other of '0123456789') {
        const slip = `${reference.slice(0, at)}${other}${reference.slice(at + 1)}`;
        if (slip === reference) continue;
        expect(readReference(slip)).toBeNull();
        const { found, meant } = findReferences(slip);
        // What is shorter may fit by chance, and nobody was given it.
        expect(found.filter(({ length }) => length === reference.length)).toEqual([]);
        expect(meant).toContain(reference);
      }
      const swapped = `${reference.slice(0, at)}${reference[at + 1] ?? ''}${reference[at]}${reference.slice(at + 2)}`;
      if (swapped === reference) continue;
      expect(readReference(swapped)).toBeNull();
      expect(findReferences(`for the paper ${swapped} thanks`).meant).toContain(reference);
    }
  }
});

test('a reference is found in whatever words a payer or a bank puts around it', () => {
  const reference = newReference(seeded(4));
  const printed = printedReference(reference);
  for (const words of [
    reference,
    printed,
    printed.toLowerCase(),
    `Contribution ${printed}. Thank you`,
    `SVWZ+${reference}ABWA+someone`,
    `gift/${reference.slice(0, 9)}\n${reference.slice(9)}/monthly`,
    printed.replaceAll(' ', '-'),
    printed.replaceAll(' ', '\u00a0'),
    `RF RF RF ${printed}`,
    `BRF${reference}`,
    `${reference}2026`,
    `Поддержка ${printed} спасибо`,
  ])
    expect(findReferences(words).found, words).toContain(reference);
  expect(findReferences('For the newsroom, with thanks').found).toEqual([]);
  expect(findReferences('RF'.repeat(100_000)).found.length).toBeLessThan(200);
});

test('two references in one text are both found, and none is made up', () => {
  const [one, other] = [newReference(seeded(5)), newReference(seeded(6))];
  const { found } = findReferences(`${printedReference(one)} and ${printedReference(other)}`);
  expect(found).toContain(one);
  expect(found).toContain(other);
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('R', 'F', 'r', '1', '9', ' ', 'ж', '\u0660'), maxLength: 80 }),
      (words) => {
        for (const reference of findReferences(words).found) expect(readReference(reference)).toBe(reference);
      },
    ),
    { seed: 2, numRuns: 300 },
  );
});
