import type { Decline } from '../rail.ts';

/**
 * What the issuer's word means for whoever holds the card. Words that say that a card was stolen, or that somebody is
 * suspected, are told as a plain no: whoever tries a stolen card learns nothing from it.
 */
const WORDS: Record<Exclude<Decline, 'declined'>, readonly string[]> = {
  'no-funds': ['insufficient_funds', 'card_velocity_exceeded', 'withdrawal_count_limit_exceeded'],
  expired: ['expired_card', 'expired_payment_method'],
  'wrong-details': [
    'incorrect_address',
    'incorrect_cvc',
    'incorrect_number',
    'incorrect_pin',
    'incorrect_zip',
    'invalid_account',
    'invalid_cvc',
    'invalid_expiry_month',
    'invalid_expiry_year',
    'invalid_number',
    'invalid_pin',
    'new_account_information_available',
    'postal_code_invalid',
  ],
  'not-approved': [
    'authentication_not_handled',
    'authentication_required',
    'mobile_device_authentication_required',
    'offline_pin_required',
    'online_or_offline_pin_required',
    'payment_intent_authentication_failure',
    'setup_intent_authentication_failure',
  ],
  'try-later': [
    'approve_with_id',
    'card_decline_rate_limit_exceeded',
    'duplicate_transaction',
    'issuer_not_available',
    'processing_error',
    'reenter_transaction',
    'try_again_later',
  ],
};

const BY_WORD = new Map(
  Object.entries(WORDS).flatMap(([decline, words]) =>
    words.map((word) => [word, decline as Decline] as const),
  ),
);

/** By the issuer's word, else by Stripe's; one that nobody here knows is a plain no. */
export function declineOf(words: { decline_code?: string | null; code?: string | null }): Decline {
  const { decline_code: issuer, code } = words;
  return BY_WORD.get(issuer ?? '') ?? BY_WORD.get(code ?? '') ?? 'declined';
}
