import { type CountryCode, countryOf } from '../../safety/countries.ts';
import type { Decline } from '../rail.ts';

/** What a play card does; every way a real one can end has one. */
export const PLAY_CARDS = {
  /** Pays. */
  pays: null,
  /** Its bank asks first, and is told yes by looking again. */
  asks: null,
  declined: 'declined',
  'no-funds': 'no-funds',
  expired: 'expired',
  /** Pays the first time and never again, for trying out what happens then. */
  'pays-once': null,
} as const satisfies Record<string, Decline | null>;
export type PlayCard = keyof typeof PLAY_CARDS;

export type Method = { card: PlayCard; country: CountryCode | null; wallet: boolean };

const isCard = (text: string): text is PlayCard => Object.hasOwn(PLAY_CARDS, text);

/** `play:pays:DE`, `play:declined:FR:wallet`; `play:pays:??` tells no country. Null for what is no play card. */
export function readMethod(text: string): Method | null {
  const [head, card = '', country = '', wallet, ...rest] = text.split(':');
  if (head !== 'play' || !isCard(card) || rest.length > 0) return null;
  if (wallet !== undefined && wallet !== 'wallet') return null;
  const known = countryOf(country);
  return known === null && country !== '??' ? null : { card, country: known, wallet: wallet === 'wallet' };
}

export const printMethod = ({ card, country, wallet }: Method): string =>
  `play:${card}:${country ?? '??'}${wallet ? ':wallet' : ''}`;
