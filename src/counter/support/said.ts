import { html, nothing } from '#reader';
import type { Html } from '#reader';
import { type Contribution, COUNTRIES } from '#support';
import { type PaperFacts, serverPage } from '../page.ts';
import type { CardForm, SupportParts } from './context.ts';
import { money } from './money.ts';
import { supportWords, type SupportWords } from './words/words.ts';

export type Said = { paper: PaperFacts; words: SupportWords };

/** Fields that every form of a contribution bears: there is no cookie that would. */
export const keptFields = ({ paper }: Said, code: string): Html =>
  html`<input type="hidden" name="lang" value="${paper.lang}" /><input type="hidden" name="code" value="${code}" />`;

export function priceIn({ paper, words }: Said, { rhythm, amount, currency }: Contribution): string {
  return words.each[rhythm](money(paper.lang, amount, currency));
}

export function summary(said: Said, contribution: Contribution): Html {
  const { words, paper } = said;
  const { cover, purpose, currency } = contribution;
  return html`<div class="rows">
    <p class="soft">${words.pay.summary}</p>
    <p class="sum">${priceIn(said, contribution)}</p>
    ${cover === 0 ? nothing : html`<p class="soft">${words.covers(money(paper.lang, cover, currency))}</p>`}
    ${purpose === 'self' ? nothing : html`<p class="soft">${words.forReader}</p>`}
  </div>`;
}

export function countryOptions(lang: string, chosen: string | null): Html[] {
  const names = new Intl.DisplayNames(lang, { type: 'region', fallback: 'code' });
  const collator = new Intl.Collator(lang);
  return COUNTRIES.map((code): [string, string] => [code, names.of(code) ?? code])
    .sort(([, one], [, other]) => collator.compare(one, other))
    .map(
      ([code, name]) =>
        html`<option value="${code}"${code === chosen ? html` selected` : nothing}>${name}</option>`,
    );
}

/** The code, once. */
export function codeCard({ words }: Said, code: string): Html {
  return html`<section class="card">
    <h2>${words.thanks.code}</h2>
    <p class="code" translate="no">${code}</p>
    <p>${words.thanks.keep}</p>
  </section>`;
}

export function openForm(said: Said, code: string, button: string): Html {
  return html`<form method="post" action="/-/support/mine">
    ${keptFields(said, code)}<button type="submit" class="quiet">${button}</button>
  </form>`;
}

export async function saidIn({ paper }: SupportParts, lang: string): Promise<Said> {
  const facts = await paper(lang);
  return { paper: facts, words: supportWords(facts.lang) };
}

export const show = (
  said: Said,
  title: string,
  body: ReturnType<typeof html>,
  { status = 200, card = null }: { status?: number; card?: CardForm | null } = {},
): Response =>
  serverPage(said.paper, { title, back: said.words.back, body, status, guests: card?.guests ?? null });

export const wrong = (said: Said, status: number, text: string): Response =>
  show(said, said.words.errors.title, html`<section class="card warn"><p>${text}</p></section>`, { status });

/** The card form, on pages where one may be needed. */
export const cardOf = ({ card }: SupportParts, { rail }: Contribution): CardForm | null =>
  rail === 'card' ? card : null;
