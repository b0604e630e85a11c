import { html, nothing } from '#reader';
import { type Contribution, type Paid, PLAY_CARDS } from '#support';
import { noAddress, payToPage } from './bitcoin.ts';
import { awayBody, whereForm } from './bitcoin-views.ts';
import type { SupportParts } from './context.ts';
import { readWish } from './form.ts';
import { receiptFold, tellFold } from './letter-views.ts';
import { cardForm, countryForm, payForm, sendBody, statementLine, stepBody } from './pay-views.ts';
import { declinedBody, notApprovedBody, refusedBody, slowed } from './refusal-views.ts';
import { wallFold } from './wall-views.ts';
import { cardOf, codeCard, openForm, priceIn, type Said, show, summary, wrong } from './said.ts';

/** Pays what was chosen. */
export async function pay(
  parts: SupportParts,
  said: Said,
  { code, form, who }: { code: string; form: Map<string, string>; who: string },
): Promise<Response> {
  const { contributions, guard } = parts;
  const { contribution } = await contributions.open(code);
  // Only cards are tried in bulk.
  const isCard = contribution.rail === 'card' || contribution.rail === 'till';
  const seconds = isCard ? guard.wait(who) : 0;
  if (seconds > 0) return slowed(said, { path: 'pay', form, seconds });
  const method = contribution.rail === 'till' ? playMethod(form) : (form.get('method') ?? null);
  const paid = await contributions.pay(code, { method, said: form.get('country') ?? null });
  if (isCard && (paid.outcome === 'declined' || paid.outcome === 'paid')) guard.saw(who, paid.outcome);
  if (paid.outcome === 'paid') parts.arrived(contribution.rail);
  return afterPay(parts, said, { code, contribution, paid });
}

export async function looked(parts: SupportParts, said: Said, code: string): Promise<Response> {
  const { rail } = (await parts.contributions.open(code)).contribution;
  if (rail === 'bitcoin') return payToPage(parts, said, code);
  const contribution = await parts.contributions.look(code);
  if (contribution.state !== 'open') parts.arrived(contribution.rail);
  // Whoever comes back from her bank and has not said yes there would wait in vain. What she left there ends before
  // another card is asked for.
  else if (contribution.rail === 'card' && parts.card !== null) {
    const again = await payBody(parts, said, { code, contribution });
    return show(said, said.words.declined.title, notApprovedBody(said, again), {
      status: 402,
      card: parts.card,
    });
  }
  return arrived(parts, said, code, contribution);
}

export async function begin(parts: SupportParts, said: Said, form: Map<string, string>): Promise<Response> {
  const wish = readWish(form);
  if (wish === null) return wrong(said, 400, said.words.errors.form);
  const { from, ...asked } = wish;
  const { code, contribution } = await parts.contributions.begin({ ...asked, lang: said.paper.lang });
  if (from !== undefined) parts.led(from);
  return show(said, said.words.pay.title, await payBody(parts, said, { code, contribution }), {
    card: cardOf(parts, contribution),
  });
}

async function payBody(
  { card, contributions }: SupportParts,
  said: Said,
  { code, contribution }: { code: string; contribution: Contribution },
) {
  const { statement } = (await contributions.terms.now()).value;
  const shown = statementLine(said, statement);
  if (contribution.rail === 'bitcoin') return whereForm(said, { code, contribution });
  if (contribution.rail === 'transfer') return html`${countryForm(said, { code, contribution })}${shown}`;
  if (contribution.rail === 'card' && card !== null) {
    const button = said.words.pay.button(priceIn(said, contribution));
    return html`${summary(said, contribution)}
    ${shown}${cardForm(said, card, { code, contribution, path: 'pay', button })}`;
  }
  return payForm(said, { code, contribution });
}

/** The name of a play card of the form's fields. */
export function playMethod(form: Map<string, string>): string {
  const card = form.get('card') ?? '';
  const known = Object.hasOwn(PLAY_CARDS, card) ? card : 'pays';
  return `play:${known}:${form.get('country') ?? '??'}${form.get('wallet') === 'yes' ? ':wallet' : ''}`;
}

async function afterPay(
  parts: SupportParts,
  said: Said,
  { code, contribution, paid }: { code: string; contribution: Contribution; paid: Paid },
): Promise<Response> {
  const { words } = said;
  if (contribution.rail === 'bitcoin') return afterBitcoin(parts, said, { code, paid });
  const card = cardOf(parts, contribution);
  switch (paid.outcome) {
    case 'paid':
      return arrived(parts, said, code, paid.contribution);
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
      const again = await payBody(parts, said, { code, contribution });
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

/** Nothing is declined in bitcoin: an address was made, or why there is none. */
async function afterBitcoin(
  parts: SupportParts,
  said: Said,
  { code, paid }: { code: string; paid: Paid },
): Promise<Response> {
  if (paid.outcome === 'not-cleared') return noAddress(said, paid.refused);
  if (paid.outcome === 'later')
    return show(said, said.words.errors.title, awayBody(said, code), { status: 202 });
  return payToPage(parts, said, code);
}

async function arrived(
  parts: SupportParts,
  said: Said,
  code: string,
  { state, rhythm, rail, visibility }: Contribution,
): Promise<Response> {
  const { thanks } = said.words;
  const { letters } = parts;
  const tells = rhythm !== 'once' && rail !== 'transfer';
  const text = state === 'open' ? thanks.waiting : thanks.paid;
  return show(
    said,
    thanks.title,
    html`<p class="sum">${text}</p>
      ${codeCard(said, code)}${openForm(said, code, thanks.open)}
      <div>${letters.open && state !== 'open' ? html`${receiptFold(said, code)}${tells ? tellFold(said, code, false) : nothing}` : nothing}${visibility === 'public' && state !== 'open' ? wallFold(said, code, null) : nothing}</div>
      <p><a href="${await parts.supportPage(said.paper.lang)}asking.html">${thanks.quiet}</a></p>`,
  );
}
