import { hash } from 'node:crypto';
import { type Asking, askingMarks, type AskingMarks, reminderDays } from './asking.ts';
import { readLabels } from './labels.ts';
import type { Output } from './output.ts';
import type { PressOptions } from './run.ts';

/** What pages say of supporting the paper now, with digests that the next press compares. */
export type Asked = { asking: Asking | null; marks: AskingMarks; digest: string };

export async function askingOf(
  options: Pick<PressOptions, 'newsroom' | 'at' | 'support'>,
  given: readonly Output[],
): Promise<Asked> {
  const { newsroom, at } = options;
  const shown = (await options.support?.()) ?? null;
  if (shown === null) return { asking: null, marks: {}, digest: '' };
  const gaps = given.map(({ path }) => path).filter((path) => /(?:^|\/)gap\.svg$/.test(path));
  const asking = { shown, gaps, days: reminderDays(at) };
  const [labels, sections] = await Promise.all([readLabels(newsroom), newsroom.sections.list()]);
  const ids = sections.map(({ id }) => id);
  // Days to be reminded on come with whatever edition is made, and are no reason for one.
  const digest = hash('sha256', JSON.stringify({ shown, gaps })).slice(0, 16);
  return { asking, marks: askingMarks(asking, labels, ids, at), digest };
}

export const sameMarks = (one: AskingMarks, other: AskingMarks): boolean =>
  Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
