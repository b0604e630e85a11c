import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import page from '../page.module.css';
import { useWords } from '../words.tsx';
import { minorOf, typedOf, useMoney } from './amounts.ts';
import { MoneyTrouble } from './MoneyTrouble.tsx';
import type { ContributionFile } from './queries.ts';
import { useMoneyWords } from './words.ts';

type Payment = ContributionFile['payments'][number];
type Refund = ContributionFile['refunds'][number];

const REASONS = ['asked-for', 'mistake', 'twice', 'stolen-means', 'rules'] as const;

/** What of a payment can still be given back. */
export function leftOf({ amount, refunded }: Payment, refunds: readonly Refund[]): number {
  const asked = refunds.reduce((sum, one) => sum + (one.state === 'refused' ? 0 : one.amount), 0);
  return amount - Math.max(asked, refunded);
}

/** Gives a payment back, or a part of it, with a reason, after it was said twice. */
export function GiveBack(props: {
  contribution: string;
  payment: Payment;
  refunds: readonly Refund[];
  onClose: () => void;
  onDone: (outcome: string) => void;
}) {
  const { contribution, payment, refunds, onClose, onDone } = props;
  const words = useWords();
  const { contributions: say } = useMoneyWords();
  const { amount, digitsOf } = useMoney();
  const queries = useQueryClient();
  const { currency, source } = payment;
  const digits = digitsOf(currency);
  const left = leftOf(payment, refunds);
  const [text, setText] = useState(() => typedOf(left, digits));
  const [reason, setReason] = useState<(typeof REASONS)[number] | ''>('');
  const [isSure, setSure] = useState(false);
  // What was seen when this was opened, whatever is learnt meanwhile.
  const [seen] = useState(refunds.length);
  const minor = minorOf(text, digits);
  const isGood = minor !== null && minor <= left;
  const giving = useMutation({
    mutationFn: () =>
      told(
        desk.money.contributions[':id'].refund.$post({
          param: { id: contribution },
          json: { source, amount: minor ?? 0, reason: reason === '' ? 'mistake' : reason, seen },
        }),
      ),
    onSuccess: ({ outcome }) => onDone(outcome),
    onSettled: () => queries.invalidateQueries({ queryKey: ['money'] }),
  });
  const isOver = giving.error instanceof Trouble && giving.error.code === 'changed';
  return (
    <Modal opened onClose={onClose} title={say.giveBack} closeButtonProps={{ 'aria-label': words.close }}>
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isGood || reason === '') return;
          if (isSure) giving.mutate();
          else setSure(true);
        }}
      >
        <p>{say.giveBackWhy(amount(left, currency))}</p>
        <TextInput
          label={say.howMuch(currency)}
          inputMode="decimal"
          dir="ltr"
          value={text}
          disabled={isSure}
          data-autofocus
          error={isGood ? undefined : say.tooMuch(amount(left, currency))}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          label={say.reason}
          value={reason}
          disabled={isSure}
          required
          data={[
            { value: '', label: say.chooseReason },
            ...REASONS.map((value) => ({ value, label: say.reasons[value] })),
          ]}
          onChange={(event) => setReason(REASONS.find((one) => one === event.currentTarget.value) ?? '')}
        />
        {isSure && minor !== null && <p className={page.note}>{say.sure(amount(minor, currency))}</p>}
        <MoneyTrouble error={giving.error} />
        <div className={page.acts}>
          {!isOver && (
            <Button
              type="submit"
              {...(isSure ? { color: 'grave' } : {})}
              disabled={!isGood || reason === ''}
              loading={giving.isPending}
            >
              {isSure ? say.giveBackNow : say.goOn}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {isOver ? words.close : words.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
