import { type Html, html, nothing } from '#reader';
import { RailError, type Refused } from '#support';
import { awayBody, noAddressBody, payToBody, warningCard, whereForm } from './bitcoin-views.ts';
import type { SupportParts } from './context.ts';
import { type Said, show } from './said.ts';

/** How a gift in bitcoin stands, after something was asked and whenever she looks. */
export async function payToPage(parts: SupportParts, said: Said, code: string): Promise<Response> {
  const { contributions, payTo, safety, failed, now } = parts;
  const { contribution, underWay } = await contributions.open(code);
  if (payTo === null)
    return show(said, said.words.errors.title, html`<p>${said.words.errors.closed}</p>`, { status: 409 });
  let stands;
  try {
    stands = await payTo(contribution.id);
    // What has arrived is written down at once where she looks first.
    if (contribution.state === 'open' && stands !== null && stands.came > 0) {
      const after = await contributions.look(code);
      if (after.state !== 'open') parts.arrived('bitcoin');
    }
  } catch (error) {
    if (!(error instanceof RailError)) throw error;
    failed(error);
    return show(said, said.words.errors.title, awayBody(said, code), { status: 502 });
  }
  // What could not be asked so far is asked again by itself.
  if (stands === null && underWay !== null)
    return show(said, said.words.errors.title, awayBody(said, code), { status: 202 });
  if (stands === null) return show(said, said.words.pay.title, whereForm(said, { code, contribution }));
  const { title, body } = payToBody(said, { code, contribution, payTo: stands, now: now() });
  const isToSend = stands.state === 'waiting' || stands.state === 'short';
  const answer = await safety.clear({ act: 'transfer-details', country: contribution.country });
  // The rules may have changed since the address was made.
  if (isToSend && !answer.clear) return noAddress(said, answer);
  const warnings = isToSend && answer.clear ? answer.clearance.warnings : [];
  const isGiven = stands.state === 'paid' || stands.state === 'ended-short';
  const quiet = isGiven ? await quietLink(parts, said) : nothing;
  return show(said, title, html`${warningCard(said, warnings)}${body}${quiet}`);
}

/** Whoever has given may want to be asked less. */
const quietLink = async ({ supportPage }: SupportParts, { paper, words }: Said): Promise<Html> =>
  html`<p><a href="${await supportPage(paper.lang)}asking.html">${words.thanks.quiet}</a></p>`;

export const noAddress = (said: Said, refused: Refused): Response =>
  show(said, said.words.refused.title, noAddressBody(said, refused), { status: 403 });
