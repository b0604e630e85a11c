import fc from 'fast-check';
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyEdition } from '#edition';
import type { VerifyReport } from '#edition';
import { CONTENT_ATTACKS, UNPROTECTED } from './testing/attacks-content.ts';
import { TUF_ATTACKS } from './testing/attacks-tuf.ts';
import { AT, HOUR, paperAt, story } from './testing/case.ts';
import { makePaper } from './testing/paper.ts';
import { sourceOf } from './testing/source.ts';

describe('attacks that TUF names', () => {
  test.each(TUF_ATTACKS)('%s', async (_, attack) => {
    await expect(attack()).resolves.toBeUndefined();
  });
});

describe('attacks on what lies below the signatures', () => {
  test.each(CONTENT_ATTACKS)('%s', async (_, attack) => {
    await expect(attack()).resolves.toBeUndefined();
  });
});

describe('what no signature protects, as it happens', () => {
  test.each(UNPROTECTED)('%s', async (_, attack) => {
    await expect(attack()).resolves.toBeUndefined();
  });
});

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

const verify = (files: ReadonlyMap<string, Uint8Array>, root: Uint8Array): Promise<VerifyReport> =>
  verifyEdition({ source: sourceOf(files), anchor: { root }, now: AT + HOUR, hash: sha256 });

test('every change of a single byte of a small edition is refused', async () => {
  const paper = await makePaper({
    files: [
      { path: 'index.html', text: 'Hello' },
      { path: '2026/11/23/a.html', text: 'A story' },
      { path: 'media/a/1.jpg', bytes: Uint8Array.of(1, 2, 3) },
    ],
    at: AT,
  });
  const files = paper.files();
  const root = paper.roots[0] ?? new Uint8Array(0);
  expect((await verify(files, root)).verdict).toBe('authentic');
  const changes = [...files].flatMap(([path, bytes]) => Array.from(bytes, (_, at) => ({ path, bytes, at })));
  expect(changes.length).toBeGreaterThan(5_000);
  const refuse = async ({ path, bytes, at }: (typeof changes)[number]): Promise<void> => {
    const altered = Uint8Array.from(bytes);
    altered[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    const { verdict } = await verify(new Map([...files, [path, altered] as const]), root);
    expect(verdict, `byte ${at} of ${path}`).not.toBe('authentic');
  };
  // Signatures are checked in threads: several at a time keep them from waiting for each other's turn.
  for (let from = 0; from < changes.length; from += 16)
    await Promise.all(changes.slice(from, from + 16).map(refuse));
}, 240_000);

test('random damage to an edition with a past is refused', async () => {
  const paper = await paperAt();
  const before = paper.files();
  await paper.rotate('press', AT + 60_000);
  await paper.publish({ put: [story(1, 'New'), story(90)], remove: [story(2).path] }, AT + 60_000);
  const files = paper.files();
  const paths = [...files.keys()];
  const root = paper.roots[0] ?? new Uint8Array(0);
  expect((await verify(files, root)).verdict).toBe('authentic');
  const path = fc.constantFrom(...paths);
  const damage = fc.oneof(
    fc.record({ how: fc.constant('flip' as const), path, at: fc.nat(), bit: fc.nat(7) }),
    fc.record({
      how: fc.constant('cut' as const),
      path,
      at: fc.nat(),
      length: fc.integer({ min: 1, max: 64 }),
    }),
    fc.record({
      how: fc.constant('insert' as const),
      path,
      at: fc.nat(),
      bytes: fc.uint8Array({ minLength: 1 }),
    }),
    fc.record({ how: fc.constant('swap' as const), path, other: path }),
    fc.record({ how: fc.constant('replay' as const), path }),
  );
  const damaged = (what: typeof damage extends fc.Arbitrary<infer T> ? T : never): Uint8Array => {
    const bytes = files.get(what.path) ?? new Uint8Array(0);
    const at = 'at' in what ? what.at % bytes.length : 0;
    if (what.how === 'flip')
      return bytes.map((byte, index) => (index === at ? byte ^ (1 << what.bit) : byte));
    if (what.how === 'cut')
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + what.length));
    if (what.how === 'insert')
      return Uint8Array.of(...bytes.subarray(0, at), ...what.bytes, ...bytes.subarray(at));
    return (what.how === 'swap' ? files.get(what.other) : before.get(what.path)) ?? bytes;
  };
  await fc.assert(
    fc.asyncProperty(damage, async (what) => {
      const bytes = damaged(what);
      const original = files.get(what.path) ?? new Uint8Array(0);
      fc.pre(!Buffer.from(bytes).equals(original));
      const { verdict } = await verify(new Map([...files, [what.path, bytes] as const]), root);
      expect(verdict).not.toBe('authentic');
    }),
    { numRuns: 300 },
  );
}, 120_000);
