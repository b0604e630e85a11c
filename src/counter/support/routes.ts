import { readFileSync } from 'node:fs';
import { html } from '#reader';
import {
  type Contribution,
  offerIn,
  type Outcome,
  type Paid,
  PLAY_CARDS,
  RailError,
  SupportError,
  type SupportErrorCode,
  VISIBILITIES,
} from '#support';
import type { RouteGroup } from '../open.ts';
import { serverPage } from '../page.ts';
import type { CardForm, SupportParts } from './context.ts';
import { readAmount, readForm, readWish } from './form.ts';
import { money } from './money.ts';
import {
  cardForm,
  codeCard,
  codeForm,
  countryForm,
  declinedBody,
  mineBody,
  openForm,
  payForm,
  priceIn,
  refusedBody,
  type Said,
  sendBody,
  stepBody,
  summary,
} from './views.ts';
import { supportWords } from './words/words.ts';

export const SUPPORT = '/-/support';

/**
 * What a supporter does at the server. Nothing is kept in her browser: her code rides in each form. Every page is whole
 * without a script.
 *
 * - `POST /-/support`: what was chosen on the support page; answers with the page on which it is paid
 * - `POST /-/support/pay`, `POST /-/support/look`: pays it; asks the rail how it stands
 * - `GET, POST /-/support/mine`: opens a contribution by its code
 * - `POST /-/support/mine/stop|pause|resume|retry|price|card|visibility|forget`
 */
export function supportGroup(parts: SupportParts): RouteGroup {
  const answerOne = async (request: Request): Promise<Response | null> => {
    const { pathname, searchParams } = new URL(request.url);
    const form = request.method === 'POST' ? await readForm(request) : null;
    const said = await saidIn(parts, form?.get('lang') ?? searchParams.get('lang') ?? '');
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (pathname === `${SUPPORT}/card.js`) return cardScript();
      if (pathname === `${SUPPORT}/mine`) return show(said, said.words.mine.title, codeForm(said));
      if (pathname === SUPPORT)
        return new Response(null, {
          status: 303,
          headers: { location: await parts.supportPage(said.paper.lang), 'cache-control': 'no-store' },
        });
      return wrong(said, 404, said.words.errors.nothing);
    }
    if (request.method !== 'POST') return wrong(said, 405, said.words.errors.nothing);
    if (form === null) return wrong(said, 400, said.words.errors.form);
    try {
      return await answer(parts, said, pathname.slice(SUPPORT.length), form);
    } catch (error) {
      return refusal(parts, said, error, form);
    }
  };
  return {
    prefix: SUPPORT,
    // A person who tries three cards and changes her mind is well below; whoever tries stolen ones is not.
    limit: { burst: 20, perMinute: 10 },
    answer: answerOne,
    async tooOften(request, seconds) {
      const lang = new URL(request.url).searchParams.get('lang') ?? '';
      const said = await saidIn(parts, lang === '' ? languageOf(request) : lang);
      return wrong(said, 429, said.words.errors.often(seconds));
    },
  };
}

/** The first that a browser asks for; its form is not read where there were too many. */
const languageOf = (request: Request): string =>
  /^[a-z]{2,3}/i.exec(request.headers.get('accept-language') ?? '')?.[0].toLowerCase() ?? '';

async function saidIn({ paper }: SupportParts, lang: string): Promise<Said> {
  const facts = await paper(lang);
  return { paper: facts, words: supportWords(facts.lang) };
}

const show = (
  said: Said,
  title: string,
  body: ReturnType<typeof html>,
  { status = 200, card = null }: { status?: number; card?: CardForm | null } = {},
): Response =>
  serverPage(said.paper, { title, back: said.words.back, body, status, guests: card?.guests ?? null });

let script: string | undefined;

