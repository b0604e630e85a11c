import { useTelling } from '../words.tsx';
import classes from './SaveMark.module.css';
import type { Work } from './use-writing.ts';
import { useStoryWords } from './words.ts';
import type { StoryWords } from '../languages/story/en.ts';

/** Whether what is written is safe, always in sight. */
export function SaveMark({ work, reading }: { work: Work; reading: boolean }) {
  const { saving } = useStoryWords();
  const { clock } = useTelling();
  const { state, keepsNothing } = work;
  const idle = reading && state.kind === 'saved';
  return (
    <p role="status" className={classes.mark} data-kind={idle ? 'reading' : state.kind}>
      {idle ? saving.readOnly : textOf(work, saving, clock)}
      {keepsNothing && state.kind !== 'saved' && ` · ${saving.keepsNothing}`}
    </p>
  );
}

function textOf(
  { state, keepsNothing }: Work,
  words: StoryWords['saving'],
  clock: (at: number) => string,
): string {
  if (state.kind === 'saved') return state.at === null ? words.saved : words.savedAt(clock(state.at));
  if (state.kind === 'offline') {
    if (state.why === 'full') return keepsNothing ? words.full : `${words.full} ${words.onDevice}`;
    return state.why === 'signedOut' ? words.signedOut : words.offline;
  }
  return words[state.kind];
}
