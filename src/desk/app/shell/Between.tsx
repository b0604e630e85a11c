import { Loader } from '@mantine/core';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { Trouble } from '../client.ts';
import { useWords } from '../words.tsx';
import classes from './Between.module.css';
import { TroubleNote } from './TroubleNote.tsx';

/** Stands while a page is on its way. */
export function Waiting() {
  const words = useWords();
  return (
    <div className={classes.between} role="status">
      <Loader size="sm" color="gray" />
      <span>{words.loading}</span>
    </div>
  );
}

/** Stands where there is nothing. */
export function Missing() {
  const words = useWords();
  return (
    <div className={classes.between}>
      <h1>{words.notFound}</h1>
      <Link to="/">{words.rooms.stories}</Link>
    </div>
  );
}

/** Stands where a page broke. */
export function Fallen({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter();
  const queries = useQueryErrorResetBoundary();
  if (error instanceof Trouble && error.status === 404) return <Missing />;
  const again = () => {
    queries.reset();
    reset();
    void router.invalidate();
  };
  return (
    <div className={classes.between}>
      <TroubleNote error={error} onAgain={again} />
    </div>
  );
}
