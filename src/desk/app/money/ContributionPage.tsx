import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { Icon } from '../shell/Icon.tsx';
import { useMoney } from './amounts.ts';
import { GiveBack, leftOf } from './GiveBack.tsx';
import classes from './Money.module.css';
import { contributionQuery } from './queries.ts';
import { useMoneyWords } from './words.ts';

/** One contribution with its receipts, by the ledger. */
export function ContributionPage() {
  const words = useMoneyWords();
  const { contributions: say, railNames, rhythms, states, purposes, visibilities, asks } = words;
  const { contribution: id } = useParams({ from: '/desk/money/contributions/$contribution' });
  const may = useMay();
  const { amount, day } = useMoney();
  const { data } = useSuspenseQuery(contributionQuery(id));
  const [open, setOpen] = useState<string | null>(null);
  const [said, setSaid] = useState<'done' | 'later' | null>(null);
  const { contribution: one, payments, refunds, underWay } = data;
  const payment = payments.find(({ source }) => source === open);
  const facts: [string, string][] = [
    [say.state, states[one.state]],
    [say.rail, railNames[one.rail]],
    [say.rhythm, rhythms[one.rhythm]],
    [say.purpose, purposes[one.purpose]],
    [say.visibility, visibilities[one.visibility]],
    [say.beganOn, day(one.begunOn)],
    [say.changedOn, day(one.changedOn)],
    ...(one.nextOn === null ? [] : [[say.nextOn, day(one.nextOn)] as [string, string]]),
    ...(one.cover > 0 ? [[say.cover, amount(one.cover, one.currency)] as [string, string]] : []),
  ];
  return (
    <>
      <p>
        <Link to="/money/contributions" className={classes.back}>
          <Icon name="back" size={16} /> {say.title}
        </Link>
      </p>
      <header>
        <h2>{amount(one.amount, one.currency)}</h2>
        <p className={classes.code} dir="ltr">
          {one.id}
        </p>
      </header>
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {underWay !== null && <p className={page.note}>{say.underWay(asks[underWay])}</p>}
      <p role="status" className={classes.good}>
        {said === 'done' && (
          <>
            <Icon name="check" size={16} /> {say.givenBack}
          </>
        )}
        {said === 'later' && say.givenLater}
      </p>
      <section className={page.section} aria-labelledby="money-receipts">
        <h2 id="money-receipts">{say.receipts}</h2>
        {payments.length === 0 && <p>{say.noReceipts}</p>}
        <ul className={page.rows}>
          {payments.map((each) => {
            const back = refunds.filter(({ source }) => source === each.source);
            return (
              <li key={each.source}>
                <div className={page.about}>
                  <span>
                    <span className={classes.sum}>{amount(each.amount, each.currency)}</span> ·{' '}
                    {day(each.day)}
                  </span>
                  <span className={classes.code} dir="ltr">
                    {each.source}
                  </span>
                  {each.refunded > 0 && (
                    <span className={page.soft}>{say.refunded(amount(each.refunded, each.currency))}</span>
                  )}
                  {back.map((refund) => (
                    <span key={refund.number} className={page.soft}>
                      {day(refund.day)}: {amount(refund.amount, each.currency)}, {say.reasons[refund.reason]}{' '}
                      — {say.refundStates[refund.state]}
                    </span>
                  ))}
                </div>
                {may('money.refund') && leftOf(each, back) > 0 && one.rail !== 'transfer' && (
                  <Button
                    size="xs"
                    variant="default"
                    aria-label={say.giveBackOf(amount(each.amount, each.currency), day(each.day))}
                    disabled={underWay !== null}
                    onClick={() => setOpen(each.source)}
                  >
                    {say.giveBack}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        {one.rail === 'transfer' && payments.length > 0 && <p className={page.soft}>{say.byHand}</p>}
      </section>
      {payment !== undefined && (
        <GiveBack
          contribution={one.id}
          payment={payment}
          refunds={refunds.filter(({ source }) => source === payment.source)}
          onClose={() => setOpen(null)}
          onDone={(outcome) => {
            setOpen(null);
            setSaid(outcome === 'done' ? 'done' : 'later');
          }}
        />
      )}
    </>
  );
}
