import { Trouble } from '../client.ts';
import type { Offer, Terms } from './queries.ts';

/** What is offered as it is written: by currency, so that two people who change different ones do not meet. */
export type OfferDraft = Omit<Terms, 'offers'> & { offers: Record<string, Omit<Offer, 'currency'>> };

export const draftOf = ({ offers, ...terms }: Terms): OfferDraft => ({
  ...terms,
  offers: Object.fromEntries(offers.map(({ currency, ...offer }) => [currency, offer])),
});

export const termsOf = ({ offers, ...draft }: OfferDraft): Terms => ({
  ...draft,
  offers: Object.entries(offers).map(([currency, offer]) => ({ currency, ...offer })),
});

/** A refusal that hands over what stands there has it as it is written here. */
export function asDraft(error: unknown): unknown {
  if (!(error instanceof Trouble) || error.code !== 'changed_meanwhile') return error;
  const body = error.body as { standing: Terms | null };
  return new Trouble(error.status, { ...body, standing: body.standing && draftOf(body.standing) });
}
