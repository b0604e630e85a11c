import type { ReaderStanding } from '#edition';
import { answerBytes, answerFile, answerHtml, withLine } from './answer.ts';
import type { Telling } from './answer.ts';
import type { Clock } from './clock.ts';
import type { WorkerData } from './data.ts';
import { languageOf } from './data.ts';
import { isStory, keepStory, refreshKept } from './keep.ts';
import type { Keeping } from './keep.ts';
import type { KeptFile } from './kept.ts';
import { renderLost } from './lost.ts';
import type { Shown } from './paper.ts';
import { pathAt } from './places.ts';
import { neutral } from './stealth.ts';

/* Answers the requests of pages. Nothing leaves here as the paper's that was not proven. */

/** What the reader chose. */
export type Choices = { keepAll: boolean; wipeOnExit: boolean; stealth: boolean };

export type DeskOptions = Keeping & {
  data: WorkerData;
  choices: () => Choices;
  /** Whether the reader asked for stealth where that can be had. */
  hidden: () => boolean;
  onLine: () => boolean;
  /** Work that goes on after an answer was given. */
  later: (work: Promise<unknown>) => void;
  after: Clock['after'];
};

const NOT_FOUND = '404.html';
/** A reader who kept a story does not wait longer for a newer one. */
const KEPT_MS = 2_000;

/** What the browser asks for, as far as it matters. */
export type Wanted = { url: string; path: string; page: boolean; range: string | null };

