import '../mantine-money.css';
import { Button, Modal, Radio, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import type { Told } from '../client.ts';
import page from '../page.module.css';
import { useWords } from '../words.tsx';
import { useMoney } from './amounts.ts';
import { MoneyTrouble } from './MoneyTrouble.tsx';
import type { WaitingLine } from './queries.ts';
import { useMoneyWords } from './words.ts';

type Post = (typeof desk.money.transfers)[':line']['$post'];
const CHOICES = ['contribution', 'other-income', 'bank-charge', 'own-transfer', 'not-ours'] as const;
type Choice = (typeof CHOICES)[number];

/** What a person says that a line of the bank is. */
export function MatchLine(props: {
  line: WaitingLine;
  onClose: () => void;
  onDone: (found: Told<ReturnType<Post>>) => void;
}) {
  const { line, onClose, onDone } = props;
  const words = useWords();
  const { transfers: say } = useMoneyWords();
  const { amount, day } = useMoney();
  const [as, setAs] = useState<Choice>('contribution');
  const [reference, setReference] = useState(line.meant ?? '');
  const matching = useMutation({
    mutationFn: () =>
      told(
        desk.money.transfers[':line'].$post({
          param: { line: line.id },
          json: as === 'contribution' ? { as, reference } : { as },
        }),
      ),
    onSuccess: onDone,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={say.matchOf(amount(line.amount, line.currency), day(line.day))}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          matching.mutate();
        }}
      >
        <p className={page.soft}>{say.matchWhy}</p>
        {CHOICES.map((choice) => (
          <Radio
            key={choice}
            name="as"
            value={choice}
            label={say.choices[choice]}
            description={say.choiceHints[choice]}
            checked={as === choice}
            onChange={() => setAs(choice)}
          />
        ))}
        {as === 'contribution' && (
          <TextInput
            label={say.reference}
            description={line.meant === null ? say.referenceHint : say.meant}
            dir="ltr"
            value={reference}
            required
            onChange={(event) => setReference(event.currentTarget.value)}
          />
        )}
        <MoneyTrouble error={matching.error} />
        <div className={page.acts}>
          <Button
            type="submit"
            loading={matching.isPending}
            disabled={as === 'contribution' && reference.trim() === ''}
          >
            {say.book}
          </Button>
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
