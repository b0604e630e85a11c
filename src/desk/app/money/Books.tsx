import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { Confirm } from '../shell/Confirm.tsx';
import { Icon } from '../shell/Icon.tsx';
import { useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import { MoneyTrouble } from './MoneyTrouble.tsx';
import classes from './Money.module.css';
import { booksQuery } from './queries.ts';
import { useMoneyWords } from './words.ts';

/** The ledger: checked, closed by months, taken along. */
export function Books() {
  const { books: say } = useMoneyWords();
  const { figure } = useTelling();
  const { month } = useMoney();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(booksQuery);
  const [asked, setAsked] = useState<string | null>(null);
  const checking = useMutation({ mutationFn: () => told(desk.money.books.verify.$post()) });
  const closing = useMutation({
    mutationFn: (which: string) => told(desk.money.books.close.$post({ json: { month: which } })),
    onSuccess: async () => {
      setAsked(null);
      await queries.invalidateQueries({ queryKey: ['money', 'books'] });
    },
  });
  const { closable } = data;
  return (
    <>
      <section className={page.section} aria-labelledby="money-check">
        <h2 id="money-check">{say.check}</h2>
        <p className={page.intro}>{say.checkWhy}</p>
        <dl className={classes.facts}>
          <div>
            <dt>{say.entries}</dt>
            <dd>{figure(data.head.id)}</dd>
          </div>
          <div>
            <dt>{say.head}</dt>
            <dd className={classes.code} dir="ltr">
              {data.head.chain}
            </dd>
          </div>
        </dl>
        <MoneyTrouble error={checking.error} />
        <div role="status">
          {checking.data?.wrong === null && (
            <p className={classes.good}>
              <Icon name="check" size={18} />{' '}
              {say.right(figure(checking.data.verified.entries), figure(checking.data.verified.closings))}
            </p>
          )}
          {typeof checking.data?.wrong === 'string' && (
            <p className={classes.bad}>
              <Icon name="warning" size={18} /> {say.wrong}{' '}
              <span lang="en" dir="ltr">
                {checking.data.wrong}
              </span>
            </p>
          )}
        </div>
        <Button loading={checking.isPending} onClick={() => checking.mutate()}>
          {say.checkNow}
        </Button>
      </section>
      <section className={page.section} aria-labelledby="money-closings">
        <h2 id="money-closings">{say.closings}</h2>
        <p className={page.intro}>{say.closingWhy}</p>
        {closable !== null && (
          <Button variant="default" onClick={() => setAsked(closable)}>
            {say.close(month(closable, true))}
          </Button>
        )}
        {data.closings.length === 0 && <p>{say.noClosing}</p>}
        <ul className={page.rows}>
          {data.closings.toReversed().map((one) => (
            <li key={one.month}>
              <div className={page.about}>
                <span className={page.name}>{month(one.month, true)}</span>
                <span className={page.soft}>{say.upTo(figure(one.lastId))}</span>
                <span className={classes.code} dir="ltr">
                  {one.chain}
                </span>
              </div>
            </li>
          ))}
        </ul>
      </section>
      <section className={page.section} aria-labelledby="money-exports">
        <h2 id="money-exports">{say.exports}</h2>
        <p className={page.intro}>{say.exportsWhy}</p>
        <ul className={page.rows}>
          {(['csv', 'journal', ...(data.hasBook ? (['book'] as const) : [])] as const).map((what) => (
            <li key={what}>
              <div className={page.about}>
                <span className={page.name}>{say.kinds[what]}</span>
                <span className={page.soft}>{say.kindHints[what]}</span>
              </div>
              <Button
                component="a"
                size="xs"
                variant="default"
                href={`/api/money/books/${what}`}
                download
                aria-label={say.takeOf(say.kinds[what])}
              >
                {say.take}
              </Button>
            </li>
          ))}
        </ul>
      </section>
      <Confirm
        asked={asked !== null}
        grave
        title={say.close(asked === null ? '' : month(asked, true))}
        why={say.closeSure}
        act={say.closeNow}
        busy={closing.isPending}
        error={closing.error}
        onSure={() => asked !== null && closing.mutate(asked)}
        onClose={() => {
          setAsked(null);
          closing.reset();
        }}
      />
    </>
  );
}