export class Desk {
  readonly #options: DeskOptions;
  #number: number | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  async answer(wanted: Wanted): Promise<Response> {
    if (isProof(wanted.path)) return this.#proof(wanted.path);
    return wanted.page ? this.#page(wanted) : this.#part(wanted);
  }

  /** For the page that verifies, which checks it all again. */
  async #proof(path: string): Promise<Response> {
    const bytes = await this.#options.paper.proof(path);
    return answerBytes(bytes ?? new Uint8Array(0), 'application/octet-stream', bytes ? 200 : 404, null);
  }

  async #page(wanted: Wanted): Promise<Response> {
    const { kept, onLine, paper } = this.#options;
    const old = await kept.get(plain(wanted.url));
    if (old !== null && !onLine()) return this.#showKept(wanted, old);
    try {
      const visit = paper.visit(wanted.path, old === null && onLine()).then((shown) => {
        this.#follow(wanted.path, shown.standing);
        return shown;
      });
      const shown = old === null ? await visit : await this.#soon(visit);
      return shown === null && old !== null
        ? this.#showKept(wanted, old)
        : await this.#show(wanted, shown ?? (await visit));
    } catch {
      // Whatever went wrong everywhere, the reader is told what is known.
      return old === null ? this.#lost(wanted) : this.#showKept(wanted, old);
    }
  }

  /** What comes in time for somebody who has something else to read; the rest goes on behind. */
  #soon(visit: Promise<Shown>): Promise<Shown | null> {
    return new Promise((resolve, reject) => {
      const unset = this.#options.after(KEPT_MS, () => resolve(null));
      visit.then(resolve, reject).finally(unset);
    });
  }

  async #part({ path, range, url }: Wanted): Promise<Response> {
    const { kept, own, paper } = this.#options;
    // Its name is that of its bytes, so nothing newer can be had; a page waits for its styles.
    const same = path.startsWith('assets/') ? await kept.get(plain(url)) : null;
    if (same !== null) return answerBytes(same.bytes, same.type, 200, range);
    try {
      const { file } = await paper.part(path, true);
      return file === null
        ? answerBytes(new Uint8Array(0), 'text/plain', 404, null)
        : answerFile(file, own, range);
    } catch {
      const old = (await kept.get(plain(url))) ?? (await kept.sibling(plain(url)));
      return old === null ? Response.error() : answerBytes(old.bytes, old.type, 200, range);
    }
  }

  async #show(wanted: Wanted, shown: Shown): Promise<Response> {
    const { own } = this.#options;
    const { file } = shown;
    if (file === null) return this.#nowhere(wanted, shown);
    if (file.redirect !== null || !file.entry.type.startsWith('text/html'))
      return answerFile(file, own, wanted.range);
    const html = new TextDecoder().decode(file.bytes);
    return answerHtml(this.#told(html, wanted, this.#telling(wanted.path, shown)), file.status);
  }

  /** It is proven that the edition has no such page: a folder without its slash, or nothing. */
  async #nowhere(wanted: Wanted, shown: Shown): Promise<Response> {
    const { own, paper } = this.#options;
    const folder = `${wanted.path}/index.html`;
    const index = /\.\w+$/.test(wanted.path) ? null : await paper.part(folder, false).catch(() => null);
    if (index?.file) return Response.redirect(`${plain(wanted.url)}/`, 302);
    const page = await paper.part(NOT_FOUND, false).catch(() => null);
    if (!page?.file) return answerBytes(new Uint8Array(0), 'text/plain', 404, null);
    const html = new TextDecoder().decode(page.file.bytes);
    const based = html.replace(/<head(?:\s[^>]*)?>/i, (tag) => `${tag}<base href="${own}">`);
    return answerHtml(this.#told(based, wanted, this.#telling(wanted.path, shown)), 404);
  }

  #telling(path: string, { source, standing }: Shown): Telling {
    const { data, own } = this.#options;
    const { confirmedAt, fresh, record, sample } = standing;
    return {
      language: languageOf(data, path),
      standing: { edition: record.number, published: record.published, fresh, confirmedAt, sample },
      host: source === own ? null : new URL(source).host,
      keptAt: null,
    };
  }

  #showKept(wanted: Wanted, { bytes, type, at, standing }: KeptFile): Response {
    const { data } = this.#options;
    if (!type.startsWith('text/html')) return answerBytes(bytes, type, 200, wanted.range);
    const { confirmedAt, sample, number, published } = standing;
    const telling: Telling = {
      language: languageOf(data, wanted.path),
      standing: { edition: number, published, fresh: false, confirmedAt, sample },
      host: null,
      keptAt: at,
    };
    return answerHtml(this.#told(new TextDecoder().decode(bytes), wanted, telling), 200);
  }

  #told(html: string, { path, url }: Wanted, telling: Telling): string {
    const { own, hidden } = this.#options;
    const depth = plain(url).slice(own.length).split('/').length - 1;
    const told = withLine(html, telling, '../'.repeat(depth), isStory(path) ? path : '');
    return hidden() ? neutral(told) : told;
  }

  async #lost({ path, url }: Wanted): Promise<Response> {
    const { data, kept, own, paper } = this.#options;
    const standing = await paper.standing();
    const html = renderLost({
      language: languageOf(data, path),
      known:
        standing === null ? null : { edition: standing.record.number, confirmedAt: standing.confirmedAt },
      tried: paper.places(),
      kept: await kept.list(),
      entries: (paper.list?.mirrors ?? [])
        .filter(({ address, use }) => use === 'entry' && address !== own)
        .map(({ address }) => address),
      url,
    });
    return answerHtml(this.#options.hidden() ? neutral(html) : html, 503);
  }

  /** What a new edition asks for besides: the list of mirrors, and what the reader keeps. */
  #follow(path: string, standing: ReaderStanding): void {
    const { choices, later, paper } = this.#options;
    const news = this.#number !== null && this.#number !== standing.record.number;
    this.#number = standing.record.number;
    later(paper.refreshList(standing));
    if (news) later(refreshKept(this.#options));
    if (choices().keepAll && isStory(path)) later(keepStory(this.#options, path));
  }
}

/** An address without query and fragment, under which things are kept. */
const plain = (url: string): string => url.replace(/[?#].*$/s, '');

const isProof = (path: string): boolean => path.startsWith('edition/');

/** What the browser asks for, or null where it is none of the worker's business. */
export function readWanted(request: Request, own: string): Wanted | null {
  const path = request.method === 'GET' ? pathAt(request.url, own) : null;
  const page = request.mode === 'navigate';
  // Whoever opens a proof, or follows the log, wants to see what is there.
  if (path === null || (isProof(path) && (page || path.startsWith('edition/log/')))) return null;
  return { url: request.url, path, page, range: request.headers.get('range') };
}
