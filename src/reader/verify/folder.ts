import { TufError, verifyEdition } from '#edition';
import type { EditionSource } from '#edition';
import type { Answer, Board } from './answer.ts';
import type { Desk } from './desk.ts';

const NAMED = 200;

/** The answer to a copy of the site, whole or in part, that holds signatures. */
export async function answerEdition(
  desk: Desk,
  files: ReadonlyMap<string, File>,
  board: Board,
): Promise<Answer> {
  const { anchor, data, say } = desk;
  const { words } = data;
  const here = await desk.here();
  const newest = here.newest?.record;
  const report = await verifyEdition({
    source: sourceOf(files),
    anchor,
    now: Date.now(),
    ...(newest === undefined ? {} : { known: { number: newest.number } }),
    progress: (done, total) => board.progress(say(words.progress, { done, total }), done, total),
  });
  const { verdict, edition, published, behind } = report;
  const lines: string[] = [];
  const add = (saying: string, values?: Parameters<typeof say>[1]): void =>
    void lines.push(say(saying, values));
  if (report.notes.includes('nothing_signed')) add(words.nothingSigned);
  if (report.notes.some((note) => note === 'other_keys' || note === 'earlier_keys')) add(words.otherKeys);
  if (edition !== null && published !== null) {
    add(verdict === 'altered' ? words.part : words.whole, { edition, published: new Date(published) });
    add(words.compared, { count: report.files });
  }
  if (report.alterations > 0) add(words.alteredFiles, { count: report.alterations });
  if (behind !== null) add(behind > 0 ? words.behind : words.current, { count: behind });
  else if (here.newest === null && edition !== null)
    add(here.why === 'offline' ? words.offline : words.mirrorFailed);
  if (verdict === 'expired' && published !== null) add(words.expired, { confirmed: new Date(published) });
  if (report.sample) add(words.sample);
  const left = report.alterations - Math.min(NAMED, report.altered.length);
  if (left > 0) add(words.more, { count: left });
  return {
    tone: verdict,
    heading: words.verdicts[verdict],
    lines,
    list: report.altered
      .slice(0, NAMED)
      .map(({ path, reason }) => ({ name: path, said: words.reasons[reason] })),
  };
}

function sourceOf(files: ReadonlyMap<string, File>): EditionSource {
  return {
    async read(path, limit) {
      const file = files.get(path);
      if (file === undefined) return null;
      if (file.size > limit) throw new TufError('too_long', `"${path}" is longer than it can be`);
      return new Uint8Array(await file.arrayBuffer());
    },
    // What systems put beside the files of an edition is nobody's claim.
    list: () =>
      [...files.keys()].filter((path) => !/(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/.test(path)),
  };
}
