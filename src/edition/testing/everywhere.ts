import { useFallback } from '../tuf/ed25519.ts';
import { verifyEdition } from '../verify.ts';
import { CONTENT_ATTACKS, UNPROTECTED } from './attacks-content.ts';
import { TUF_ATTACKS } from './attacks-tuf.ts';
import { AT, HOUR, paperAt, pathOf, same, story } from './case.ts';
import type { Case } from './case.ts';
import { TestReader } from './reader.ts';
import { sourceOf } from './source.ts';

/* What has to hold wherever editions are signed or read: in Node, in every browser, with and without its own Ed25519. */

const BASICS: readonly Case[] = [
  [
    'sign, follow, open, sign again, publish, visit',
    async () => {
      const paper = await paperAt();
      const reader = TestReader.of(paper, AT + HOUR);
      same((await reader.follower.update()).record.number, 1, 'the first edition');
      same(await reader.text(pathOf(3)), 'Text 3', 'a page');
      await paper.signAgain(AT + 2 * HOUR);
      await paper.rotate('press', AT + 3 * HOUR);
      await paper.publish({ put: [story(3, 'New')], remove: [pathOf(4)] }, AT + 3 * HOUR);
      reader.files = paper.files();
      const { file, update } = await reader.follower.visit(pathOf(3));
      same([update.record.number, new TextDecoder().decode(file?.bytes)], [2, 'New 3'], 'the second edition');
      same(await reader.text(pathOf(4)), null, 'a page that went');
    },
  ],
  [
    'verify: authentic, altered, unknown',
    async () => {
      const paper = await paperAt();
      const files = paper.files();
      const anchor = { fingerprint: paper.fingerprint };
      const verdict = async (given: typeof anchor | null): Promise<string> =>
        (await verifyEdition({ source: sourceOf(files), anchor: given, now: AT + HOUR })).verdict;
      same(await verdict(anchor), 'authentic', 'as it was signed');
      same(await verdict(null), 'unknown', 'without an anchor');
      files.set(pathOf(1), Uint8Array.of(1));
      same(await verdict(anchor), 'altered', 'with another page');
    },
  ],
  [
    'the same seeds give the same editions, byte for byte',
    async () => {
      const both = [];
      for (const fallback of [false, true]) {
        useFallback(fallback);
        const files = (await paperAt()).files();
        // Platforms pack in ways of their own; everything signed is the same.
        both.push([...files].filter(([path]) => path.endsWith('.root.json')).map(([, bytes]) => [...bytes]));
      }
      same(both[0], both[1], 'WebCrypto beside JavaScript');
    },
  ],
];

export const CASES: readonly Case[] = [...BASICS, ...TUF_ATTACKS, ...CONTENT_ATTACKS, ...UNPROTECTED];

/** Runs all cases, as a page does that has no test runner. @returns their names, with what went wrong or null */
export async function runAll(fallback: boolean): Promise<[name: string, problem: string | null][]> {
  const results: [string, string | null][] = [];
  for (const [name, run] of CASES) {
    useFallback(fallback);
    const problem = await run().then(
      () => null,
      (error: unknown) => String(error),
    );
    results.push([name, problem]);
  }
  useFallback(false);
  return results;
}
