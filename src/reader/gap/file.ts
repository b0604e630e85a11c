import { checkOpening, GapError, parseOpening, parseRecord, requireContinued } from '#gap';
import { type Answer, compute, type Speech } from './compute.ts';
import type { PageData } from './data.ts';

/** Larger than what a newsroom publishes in a hundred years. */
export const MOST_BYTES = 16_000_000;

/**
 * What a file that a reader chose is, and whether it is right: an older copy of the text, the proof of one contribution.
 *
 * @param published the text that this place has; null where it could not be read
 */
export async function answerFile(
  data: PageData,
  speech: Speech,
  { text, published }: { text: string; published: string | null },
): Promise<Answer> {
  const { words } = data;
  if (text.startsWith('longwave gap opening ')) return answerOpening(data, speech, { text, published });
  if (text.startsWith('longwave gap book ')) return { good: false, heading: words.book, steps: [] };
  if (!text.startsWith('longwave gap ')) return { good: false, heading: words.unknown, steps: [] };
  if (published === null) return compute(data, text, speech);
  return answerCopy(data, speech, { text, published });
}

function answerCopy(
  data: PageData,
  { say, day }: Speech,
  { text, published }: { text: string; published: string },
): Answer {
  const { words } = data;
  const record = parseRecord(text);
  const last = record.lines.findLast((line) => line.kind === 'seal');
  if (text === published) return { good: true, heading: words.olderSame, steps: [] };
  if (text.startsWith(published)) return { good: false, heading: words.ahead, steps: [] };
  try {
    requireContinued(text, published);
  } catch (error) {
    if (!(error instanceof GapError)) throw error;
    return { good: false, heading: say(words.rewritten, { why: error.message }), steps: [] };
  }
  const date = last?.kind === 'seal' ? day(last.day) : '';
  return { good: true, heading: say(words.older, { date }), steps: [] };
}

async function answerOpening(
  { words }: PageData,
  { say, money, day }: Speech,
  { text, published }: { text: string; published: string | null },
): Promise<Answer> {
  const opening = parseOpening(text);
  const { posting, index, size } = opening;
  try {
    if (published === null) throw new GapError('wrong_opening', '');
    await checkOpening(parseRecord(published), opening);
  } catch (error) {
    if (!(error instanceof GapError)) throw error;
    return { good: false, heading: words.openingBad, steps: [] };
  }
  const facts = {
    day: day(posting.day),
    amount: money(posting.currency, posting.net),
    index: index + 1,
    size,
  };
  return {
    good: true,
    heading: say(words.openingGood, { day: day(opening.day) }),
    steps: [say(words.openingFacts, facts)],
  };
}
