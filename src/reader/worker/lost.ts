import type { LanguageData } from './data.ts';
import type { SourceState } from './order.ts';
import { escaped, say } from './words.ts';

/* The page for when nothing can be had and nothing was kept: never a blank one. */

export type Lost = {
  language: LanguageData;
  /** The last edition that was proven; null where none ever was. */
  known: { edition: number; confirmedAt: number } | null;
  /** Places that were asked, with what became of them. */
  tried: readonly { address: string; state: SourceState | 'unknown' }[];
  /** Stories that lie here. */
  kept: readonly { url: string; title: string }[];
  /** Other places to open, as the signed list names them. */
  entries: readonly string[];
  /** The address that was wanted. */
  url: string;
};

const STYLE =
  'body{margin:0;padding:1rem;font:1.125rem/1.6 Georgia,"Noto Serif",serif;background:#fdfcf8;color:#16181d}main{max-width:38rem;margin:6vh auto}a{color:inherit}.again{display:inline-block;padding:.5rem 1rem;border:solid}@media(prefers-color-scheme:dark){body{background:#15171b;color:#e9e6df}}';

export function renderLost(lost: Lost): string {
  const { language, known, tried, kept, entries, url } = lost;
  const { words, lang, dir, name } = language;
  const facts =
    known === null
      ? words.lostNothing
      : say(language, words.lostKnown, { edition: known.edition, at: new Date(known.confirmedAt) });
  const states = tried.map(({ address, state }) => {
    const host = `<bdi>${escaped(new URL(address).host)}</bdi>`;
    return `<li>${host}: ${escaped(words.states[state === 'unknown' || state === 'ok' ? 'blocked' : state])}</li>`;
  });
  const list = (heading: string, items: readonly string[]): string =>
    items.length === 0 ? '' : `<h2>${escaped(heading)}</h2><ul>${items.join('')}</ul>`;
  const links = (all: readonly { url: string; title: string }[]): string[] =>
    all.map((one) => `<li><a href="${escaped(one.url)}"><bdi>${escaped(one.title)}</bdi></a></li>`);
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark"><title>${escaped(words.lost)} — ${escaped(name)}</title><style>${STYLE}</style></head><body><main><h1>${escaped(words.lost)}</h1><p>${escaped(facts)}</p><p>${escaped(words.lostDo)}</p><p><a class="again" href="${escaped(url)}">${escaped(words.again)}</a></p>${list(words.lostKept, links(kept))}${list(
    words.lostElsewhere,
    links(entries.map((entry) => ({ url: entry, title: new URL(entry).host }))),
  )}${list(words.lostTried, states)}</main></body></html>\n`;
}
