import { expect, test } from 'vitest';
import { DECLINES } from '../rail.ts';
import { declineOf } from './declines.ts';

/** Every word that Stripe says issuers use, by what it means for whoever holds the card. */
const WORDS = {
  declined: `call_issuer card_not_supported currency_not_supported do_not_honor do_not_try_again fraudulent
    generic_decline invalid_amount lost_card merchant_blacklist no_action_taken not_permitted pickup_card
    pin_try_exceeded restricted_card revocation_of_all_authorizations revocation_of_authorization security_violation
    service_not_allowed stolen_card stop_payment_order testmode_decline transaction_not_allowed`,
  'no-funds': 'card_velocity_exceeded insufficient_funds withdrawal_count_limit_exceeded',
  expired: 'expired_card',
  'wrong-details': `incorrect_address incorrect_cvc incorrect_number incorrect_pin incorrect_zip invalid_account
    invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number invalid_pin new_account_information_available`,
  'not-approved': `authentication_not_handled authentication_required mobile_device_authentication_required
    offline_pin_required online_or_offline_pin_required`,
  'try-later': `approve_with_id duplicate_transaction issuer_not_available processing_error reenter_transaction
    try_again_later`,
} as const;

test('every word of an issuer is one of ours, and says nothing of theft or suspicion', () => {
  expect(Object.keys(WORDS).sort()).toEqual([...DECLINES].sort());
  for (const [decline, words] of Object.entries(WORDS))
    for (const word of words.split(/\s+/)) {
      expect(declineOf({ code: 'card_declined', decline_code: word }), word).toBe(decline);
      // Where no issuer was asked, Stripe says the same words itself.
      expect(declineOf({ code: word }), word).toBe(decline);
    }
});

test('Stripe’s own words count where the issuer said nothing, and an unknown one is a plain no', () => {
  expect(declineOf({ code: 'payment_intent_authentication_failure' })).toBe('not-approved');
  expect(declineOf({ code: 'expired_card', decline_code: 'generic_decline' })).toBe('expired');
  expect(declineOf({ code: 'card_declined', decline_code: 'a_word_of_next_year' })).toBe('declined');
  expect(declineOf({})).toBe('declined');
});
