import { hash } from 'node:crypto';
import { type Asking, askingMarks, type AskingMarks, reminderDays } from './asking.ts';
import { readLabels } from './labels.ts';
import type { PressOptions } from './run.ts';

/** What pages say of supporting the paper now, with digests that the next press compares. */
export type Asked = { asking: Asking | null; marks: AskingMarks; digest: string };

/** @param gap whether the edition holds a picture of the gap */
export async function askingOf(
  options: Pick<PressOptions, 'newsroom' | 'at' | 'support'>,
  gap: boolean,
): Promise<Asked> {
  const { newsroom, at } = options;
  const shown = (await options.support?.()) ?? null;
  if (shown === null) return { asking: null, marks: {}, digest: '' };
  const asking = { shown, gap, days: reminderDays(at) };
  const [labels, sections] = await Promise.all([readLabels(newsroom), newsroom.sections.list()]);
  const ids = sections.map(({ id }) => id);
  // Days to be reminded on come with whatever edition is made, and are no reason for one.
  const digest = hash('sha256', JSON.stringify({ shown, gap })).slice(0, 16);
  return { asking, marks: askingMarks(asking, labels, ids, at), digest };
}

export const sameMarks = (one: AskingMarks, other: AskingMarks): boolean =>
  Object.keys({ ...one, ...other }).every((key) => one[key] === other[key]);