/** Our own part of the card form. */
function cardScript(): Response {
  script ??= readFileSync(new URL('../card/bundle.js', import.meta.url), 'utf8');
  return new Response(script, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

const wrong = (said: Said, status: number, text: string): Response =>
  show(said, said.words.errors.title, html`<section class="card warn"><p>${text}</p></section>`, { status });

async function answer(
  parts: SupportParts,
  said: Said,
  path: string,
  form: Map<string, string>,
): Promise<Response> {
  const { contributions } = parts;
  const code = form.get('code') ?? '';
  switch (path) {
    case '':
      return begin(parts, said, form);
    case '/pay': {
      const { contribution } = await contributions.open(code);
      const method = contribution.rail === 'till' ? playMethod(form) : (form.get('method') ?? null);
      const paid = await contributions.pay(code, { method, said: form.get('country') ?? null });
      if (paid.outcome === 'paid') parts.arrived(contribution.rail);
      return afterPay(parts, said, { code, contribution, paid });
    }
    case '/look':
      return looked(parts, said, code);
    case '/mine':
      return mine(parts, said, code, null);
  }
  if (path.startsWith('/mine/')) return change(parts, said, { code, what: path.slice(6), form });
  return wrong(said, 404, said.words.errors.nothing);
}

async function looked(parts: SupportParts, said: Said, code: string): Promise<Response> {
  const contribution = await parts.contributions.look(code);
  if (contribution.state !== 'open') parts.arrived(contribution.rail);
  return arrived(said, code, contribution);
}

async function begin(parts: SupportParts, said: Said, form: Map<string, string>): Promise<Response> {
  const wish = readWish(form);
  if (wish === null) return wrong(said, 400, said.words.errors.form);
  const { from, ...asked } = wish;
  const { code, contribution } = await parts.contributions.begin({ ...asked, lang: said.paper.lang });
  if (from !== undefined) parts.led(from);
  return show(said, said.words.pay.title, payBody(parts, said, { code, contribution }), {
    card: cardOf(parts, contribution),
  });
}

function payBody(
  { card }: SupportParts,
  said: Said,
  { code, contribution }: { code: string; contribution: Contribution },
) {
  if (contribution.rail === 'transfer') return countryForm(said, { code, contribution });
  if (contribution.rail === 'card' && card !== null) {
    const button = said.words.pay.button(priceIn(said, contribution));
    return html`${summary(said, contribution)}
    ${cardForm(said, card, { code, contribution, path: 'pay', button })}`;
  }
  return payForm(said, { code, contribution });
}

/** The name of a play card of the form's fields. */
function playMethod(form: Map<string, string>): string {
  const card = form.get('card') ?? '';
  const known = Object.hasOwn(PLAY_CARDS, card) ? card : 'pays';
  return `play:${known}:${form.get('country') ?? '??'}${form.get('wallet') === 'yes' ? ':wallet' : ''}`;
}

/** The card form, on pages where one may be needed. */
const cardOf = ({ card }: SupportParts, { rail }: Contribution): CardForm | null =>
  rail === 'card' ? card : null;

function afterPay(
  parts: SupportParts,
  said: Said,
  { code, contribution, paid }: { code: string; contribution: Contribution; paid: Paid },
): Response {
  const { words } = said;
  const card = cardOf(parts, contribution);
  switch (paid.outcome) {
    case 'paid':
      return arrived(said, code, paid.contribution);
    case 'waiting': {
      if (paid.step.kind === 'transfer') {
        const { reference } = paid.step;
        const { amount, currency } = contribution;
        const details = parts.transferDetails({ reference, amount, currency });
        if (details !== null)
          return show(said, words.transfer.send.title, sendBody(said, { code, contribution, details }));
      }
      return show(
        said,
        paid.step.kind === 'approve' ? words.thanks.approve.title : words.thanks.title,
        stepBody(said, { code, step: paid.step, card }),
        { card },
      );
    }
    case 'declined': {
      const again = payBody(parts, said, { code, contribution });
      return show(said, words.declined.title, declinedBody(said, { code, ...paid, again }), {
        status: 402,
        card,
      });
    }
    case 'not-cleared':
      return show(said, words.refused.title, refusedBody(said, paid.refused), { status: 403 });
    case 'no-method':
      return wrong(said, 400, words.errors.form);
    case 'later':
      return show(
        said,
        words.thanks.title,
        html`<p>${words.thanks.later}</p>
          ${codeCard(said, code)}${openForm(said, code, words.thanks.look)}`,
        { status: 202 },
      );
  }
}

function arrived(said: Said, code: string, { state }: Contribution): Response {
  const { thanks } = said.words;
  const text = state === 'open' ? thanks.waiting : thanks.paid;
  return show(
    said,
    thanks.title,
    html`<p class="sum">${text}</p>
      ${codeCard(said, code)}${openForm(said, code, thanks.open)}`,
  );
}

async function mine(parts: SupportParts, said: Said, code: string, note: string | null): Promise<Response> {
  const opened = await parts.contributions.open(code);
  const card = cardOf(parts, opened.contribution);
  return show(said, said.words.mine.title, mineBody(said, { code, opened, note, card }), { card });
}

async function change(
  parts: SupportParts,
  said: Said,
  { code, what, form }: { code: string; what: string; form: Map<string, string> },
): Promise<Response> {
  const { contributions } = parts;
  const { done, forgotten } = said.words.mine;
  const asked = async (outcome: Promise<Outcome>, note: string): Promise<Response> =>
    afterChange(parts, said, { code, outcome: await outcome, note });
  switch (what) {
    case 'stop':
      return asked(contributions.stop(code), done.stop);
    case 'pause':
      return asked(contributions.pause(code), done.pause);
    case 'resume':
      return asked(contributions.resume(code), done.resume);
    case 'retry':
      return asked(contributions.retry(code), done.retry);
    case 'card':
      return asked(contributions.changeMethod(code, form.get('method') ?? playMethod(form)), done.card);
    case 'price': {
      const { contribution } = await contributions.open(code);
      const amount = readAmount(form.get('own') ?? '', contribution.currency) ?? Number.NaN;
      const rhythm = form.get('rhythm') === 'yearly' ? 'yearly' : 'monthly';
      const wish = { rhythm, amount, cover: form.has('cover') } as const;
      return asked(contributions.changePrice(code, wish), done.price);
    }
    case 'visibility': {
      const wanted = VISIBILITIES.find((one) => one === form.get('visibility'));
      if (wanted === undefined) return wrong(said, 400, said.words.errors.form);
      await contributions.setVisibility(code, wanted);
      return mine(parts, said, code, done.visibility);
    }
    case 'forget': {
      const { outcome } = await contributions.forget(code);
      if (outcome === 'later') return mine(parts, said, code, done.later);
      return show(said, said.words.mine.forget.title, html`<p class="sum">${forgotten}</p>`);
    }
    default:
      return wrong(said, 404, said.words.errors.nothing);
  }
}

async function afterChange(
  parts: SupportParts,
  said: Said,
  { code, outcome, note }: { code: string; outcome: Outcome; note: string },
): Promise<Response> {
  const { words } = said;
  switch (outcome.outcome) {
    case 'done':
      return mine(parts, said, code, note);
    case 'waiting': {
      const { contribution } = await parts.contributions.open(code);
      const card = cardOf(parts, contribution);
      const body = stepBody(said, { code, step: outcome.step, card });
      return show(said, words.thanks.approve.title, body, { card });
    }
    case 'later':
      return mine(parts, said, code, words.mine.done.later);
    case 'declined':
      return mine(parts, said, code, words.declined.reasons[outcome.reason]);
    case 'not-cleared':
      return show(said, words.refused.title, refusedBody(said, outcome.refused), { status: 403 });
    case 'no-method':
      return wrong(said, 400, words.errors.form);
  }
}

/** Errors that a supporter can do something about, in her words; all others are ours. */
async function refusal(
  { contributions, failed }: SupportParts,
  said: Said,
  error: unknown,
  form: Map<string, string>,
): Promise<Response> {
  const { errors } = said.words;
  if (error instanceof SupportError) {
    const status = STATUS[error.code];
    if (error.code === 'unknown')
      return show(
        said,
        errors.title,
        html`<section class="card warn"><p>${errors.code}</p></section>
          ${codeForm(said)}`,
        { status },
      );
    if (error.code === 'amount') return wrong(said, status, await amountText(contributions, said, form));
    if (status < 500)
      return wrong(said, status, error.code in errors ? errors[error.code as 'busy'] : errors.closed);
  }
  if (!(error instanceof RailError) && !(error instanceof SupportError)) throw error;
  failed(error);
  return wrong(said, 502, errors.trouble);
}

const STATUS: Record<SupportErrorCode, number> = {
  unknown: 404,
  amount: 400,
  busy: 409,
  state: 409,
  rail: 409,
  rhythm: 409,
  currency: 409,
  changed: 500,
  setting: 500,
};

async function amountText(
  contributions: SupportParts['contributions'],
  { paper: { lang }, words }: Said,
  form: Map<string, string>,
): Promise<string> {
  const { value: terms } = await contributions.terms.now();
  const known = form.get('currency');
  const currency = known ?? (await contributions.open(form.get('code') ?? '')).contribution.currency;
  const { floor, most } = offerIn(terms, currency);
  return words.errors.amount(money(lang, floor, currency), money(lang, most, currency));
}
