import type { State } from '../shapes.ts';
import { useWords } from '../words.tsx';
import classes from './StateMark.module.css';

/** A story's state as a sign and a word: never by colour alone. */
export function StateMark({ state }: { state: State }) {
  const words = useWords();
  return (
    <span className={classes.mark} data-state={state}>
      <span className={classes.sign} aria-hidden />
      {words.states[state]}
    </span>
  );
}
