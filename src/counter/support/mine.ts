import { html } from '#reader';
import { type Outcome, VISIBILITIES } from '#support';
import type { SupportParts } from './context.ts';
import { readAmount } from './form.ts';
import { writeLetter } from './letters.ts';
import { mineBody } from './mine-views.ts';
import { playMethod } from './pay.ts';
import { stepBody } from './pay-views.ts';
import { refusedBody, slowed } from './refusal-views.ts';
import { chooseName } from './wall.ts';
import { cardOf, type Said, show, wrong } from './said.ts';

export async function mine(
  parts: SupportParts,
  said: Said,
  code: string,
  note: string | null,
): Promise<Response> {
  const opened = await parts.contributions.open(code);
  const card = cardOf(parts, opened.contribution);
  const { letters } = parts;
  const around = {
    card,
    wall: await parts.wall.of(opened.contribution.id),
    letters: { open: letters.open, told: await letters.tells(opened.contribution.id) },
    supportPage: await parts.supportPage(said.paper.lang),
  };
  return show(said, said.words.mine.title, mineBody(said, { code, opened, note, around }), { card });
}

export async function change(
  parts: SupportParts,
  said: Said,
  { code, what, form, who }: { code: string; what: string; form: Map<string, string>; who: string },
): Promise<Response> {
  const { contributions, guard } = parts;
  const { done, forgotten } = said.words.mine;
  const asked = async (outcome: Promise<Outcome>, note: string): Promise<Response> =>
    afterChange(parts, said, { code, outcome: await outcome, note });
  switch (what) {
    case 'receipt':
    case 'tell':
      return writeLetter(parts, said, { code, kind: what, form });
    case 'wall':
      return chooseName(parts, said, { code, form });
    case 'unwall': {
      const { contribution } = await contributions.open(code);
      await parts.wall.leave(contribution.id);
      return mine(parts, said, code, said.words.mine.wall.taken);
    }
    case 'untell': {
      const { contribution } = await contributions.open(code);
      await parts.letters.untell(contribution.id);
      return mine(parts, said, code, said.words.mine.letters.untold);
    }
    case 'stop': {
      const { contribution } = await contributions.open(code);
      const outcome = await contributions.stop(code);
      // What ends has nothing left to be told of.
      if (outcome.outcome === 'done') await parts.letters.untell(contribution.id);
      return afterChange(parts, said, { code, outcome, note: done.stop });
    }
    case 'pause':
      return asked(contributions.pause(code), done.pause);
    case 'resume':
      return asked(contributions.resume(code), done.resume);
    case 'retry':
    case 'card': {
      const seconds = guard.wait(who);
      if (seconds > 0) return slowed(said, { path: `mine/${what}`, form, seconds });
      const outcome =
        what === 'retry'
          ? await contributions.retry(code)
          : await contributions.changeMethod(code, form.get('method') ?? playMethod(form));
      if (outcome.outcome === 'declined') guard.saw(who, 'declined');
      return afterChange(parts, said, { code, outcome, note: done[what] });
    }
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
