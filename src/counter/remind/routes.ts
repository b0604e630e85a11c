import { type Html, html } from '#reader';
import { type Asked, FORM_TOKEN, type Letters, type Reminders } from '#support';
import type { RouteGroup } from '../open.ts';
import { type PaperFacts, serverPage } from '../page.ts';
import { readForm } from '../support/form.ts';
import {
  calendarBody,
  type Field,
  formBody,
  type Given,
  keptBody,
  NOT_SAID,
  refusedBody,
  REMIND,
  type Said,
  undoBody,
} from './views.ts';
import { remindWords } from './words/words.ts';

/** What the pages of reminders need; `cli` brings it. */
export type RemindParts = {
  reminders: Reminders;
  /** Letters to supporters, whose links take them back at the same address. */
  letters: Pick<Letters, 'undo'>;
  /** In the language that is asked for, or in the paper's first where it has no such. */
  paper: (lang: string) => Promise<PaperFacts>;
  /** Everything that would tell of the paper in somebody's calendar: its names in each language, its host. */
  names: () => Promise<readonly string[]>;
};

const UNDO = `${REMIND}/undo/`;

/**
 * A letter in a month of the reader's choice.
 *
 * - `GET /-/remind` shows the form, `POST` takes it, once
 * - `GET /-/remind/undo/TOKEN` asks, `POST` takes the reminder back, as mailboxes do it by RFC 8058 too
 */
export function remindGroup(parts: RemindParts): RouteGroup {
  return {
    prefix: REMIND,
    limit: { burst: 20, perMinute: 20 },
    async answer(request) {
      const said = await saidTo(parts, request);
      const { pathname } = new URL(request.url);
      const reads = request.method === 'GET' || request.method === 'HEAD';
      if (!reads && request.method !== 'POST') return plain(said, 405, said.words.notFound);
      if (pathname.startsWith(UNDO)) return undo(parts, said, { pathname, reads });
      if (pathname !== REMIND) return plain(said, 404, said.words.notFound);
      if (!parts.reminders.open) return closed(said, reads ? 200 : 503);
      return reads ? show(said, said.words.remind, formBody(said)) : take(parts, said, request);
    },
    async tooOften(request) {
      const said = await saidTo(parts, request);
      return show(said, said.words.slow, html`<p>${said.words.slowText}</p>`, 429);
    },
  };
}

/** The language of the link or the form, or the first that the browser asks for and the paper appears in. */
async function saidTo({ paper, names, reminders }: RemindParts, request: Request): Promise<Said> {
  const asked = new URL(request.url).searchParams.get('lang');
  const wished = (request.headers.get('accept-language') ?? '').slice(0, 300).split(',');
  let facts: PaperFacts | null = null;
  for (const wish of asked === null ? wished : [asked]) {
    const lang = /^\s*([a-z]{2,3})\b/i.exec(wish)?.[1]?.toLowerCase() ?? '';
    facts = await paper(lang);
    if (facts.lang === lang) break;
  }
  facts ??= await paper('');
  const { lang, words } = remindWords(facts.lang);
  return { paper: { ...facts, lang }, words, names: await names(), months: reminders.months() };
}

const show = (said: Said, title: string, body: Html, status = 200): Response =>
  serverPage(said.paper, { title, back: said.words.toFront, body, status, headers: HEADERS });

const HEADERS = { 'x-robots-tag': 'noindex, nofollow' };

const plain = (said: Said, status: number, title: string): Response => show(said, title, html``, status);

const closed = (said: Said, status: number): Response =>
  show(said, said.words.remind, html`<p>${said.words.closedText}</p>${calendarBody(said)}`, status);

async function undo(
  { reminders, letters }: RemindParts,
  said: Said,
  { pathname, reads }: { pathname: string; reads: boolean },
): Promise<Response> {
  const token = pathname.slice(UNDO.length);
  if (!FORM_TOKEN.test(token)) return plain(said, 404, said.words.notFound);
  // Mail programs look at links before people do.
  if (reads) return show(said, said.words.undoTitle, undoBody(said, pathname));
  if (!(await reminders.undo(token))) await letters.undo(token);
  return undone(said);
}

// The same whether there was something or not: who has no link of her own finds nothing out.
const undone = ({ words, ...said }: Said): Response =>
  show({ words, ...said }, words.undoneTitle, html`<p>${words.undoneText}</p>`);

async function take({ reminders }: RemindParts, said: Said, request: Request): Promise<Response> {
  // A form on another site would spend what this visitor may ask.
  const foreign = request.headers.get('sec-fetch-site') === 'cross-site';
  const fields = foreign ? null : await readForm(request);
  if (fields === null) return unreadable(said, foreign ? 403 : 400);
  const given: Given = {
    token: fields.get('form') ?? '',
    address: fields.get('address') ?? '',
    month: fields.get('month') ?? '',
    country: fields.get('country') ?? '',
  };
  if (!FORM_TOKEN.test(given.token)) return unreadable(said, 400);
  if (given.country === '') return wrong(said, given, 'country');
  const country = given.country === NOT_SAID ? null : given.country;
  const asked = await reminders.ask({ ...given, country, lang: said.paper.lang });
  return answer(said, given, asked);
}

function answer(said: Said, given: Given, asked: Asked): Response {
  const { words } = said;
  switch (asked.kind) {
    case 'kept':
      return show(said, words.keptTitle, keptBody(said, asked));
    case 'over':
      return undone(said);
    case 'closed':
      return closed(said, 503);
    case 'wrong':
      return wrong(said, given, asked.field);
    case 'refused': {
      const unknown = asked.decision.why === 'country-unknown';
      const title = unknown ? words.unknownTitle : words.refusedTitle;
      const why = unknown ? words.unknownText : asked.mailbox ? words.mailboxText : words.refusedText;
      return show(said, title, refusedBody(said, why), 403);
    }
  }
}

const wrong = (said: Said, given: Given, field: Field): Response =>
  show(said, said.words.remind, formBody(said, { given, wrong: field }), 422);

const unreadable = (said: Said, status: number): Response =>
  show(
    said,
    said.words.wrongForm,
    html`<p>${said.words.wrongFormText}</p>
      <p><a href="${REMIND}?lang=${said.paper.lang}">${said.words.again}</a></p>`,
    status,
  );
