/**
 * What the rail may keep, column by column: the allow-list of rule S5. There is room for no name, no account of a payer,
 * no word of hers; `stored.test.ts` holds the schema, and all that it takes in, against it.
 */
const ID = /^\d{1,15}$/;
const LINE = /^[0-9a-f]{20}-\d{1,6}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** Our own account, which stands on the support page. */
const OWN = /^[A-Z]{2}\d\d[0-9A-Z]{1,30}$/;
const CURRENCY = /^[A-Z]{3}$/;
const AMOUNT = /^-?\d{1,16}$/;
/** By its form a name could be one: `withoutPayer` in `camt/entry.ts` keeps those out that the payer is in. */
const OF_BANK = /^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}$/;
const WORD = /^[a-z-]{3,20}$/;
const SOURCE = /^([0-9a-f]{20}-\d{1,6}(\.in|\.out)?|opening-[0-9a-f]{20}-\d{1,6})$/;
const CONTRIBUTION = /^[0-9a-f]{32}$/;
const KEYED = /^[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{20,90}$/;

export const STORED: Record<string, Record<string, RegExp>> = {
  bank_statement: {
    id: ID,
    digest: /^[0-9a-f]{64}$/,
    account: OWN,
    currency: CURRENCY,
    name: /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/,
    number: ID,
    made: /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)?$/,
    opening_on: DAY,
    opening: AMOUNT,
    closing_on: DAY,
    closing: AMOUNT,
    lines: ID,
    imported_at: ID,
  },
  bank_line: {
    id: LINE,
    base: /^[0-9a-f]{20}$/,
    ordinal: ID,
    account: OWN,
    currency: CURRENCY,
    day: DAY,
    amount: AMOUNT,
    fee: AMOUNT,
    bank_reference: OF_BANK,
    country: /^[A-Z]{2}$/,
    payer: KEYED,
    denied: /^[01]$/,
    state: WORD,
    why: WORD,
    contribution: CONTRIBUTION,
    meant: CONTRIBUTION,
  },
  bank_movement: {
    id: ID,
    source: SOURCE,
    line: LINE,
    kind: WORD,
    account: OWN,
    currency: CURRENCY,
    amount: AMOUNT,
    fee: AMOUNT,
    day: DAY,
    about: SOURCE,
    contribution: CONTRIBUTION,
    sender: WORD,
    at: ID,
  },
  bank_payer: { payer: KEYED, contribution: CONTRIBUTION, at: ID },
};
