import { Button, NativeSelect, TextInput } from '@mantine/core';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { Saving, useFieldTrouble } from '../settings/Saving.tsx';
import { SavingForm } from '../settings/SavingForm.tsx';
import { useShared } from '../settings/use-shared.ts';
import { useWords } from '../words.tsx';
import classes from './Money.module.css';
import type { Bank, Transfers } from './queries.ts';
import { useMoneyWords } from './words.ts';

type Account = Bank['accounts'][number];
type Payout = Bank['payouts'][number];

const without = <T,>(all: readonly T[], at: number): T[] => all.filter((_, index) => index !== at);
const withPart = <T,>(all: readonly T[], at: number, part: Partial<T>): T[] =>
  all.map((one, index) => (index === at ? { ...one, ...part } : one));

/** The newsroom's own accounts, which readers are shown, and how payouts of other rails are known on them. */
export function BankAccounts({ bank, onSaved }: { bank: Bank; onSaved: (found: Transfers) => void }) {
  const { transfers: say, railNames } = useMoneyWords();
  const words = useWords();
  const trouble = useFieldTrouble();
  const form = useShared<Bank>({
    standing: bank,
    blank: bank,
    async put(mine, base) {
      const found = await told(desk.money.bank.$put({ json: { ...mine, base } }));
      onSaved(found);
      return found.bank;
    },
  });
  const { accounts, payouts } = form.draft;
  const setAccount = (at: number, part: Partial<Account>) =>
    form.set({ accounts: withPart(accounts, at, part) });
  const setPayout = (at: number, part: Partial<Payout>) => form.set({ payouts: withPart(payouts, at, part) });
  return (
    <section className={`${page.section} ${classes.formed}`} aria-labelledby="money-accounts">
      <h2 id="money-accounts">{say.accounts}</h2>
      <p className={page.intro}>{say.accountsWhy}</p>
      <SavingForm form={form}>
        {accounts.map((account, at) => (
          <fieldset key={at} className={classes.cost}>
            <legend>{account.holder === '' ? say.newAccount : account.holder}</legend>
            <div className={classes.fields}>
              <TextInput
                label={say.holder}
                value={account.holder}
                error={trouble(form.error, `accounts.${at}.holder`)}
                onChange={(event) => setAccount(at, { holder: event.currentTarget.value })}
              />
              <TextInput
                label="IBAN"
                dir="ltr"
                value={account.iban}
                error={trouble(form.error, `accounts.${at}.iban`)}
                onChange={(event) => setAccount(at, { iban: event.currentTarget.value as Account['iban'] })}
              />
              <TextInput
                label="BIC"
                dir="ltr"
                value={account.bic ?? ''}
                error={trouble(form.error, `accounts.${at}.bic`)}
                onChange={(event) => setAccount(at, { bic: event.currentTarget.value.trim() || null })}
              />
              <TextInput
                label={say.currency}
                dir="ltr"
                value={account.currency}
                error={trouble(form.error, `accounts.${at}.currency`)}
                onChange={(event) => setAccount(at, { currency: event.currentTarget.value.toUpperCase() })}
              />
            </div>
            <div className={page.acts}>
              <Button
                size="xs"
                variant="default"
                aria-label={say.removeOf(account.holder)}
                onClick={() => form.set({ accounts: without(accounts, at) })}
              >
                {words.remove}
              </Button>
            </div>
          </fieldset>
        ))}
        <div className={page.acts}>
          <Button
            variant="default"
            onClick={() =>
              form.set({
                accounts: [
                  ...accounts,
                  { holder: '', iban: '' as Account['iban'], bic: null, currency: 'EUR' },
                ],
              })
            }
          >
            {say.addAccount}
          </Button>
        </div>
        {payouts.map((payout, at) => (
          <fieldset key={at} className={classes.cost}>
            <legend>{say.payout}</legend>
            <div className={classes.fields}>
              <TextInput
                label={say.payoutWords}
                value={payout.words}
                error={trouble(form.error, `payouts.${at}.words`)}
                onChange={(event) => setPayout(at, { words: event.currentTarget.value })}
              />
              <NativeSelect
                label={say.payoutFrom}
                value={payout.from}
                data={(['card', 'bitcoin'] as const).map((value) => ({ value, label: railNames[value] }))}
                onChange={(event) =>
                  setPayout(at, { from: event.currentTarget.value === 'bitcoin' ? 'bitcoin' : 'card' })
                }
              />
              <Button
                variant="default"
                aria-label={say.removeOf(payout.words)}
                onClick={() => form.set({ payouts: without(payouts, at) })}
              >
                {words.remove}
              </Button>
            </div>
          </fieldset>
        ))}
        <div className={page.acts}>
          <Button
            variant="default"
            onClick={() => form.set({ payouts: [...payouts, { words: '', from: 'card' }] })}
          >
            {say.addPayout}
          </Button>
        </div>
        <Saving form={form} undoable guarded />
      </SavingForm>
    </section>
  );
}
