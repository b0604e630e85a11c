import { makePaper } from './paper.ts';
import type { Paper, PaperFile, PaperOptions } from './paper.ts';
import { refusal, TestReader } from './reader.ts';

/* Tests as data, so that Node and browsers run the same ones. */

export type Case = readonly [name: string, run: () => Promise<void>];

export const AT = Date.UTC(2026, 10, 23);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const pathOf = (at: number): string => `2026/11/23/story-${at}.html`;
export const story = (at: number, text = 'Text'): PaperFile => ({ path: pathOf(at), text: `${text} ${at}` });
export const STORIES: PaperFile[] = Array.from({ length: 40 }, (_, at) => story(at));

/** @throws Error with what should have been */
export function same(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

export const paperAt = (more: Partial<PaperOptions> = {}): Promise<Paper> =>
  makePaper({ files: STORIES, at: AT, ...more });

/** A reader who has read the first edition of a paper. */
export async function returningReader(paper: Paper): Promise<TestReader> {
  const reader = TestReader.of(paper, AT + HOUR);
  await reader.follower.update();
  reader.take();
  return reader;
}

/** That an update is refused with one of some codes, and that what was trusted before is still shown. */
export async function refuses(reader: TestReader, codes: readonly string[], what: string): Promise<void> {
  for (const first of ['time', 'bundle'] as const) {
    const code = await refusal(reader.follower.update(first));
    if (!codes.includes(code)) throw new Error(`${what}: ${code} instead of ${codes.join(' or ')}`);
  }
  const before = await reader.follower.recall();
  same(before?.record.number, 1, `${what}: the edition known before`);
}

/** Metadata in a file, changed. */
export function edited(bytes: Uint8Array | undefined, change: (signed: Record<string, unknown>) => void) {
  const file = JSON.parse(new TextDecoder().decode(bytes)) as { signed: Record<string, unknown> };
  change(file.signed);
  return file.signed;
}
