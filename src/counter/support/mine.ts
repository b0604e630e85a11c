import { html } from '#reader';
import { type Outcome, VISIBILITIES } from '#support';
import type { SupportParts } from './context.ts';
import { readAmount } from './form.ts';
import { mineBody } from './mine-views.ts';
import { playMethod } from './pay.ts';
import { stepBody } from './pay-views.ts';
import { refusedBody } from './refusal-views.ts';
import { cardOf, type Said, show, wrong } from './said.ts';

export async function mine(
  parts: SupportParts,
  said: Said,
  code: string,
  note: string | null,
): Promise<Response> {
  const opened = await parts.contributions.open(code);
  const card = cardOf(parts, opened.contribution);
  return show(said, said.words.mine.title, mineBody(said, { code, opened, note, card }), { card });
}

export async function change(
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
