import type { Store } from '#store';
import { keepTerms } from '../contributions/terms.ts';
import { epcText } from '../rails/transfer/epc.ts';
import { printedIban } from '../rails/transfer/iban.ts';
import { printedReference, referenceOf } from '../rails/transfer/reference.ts';
import { type Bank, keepBank } from '../rails/transfer/setting.ts';
import { openSafety } from '../safety/safety.ts';
import type { Setting } from '../settings.ts';
import { wallShown } from '../wall/shown.ts';
import { keepAppeals } from './appeals.ts';
import { type AccountShown, countriesShown, nextTurn, type SupportShown } from './shown.ts';

/** What only whoever runs the server knows. */
export type ShownOptions = Pick<SupportShown, 'rails' | 'cost' | 'form' | 'remind'> & {
  store: Store;
  /** What holds then is shown. */
  at: number;
};

/**
 * Everything that pages say of supporting the paper at a time. Leaves a job for the press when the next appeal or rule
 * begins or ends, so that pages change then by themselves.
 */
export async function readShown({ store, at, ...rest }: ShownOptions): Promise<SupportShown> {
  const options = { store, now: () => at };
  const [terms, appeals, rules, bank] = await Promise.all([
    keepTerms(options).now(),
    keepAppeals(options).now(),
    openSafety(options).rules(),
    keepBank(options).now(),
  ]);
  const turn = nextTurn(appeals.value, rules.set, at);
  // One that is left where there is no turn any more finds nothing to do.
  if (turn !== null)
    await store.jobs.add({ kind: 'press', key: 'support.turn', payload: {}, runAt: turn, replace: true });
  const { offers, fees, statement } = terms.value;
  return {
    ...rest,
    appeals: appeals.value,
    offers,
    fees,
    statement,
    countries: countriesShown(rules.set, at),
    wall: await wallShown(store.db, rules.set, at),
    account: accountOf(bank),
  };
}

/** Letters, which no reference of a contribution has: one look tells them apart. */
const FOR_ALL = referenceOf('GIFT');

/** The first account in euro: there is a code for banking apps, and every bank of the SEPA reaches it. */
function accountOf({ value, at }: Setting<Bank>): AccountShown | null {
  const account = value.accounts.find(({ currency }) => currency === 'EUR');
  if (account === undefined || at === null) return null;
  const { holder, iban, bic } = account;
  const reference = FOR_ALL;
  const epc = epcText({ holder, iban, reference, ...(bic !== null && { bic }) });
  return { holder, iban: printedIban(iban), bic, reference: printedReference(reference), epc, at };
}
