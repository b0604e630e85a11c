import type { Alteration, Note, StoryReport, Verdict, VerifyReport } from '#edition';
import type { Out } from '../out.ts';
import { visibleInLine } from '../visible.ts';
import type { Start } from './anchor.ts';

/** What was looked at. */
export type Looked = {
  at: string;
  /** For a single file: where the edition has it. */
  paths?: readonly string[];
  /** Redirects to other hosts, which were not followed. */
  elsewhere?: readonly { from: string; to: string }[];
  /** For a saved story: what its own proof says. */
  story?: StoryReport;
};

const VERDICTS: Record<Verdict, string> = {
  authentic: 'Authentic: every file is what the holders of these keys signed',
  altered: 'Altered: something is not what the holders of these keys signed',
  old: 'Old: whole and genuine, but a newer edition is known',
  expired:
    'Expired: whole and genuine, but its signatures are past their date, so a newer edition may be held back',
  unknown: 'Unknown: nothing can be said of it',
};

const FILE_VERDICTS: Partial<Record<Verdict, string>> = {
  authentic: 'Authentic: the edition has this very file',
  altered: 'Altered: the edition has another file at that path',
  old: 'Old: an edition has this very file, but a newer one is known',
  expired: 'Expired: the edition has this very file, but its signatures are past their date',
  unknown: 'Unknown: the edition has no such file; it may be of another edition, altered, or nobody’s',
};

const STORY_VERDICTS: Record<Verdict, string> = {
  authentic: 'Authentic: a saved story, to the last byte as the holders of these keys published it',
  altered:
    'Altered: the file says that it is a saved story, but it is not what the holders of these keys published',
  old: 'Old: a genuine saved story, but it does not stand like this any more',
  expired:
    'Expired: a genuine saved story, but its signatures are past their date, so it may have been corrected since',
  unknown: 'Unknown: a saved story, of which nothing can be said with this anchor',
};

const SINCE: Record<NonNullable<StoryReport['since']>, string> = {
  same: 'it stands like this in the newest edition known here',
  changed: 'it was changed in a later edition',
  withdrawn: 'it has been withdrawn',
  gone: 'it stands at its address no more',
};

const NOTES: Record<Note, string> = {
  no_anchor:
    'No anchor was given: what lies there could be signed by anybody. Name one with --root or --fingerprint, from the paper itself by another way',
  nothing_signed: 'Nothing there is signed',
  other_keys: 'What lies there is signed by other keys than the anchor leads to',
  earlier_keys:
    'What lies there has only roots from before the one that you named, or of another paper; name an older root of the paper, or the fingerprint of its first',
  sample: 'The keys are those of a sample, which anybody can have: this proves nothing of a real paper',
  keys_outdated: 'Keys have been changed since it was signed',
  keys_replaced:
    'It is signed by keys that have been replaced since: whoever got hold of them can have made it, so that nothing can be said of it',
  part_only: 'Only some files were compared; nothing is said of the others',
  no_such_file: 'The edition has no such page',
  nothing_compared: 'Not one file was compared, so nothing is proven of any',
  not_listed: 'The place does not list its files: files that should not be there were not looked for',
  log_not_believed:
    'The log of editions was altered, so older editions beside it could not be told from extra files',
  counts_differ:
    'The edition names another number of files than it has: a fault of the program that signed it',
};

const REASONS: Record<Alteration['reason'], string> = {
  changed: 'changed',
  missing: 'missing',
  extra: 'not of the edition',
  unproven: 'not to be proven',
};

const FROM: Record<Start['from'], string> = {
  file: 'the root that you named',
  fingerprint: 'the fingerprint that you gave',
  installation: 'this installation’s own root',
  nothing: 'no anchor',
};

/** Named one by one to a person; `--json` names more. */
const NAMED = 20;

export function tell(out: Out, report: VerifyReport, start: Start, looked: Looked): void {
  const { altered, alterations, edition, files, notes, published, verdict } = report;
  const said = wordsFor(verdict, looked);
  const words = report.sample ? `A sample, no real paper. ${said}` : said;
  out.line(`${verdict === 'authentic' ? out.good('✓') : out.bad('✗')} ${words}`);
  const rows: [string, string][] = [['looked at', looked.at]];
  if (edition !== null) rows.push(['edition', `${edition}, published ${published ?? ''}${behind(report)}`]);
  if (looked.story !== undefined) rows.push(...storyRows(looked.story));
  else if (looked.paths === undefined)
    rows.push(['compared', `${files} ${files === 1 ? 'file' : 'files'} of the site`]);
  else if (looked.paths.length > 0) rows.push(['stands at', looked.paths.slice(0, 5).join(', ')]);
  rows.push(['against', FROM[start.from]]);
  if (start.fingerprint !== null) rows.push(['', start.fingerprint]);
  if (report.found !== null && report.found !== start.fingerprint)
    rows.push(['found there', `${report.found}, which proves nothing`]);
  if (report.expired.length > 0) rows.push(['past date', report.expired.join(', ')]);
  for (const [name, value] of rows) out.line(`  ${name.padEnd(12)}${visibleInLine(value)}`);
  for (const { path, reason } of altered.slice(0, NAMED))
    out.line(`  ${out.bad('·')} ${visibleInLine(path)}: ${REASONS[reason]}`);
  if (alterations > NAMED) out.line(out.dim(`  and ${alterations - NAMED} more; --json names them`));
  for (const { from, to } of looked.elsewhere ?? [])
    out.line(
      `  ${out.bad('·')} ${visibleInLine(from)} sends on to ${visibleInLine(to)}, which was not followed`,
    );
  for (const note of notes) out.line(`  ${NOTES[note]}`);
  out.line(out.dim(`  ${limits(verdict)}`));
}

function wordsFor(verdict: Verdict, { paths, story }: Looked): string {
  if (story !== undefined) return STORY_VERDICTS[verdict];
  return (paths === undefined ? undefined : FILE_VERDICTS[verdict]) ?? VERDICTS[verdict];
}

function storyRows({
  headline,
  path,
  since,
  confirmed,
  difference,
  reason,
}: StoryReport): [string, string][] {
  const rows: [string, string][] = [];
  if (headline !== null) rows.push(['headline', headline]);
  if (path !== null) rows.push(['stood at', path]);
  if (since !== null) rows.push(['since then', SINCE[since]]);
  else if (confirmed !== null)
    rows.push(['since then', `not known; nothing newer was confirmed by ${confirmed}`]);
  if (reason === 'newer_format') rows.push(['format', 'of a newer Longwave; use a newer one']);
  if (difference !== null) {
    rows.push(['published', difference.genuine], ['in the file', difference.found]);
  }
  return rows;
}

const behind = ({ behind: count }: VerifyReport): string =>
  count === null ? '' : count === 0 ? ', the newest known here' : `, ${count} behind the newest known here`;

/** What a verdict never says. */
const limits = (verdict: Verdict): string =>
  verdict === 'authentic' || verdict === 'old' || verdict === 'expired'
    ? 'It proves who signed these bytes, not that they are true; nor that this clock is right, nor that nothing newer is held back'
    : 'Get the paper’s fingerprint by another way than these files: from a person, a printed card, another device';
