import { Alert, Button } from '@mantine/core';
import { Trouble } from '../client.ts';
import { useReason } from '../reasons.ts';
import { useWords } from '../words.tsx';
import { Icon } from './Icon.tsx';

/** What went wrong, in the interface's language where it has words for it. */
export function useTold(): (error: unknown) => string[] {
  const { trouble } = useWords();
  const say = useReason();
  return (error) => {
    if (!(error instanceof Trouble)) return [trouble.fault];
    if (error.status === 0) return [trouble.unreachable];
    if (error.status === 403 && error.code === 'forbidden') return [trouble.forbidden];
    const told = error.reasons.map(say);
    return told.length > 0 ? told : [trouble.fault];
  };
}

/** Says what did not work; nothing while nothing is wrong. */
export function TroubleNote({ error, onAgain }: { error: unknown; onAgain?: () => void }) {
  const words = useWords();
  const tell = useTold();
  if (error === null || error === undefined) return null;
  const told = tell(error);
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      title={words.trouble.title}
      icon={<Icon name="warning" />}
    >
      {told.length === 1 ? (
        <p>{told[0]}</p>
      ) : (
        <ul>
          {told.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {onAgain !== undefined && (
        <Button variant="default" size="xs" mt="xs" onClick={onAgain}>
          {words.again}
        </Button>
      )}
    </Alert>
  );
}
