import type { HistoryProblem, HistoryReport } from '#edition';
import type { Out } from '../out.ts';
import type { EditionLine, StoryLine } from './list.ts';
import type { Newest } from './newest.ts';
import type { LogPlace } from './place.ts';
import type { UnitChange } from './units.ts';

/** Who signed the log, as far as it can be known from here. */
export function signerLine({ log, anchor }: LogPlace): string {
  const witnesses = log.note.lines.length - 1;
  const more = witnesses > 0 ? `, with ${count(witnesses, 'line')} of witnesses` : '';
  if (log.signedBy !== null)
    return `Checkpoint of ${count(log.size, 'entry')}, signed by "${name(log.signedBy)}"${more}`;
  return anchor === null
    ? `Checkpoint of ${count(log.size, 'entry')}; nobody here knows whose signature it bears: name --root or --fingerprint`
    : `Checkpoint of ${count(log.size, 'entry')}, NOT signed by a key that the root names`;
}

const name = (key: string): string => key.split('+')[0] ?? key;

export function tellEditions(out: Out, place: LogPlace, editions: readonly EditionLine[]): void {
  for (const edition of editions) {
    const { counts } = edition;
    const what =
      counts === null
        ? `the whole site: ${count(edition.units, 'unit')}, ${count(edition.files, 'file')}`
        : `${counts.added} added, ${counts.changed} changed, ${counts.removed} removed`;
    out.line(`${out.bold(`Edition ${edition.edition}`)}  ${edition.published}  ${what}`);
    for (const change of edition.changes) out.line(`  ${changeLine(out, change)}`);
    if (edition.left > 0) out.line(out.dim(`  and ${edition.left} more; --json names them all`));
  }
  const { log } = place;
  if (editions.length < log.size)
    out.line(out.dim(`${log.size - editions.length} older; --limit shows more`));
  out.line(signerLine(place));
}

export function tellStory(out: Out, place: LogPlace, lines: readonly StoryLine[]): void {
  for (const line of lines) out.line(`Edition ${line.edition}  ${line.published}  ${changeLine(out, line)}`);
  out.line(signerLine(place));
}

function changeLine(out: Out, change: UnitChange): string {
  const { what, path, headline, unit, atHand } = change;
  if (path === null) return `${what}  ${out.dim(`no longer at hand, ${unit.slice(0, 16)}…`)}`;
  if (!atHand) return `${what}  ${path}  ${out.dim('this version is no longer at hand')}`;
  return headline === null || headline === '' ? `${what}  ${path}` : `${what}  ${path}  ${out.dim(headline)}`;
}

const PROBLEMS: Record<HistoryProblem['problem'], string> = {
  previous: 'its record does not name the one before it',
  number: 'its number is not higher than the one before it',
  change_missing: 'what it changed is not there',
  change_differs: 'what it changed is not what its record names',
  tree: 'what it changed does not lead from the tree before it to its own',
  tree_missing: 'parts of its tree are not there, so that no change could be followed',
  root: 'The entries do not have the root that the checkpoint says',
  tile: 'A tile of hashes does not fit the entries',
  entries: 'The entries cannot be read',
  unsigned:
    'No key that is known here signed the checkpoint; --root or --fingerprint names whose it should be',
};

export const problemText = ({ edition, problem }: HistoryProblem): string =>
  edition === null ? PROBLEMS[problem] : `Edition ${edition}: ${PROBLEMS[problem]}`;

export const newestText = (newest: Exclude<Newest, { state: 'signed' }>): string =>
  newest.state === 'other'
    ? `The edition that the press signed, ${newest.edition}, is not the last entry of the log`
    : `Whether the press signed the last entry cannot be said: ${newest.why}`;

export function tellCheck(
  out: Out,
  place: LogPlace,
  report: HistoryReport,
  newest: Extract<Newest, { state: 'signed' }> & { behind: number | null },
): void {
  const { size, followed, apart } = report;
  out.line(`${out.good('✓')} The log of ${count(size, 'edition')} holds together`);
  out.line(
    `  ${followed} followed from tree to tree${apart > 0 ? `, ${apart} that stand apart from the one before` : ''}`,
  );
  out.line(`  ${signerLine(place)}`);
  const late = newest.expired.length > 0 ? `, past its date: ${newest.expired.join(', ')}` : '';
  out.line(`  Its last entry is the edition that the press signed${late}`);
  if (newest.behind !== null && newest.behind > 0)
    out.line(`  It is ${count(newest.behind, 'edition')} behind the newest that this installation knows`);
  out.line(
    out.dim('  What the log cannot show: editions that were shown to some readers and never logged here;'),
  );
  out.line(out.dim('  compare its checkpoint with one that a witness or another reader has.'));
}

const count = (number: number, word: string): string =>
  `${number} ${number === 1 ? word : word === 'entry' ? 'entries' : `${word}s`}`;
