import { html } from '#reader';
import { offerIn, RailError, SupportError, type SupportErrorCode } from '#support';
import type { SupportParts } from './context.ts';
import { codeForm } from './mine-views.ts';
import { money } from './money.ts';
import { type Said, show, wrong } from './said.ts';

/** Errors that a supporter can do something about, in her words; all others are ours. */
export async function refusal(
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
  const code = form.get('code');
  // Where something goes on, its currency is its own, whatever else a form says.
  const currency =
    code === undefined
      ? (form.get('currency') ?? '')
      : (await contributions.open(code)).contribution.currency;
  const { floor, most } = offerIn(terms, currency);
  return words.errors.amount(money(lang, floor, currency), money(lang, most, currency));
}
