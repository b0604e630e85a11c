import { Alert } from '@mantine/core';
import { Trouble } from '../client.ts';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useMoneyWords } from './words.ts';

/** Says why something of money was refused, in the interface's language where it has words for it. */
export function MoneyTrouble({ error }: { error: unknown }) {
  const { refused } = useMoneyWords();
  const known = error instanceof Trouble ? refused[error.code] : undefined;
  if (known === undefined) return <TroubleNote error={error} />;
  return (
    <Alert role="alert" color="red" variant="outline" icon={<Icon name="warning" />}>
      <p>{known}</p>
    </Alert>
  );
}
