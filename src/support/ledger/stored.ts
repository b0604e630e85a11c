/**
 * What the ledger may keep, column by column: the allow-list of rule S5. No pattern has room for a name, an address of
 * a mailbox or a sentence; `stored.test.ts` holds the schema and every row of the histories against it.
 */
const ID = /^\d+$/;
const HASH = /^[0-9a-f]{64}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const SOURCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,119}$/;
const WORD = /^[a-z-]{3,30}$/;
const ACCOUNT = /^[a-z:-]{5,40}$/;
const CURRENCY = /^[A-Z]{3}$/;
const AMOUNT = /^-?\d{1,16}$/;

export const STORED: Record<string, Record<string, RegExp>> = {
  ledger_transaction: {
    id: ID,
    rail: WORD,
    source: SOURCE,
    kind: WORD,
    value_on: DAY,
    booked_on: DAY,
    about: SOURCE,
    reason: WORD,
    digest: HASH,
    chain: HASH,
  },
  ledger_posting: {
    transaction_id: ID,
    position: ID,
    account: ACCOUNT,
    currency: CURRENCY,
    amount: AMOUNT,
  },
  ledger_closing: {
    month: /^\d{4}-\d\d$/,
    last_id: ID,
    head: HASH,
    balances_json: /^\[(\["[a-z:-]{5,40}","[A-Z]{3}",-?\d{1,16}\],?)*\]$/,
    digest: HASH,
  },
};
