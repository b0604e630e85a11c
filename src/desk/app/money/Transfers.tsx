import { Button } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { Icon } from '../shell/Icon.tsx';
import { useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import { BankAccounts } from './BankAccounts.tsx';
import { MatchLine } from './MatchLine.tsx';
import classes from './Money.module.css';
import { type Transfers as Found, transfersQuery, type WaitingLine } from './queries.ts';
import { Statements } from './Statements.tsx';
import { useMoneyWords } from './words.ts';

/** Bank transfers: statements, lines that wait for a person, whether books and bank agree, the newsroom's accounts. */
export function Transfers() {
  const { transfers: say } = useMoneyWords();
  const { figure } = useTelling();
  const may = useMay();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(transfersQuery);
  const [open, setOpen] = useState<WaitingLine | null>(null);
  const [said, setSaid] = useState('');
  const learn = (found: Found) => queries.setQueryData(transfersQuery.queryKey, found);
  return (
    <>
      <Statements
        isNamed={data.bank.accounts.length > 0}
        onTaken={(found) => {
          learn(found);
          setSaid('');
        }}
      />
      <section className={page.section} aria-labelledby="money-lines">
        <h2 id="money-lines">{say.waiting}</h2>
        <p className={page.intro}>{data.lines.length === 0 ? say.nothingWaits : say.waitingWhy}</p>
        <p role="status" className={classes.good}>
          {said !== '' && (
            <>
              <Icon name="check" size={16} /> {said}
            </>
          )}
        </p>
        <ul className={page.rows}>
          {data.lines.map((line) => (
            <Line key={line.id} line={line} onOpen={() => setOpen(line)} />
          ))}
        </ul>
      </section>
      <Books books={data.books} />
      {may('money.bank') && <BankAccounts bank={data.bank} onSaved={learn} />}
      {open !== null && (
        <MatchLine
          line={open}
          onClose={() => setOpen(null)}
          onDone={({ more, ...found }) => {
            setOpen(null);
            learn(found);
            setSaid(more > 0 ? say.matchedMore(more, figure(more)) : say.matched);
            void queries.invalidateQueries({ queryKey: ['money', 'contributions'] });
          }}
        />
      )}
    </>
  );
}

function Line({ line, onOpen }: { line: WaitingLine; onOpen: () => void }) {
  const { transfers: say } = useMoneyWords();
  const { amount, day, country } = useMoney();
  return (
    <li>
      <div className={page.about}>
        <span>
          <span className={classes.sum}>{amount(line.amount, line.currency)}</span> · {day(line.day)}
          {line.country !== null && <> · {country(line.country)}</>}{' '}
          {line.denied && <span className={classes.denied}>{say.denied}</span>}
        </span>
        {line.why !== null && <span className={page.soft}>{say.whys[line.why] ?? line.why}</span>}
        {line.bankReference !== null && (
          <span className={classes.code} dir="ltr">
            {line.bankReference}
          </span>
        )}
        {line.denied && <span className={page.soft}>{say.deniedWhy}</span>}
      </div>
      <Button
        size="xs"
        variant="default"
        aria-label={say.matchOf(amount(line.amount, line.currency), day(line.day))}
        onClick={onOpen}
      >
        {say.match}
      </Button>
    </li>
  );
}

/** Whether the books and the bank agree to the cent, account by account. */
function Books({ books }: { books: Found['books'] }) {
  const { transfers: say } = useMoneyWords();
  const { amount, day } = useMoney();
  const { figure, list } = useTelling();
  if (books.accounts.length === 0) return null;
  return (
    <section className={page.section} aria-labelledby="money-agree">
      <h2 id="money-agree">{say.books}</h2>
      {books.toTheCent ? (
        <p className={classes.good}>
          <Icon name="check" size={18} /> {say.toTheCent}
        </p>
      ) : (
        <p className={classes.bad}>
          <Icon name="warning" size={18} /> {say.apart}
        </p>
      )}
      <ul className={page.rows}>
        {books.accounts.map((account) => (
          <li key={`${account.account} ${account.currency}`}>
            <div className={page.about}>
              <span className={classes.code} dir="ltr">
                {account.account.replaceAll(/(.{4})/g, '$1 ').trim()}
              </span>
              <span className={page.soft}>{say.through(day(account.openingOn), day(account.closingOn))}</span>
              {account.gaps.map((gap) => (
                <span key={`${gap.after} ${gap.before}`} className={classes.bad}>
                  {say.gap(amount(gap.amount, account.currency), day(gap.after), day(gap.before))}
                </span>
              ))}
              {account.numbers.missing.length > 0 && (
                <span className={page.soft}>
                  {say.missingNumbers(list(account.numbers.missing.map(figure)))}
                </span>
              )}
            </div>
            <span className={classes.sum}>{amount(account.closing, account.currency)}</span>
          </li>
        ))}
        {books.currencies
          .filter(({ apart }) => apart !== 0)
          .map(({ currency, ledger, bank, apart }) => (
            <li key={currency}>
              <span className={classes.bad}>
                {say.ledgerApart(amount(ledger, currency), amount(bank, currency), amount(apart, currency))}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}
