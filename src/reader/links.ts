import { formatDay } from './dates.ts';
import { messages } from './languages/languages.ts';
import { reachWords } from './languages/reach-words.ts';
import { allAddresses, type ReachAddress } from './reach-addresses.ts';
import type { ReachView, SiteView } from './views.ts';

/* Where the paper is found, to copy, to mail, to read aloud. */

/** The day of a list in the site's time zone, `2026-11-27`; null where it is not known. */
export const dayOf = (site: SiteView, view: ReachView): string | null =>
  view.at === null
    ? null
    : new Intl.DateTimeFormat('en-CA', { timeZone: site.timeZone, dateStyle: 'short' }).format(view.at);

/** The same as its readers write it; empty where it is not known. */
export function writtenDay(site: SiteView, view: ReachView): string {
  const day = dayOf(site, view);
  return day === null ? '' : formatDay(site.lang, day);
}

/** For people: one address a line, then the words of the fingerprint. */
export function linksText(site: SiteView, view: ReachView): string {
  const words = reachWords(site.lang);
  const label: Record<ReachAddress['use'], string> = { ...words.addressKinds, data: words.says.dataMirror };
  const lines = allAddresses(site, view).map(({ address, use }) => `${address}  (${label[use]})`);
  const numbered = view.words.map((word, at) => `${String(at + 1).padStart(2)} ${word}`);
  const rows = Array.from({ length: Math.ceil(numbered.length / ROW) }, (_, row) =>
    numbered
      .slice(row * ROW, (row + 1) * ROW)
      .map((word) => word.padEnd(COLUMN))
      .join('')
      .trimEnd(),
  );
  const { heading, text } =
    view.words.length === 0
      ? { heading: words.unsigned, text: [] }
      : { heading: `${words.fingerprintHeading}:`, text: rows };
  const day = writtenDay(site, view);
  const head = `${site.name}. ${words.addressesHeading}${day === '' ? '' : messages(site.lang).comma + day}`;
  return [head, '', ...lines, '', heading, ...text, ''].join('\n');
}

const ROW = 4;
const COLUMN = 14;

/** For programs. Who follows the mirrors by program reads the signed `mirrors.json`, of which this is no substitute. */
export function linksJson(site: SiteView, view: ReachView): string {
  const fingerprint = view.fingerprint === null ? null : { hex: view.fingerprint, words: view.words };
  const list = { name: site.name, date: dayOf(site, view), addresses: allAddresses(site, view), fingerprint };
  return `${JSON.stringify(list, null, 2)}\n`;
}
