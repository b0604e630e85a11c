import { checkStory, STORY_LIMIT } from '#edition';
import type { StoryReport } from '#edition';
import type { Answer } from './answer.ts';
import type { Desk } from './desk.ts';

/** The answer to a saved story, or null where a file is none. */
export async function answerStory(desk: Desk, file: File): Promise<Answer | null> {
  if (file.size > STORY_LIMIT) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { anchor } = desk;
  const first = await checkStory(bytes, { anchor, now: Date.now() });
  if (first.reason === 'no_proof') return null;
  const here = first.path === null || first.edition === null ? null : await desk.here();
  const newest = here?.newest ?? null;
  if (newest === null || first.path === null)
    return answerOf(desk, file, first, here?.newest === null ? here.why : null);
  // What could not be asked is not known; only a proof says that the story is gone.
  const entry = await newest.entry(first.path).catch(() => undefined);
  const known = { number: newest.record.number, ...(entry === undefined ? {} : { entry }) };
  const report = await checkStory(bytes, { anchor, now: Date.now(), known });
  return answerOf(desk, file, report, null, newest.record);
}

function answerOf(
  { say, data }: Desk,
  file: File,
  report: StoryReport,
  why: 'offline' | 'unproven' | null,
  newest?: { number: number; published: string },
): Answer {
  const { words } = data;
  const { verdict, difference, headline, edition, published } = report;
  const lines: string[] = [];
  const add = (saying: string, values?: Parameters<typeof say>[1]): void =>
    void lines.push(say(saying, values));
  if (report.reason === 'content') add(words.content);
  else if (report.reason !== null) add(REASONS[report.reason](words));
  if (report.reason === null && headline !== null && edition !== null && published !== null) {
    add(words.published, { headline, edition, published: new Date(published) });
  }
  if (report.since === 'same' && report.reason === null && newest !== undefined) {
    add(words.stands, { edition: newest.number, published: new Date(newest.published) });
  } else if (report.since === 'changed') add(words.changed);
  else if (report.since === 'withdrawn') add(words.withdrawn);
  else if (report.since === 'gone') add(words.gone);
  if (report.since !== null && report.since !== 'same' && report.behind !== null)
    add(words.behind, { count: report.behind });
  if (verdict === 'expired' && report.confirmed !== null)
    add(words.expired, { confirmed: new Date(report.confirmed) });
  if (why !== null && report.reason === null) add(why === 'offline' ? words.offline : words.mirrorFailed);
  if (report.sample) add(words.sample);
  return {
    tone: verdict,
    heading: words.verdicts[verdict],
    what: file.name,
    lines,
    ...(difference === null
      ? {}
      : {
          readings: [
            { label: words.should, text: difference.genuine },
            { label: words.reads, text: difference.found },
          ],
        }),
    ...(report.since === 'changed' && report.address !== null
      ? { link: { label: report.address, address: report.address } }
      : {}),
  };
}

type Words = Desk['data']['words'];

const REASONS: Record<Exclude<StoryReport['reason'], 'content' | null>, (words: Words) => string> = {
  no_anchor: (words) => words.noAnchor,
  no_proof: (words) => words.looseUnknown,
  other_keys: (words) => words.otherKeys,
  keys_replaced: (words) => words.otherKeys,
  proof: (words) => words.proof,
  newer_format: (words) => words.newer,
};
