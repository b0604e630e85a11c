import { html } from '#reader';
import { FORM_TOKEN, type LetterWritten, type Opened, STANDING } from '#support';
import { NOT_SAID } from '../remind/views.ts';
import type { SupportParts } from './context.ts';
import { letterForm, type LetterKind } from './letter-views.ts';
import { dayIn, money } from './money.ts';
import { openForm, type Said, show, wrong } from './said.ts';

/** More lines than these are no letter that anybody reads. */
const LINES = 36;

/** Takes the form of a letter. Nothing of it is kept where the rules refuse. */
export async function writeLetter(
  { contributions, letters }: SupportParts,
  said: Said,
  { code, kind, form }: { code: string; kind: LetterKind; form: Map<string, string> },
): Promise<Response> {
  const words = said.words.mine.letters;
  const opened = await contributions.open(code);
  const { id, state, rail } = opened.contribution;
  const given = { address: form.get('address') ?? '', country: form.get('country') ?? '' };
  const token = form.get('form') ?? '';
  if (!FORM_TOKEN.test(token)) return wrong(said, 400, said.words.errors.form);
  const asked = { ...given, token, country: given.country === NOT_SAID ? null : given.country };
  const { lang } = said.paper;
  const again = (status: number, text: string): Response =>
    show(
      said,
      kind === 'receipt' ? words.receipt : words.tell,
      html`<section class="card warn" role="alert"><p>${text}</p></section>
        ${letterForm(said, code, kind, given)}`,
      { status },
    );
  if (given.country === '') return again(422, words.unknown);
  let written: LetterWritten;
  if (kind === 'receipt') {
    if (state === 'open') return after(said, code, { status: 409, text: words.nothing });
    written = await letters.receipt(id, asked, { lang, lines: receiptLines(said, opened) });
    // Her own bank tells her of a transfer.
  } else if (STANDING.includes(state) && rail !== 'transfer') written = await letters.tell(id, asked, lang);
  else return wrong(said, 409, said.words.errors.state);
  switch (written.kind) {
    case 'left':
      return after(said, code, { status: 200, text: kind === 'receipt' ? words.left : words.told });
    case 'wrong':
      return again(422, words.wrong);
    case 'often':
      return after(said, code, { status: 429, text: words.closed });
    case 'closed':
      return after(said, code, { status: 503, text: words.closed });
    case 'refused': {
      const text = { country: words.refused, mailbox: words.mailbox, unknown: words.unknown }[written.why];
      return after(said, code, { status: 403, text });
    }
  }
}

const after = (said: Said, code: string, { status, text }: { status: number; text: string }): Response =>
  show(
    said,
    said.words.mine.title,
    html`<p class="card" role="status"><strong>${text}</strong></p>
      ${openForm(said, code, said.words.thanks.open)}`,
    { status },
  );

/** What has arrived, the newest first; of what was paid a moment ago and is not listed yet, what it is. */
function receiptLines({ paper: { lang }, words }: Said, { contribution, payments }: Opened): string[] {
  const line = (day: string, amount: string): string => `${dayIn(lang, day)}: ${amount}`;
  if (payments.length === 0)
    return [line(contribution.begunOn, money(lang, contribution.amount, contribution.currency))];
  return payments.slice(0, LINES).map(({ day, amount, currency, refunded }) => {
    const whole = line(day, money(lang, amount, currency));
    return refunded === 0 ? whole : `${whole} (${words.mine.payments.back(money(lang, refunded, currency))})`;
  });
}
