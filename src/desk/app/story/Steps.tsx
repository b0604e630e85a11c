import type { StoryFile } from '../shapes.ts';
import { useTelling, useWords } from '../words.tsx';
import classes from './StoryHistory.module.css';
import { useStoryWords } from './words.ts';

/** The moves of a story from state to state, newest first. */
export function Steps({ file }: { file: StoryFile }) {
  const { states } = useWords();
  const { past } = useStoryWords();
  const { moment } = useTelling();
  if (file.transitions.length === 0) return null;
  const moves = [...file.transitions].sort((a, b) => b.id - a.id);
  return (
    <section className={classes.moves}>
      <h2>{past.moves}</h2>
      <ol>
        {moves.map((move) => (
          <li key={move.id}>
            <strong>{past.moved(states[move.from], states[move.to])}</strong>
            <span>
              {moment(move.at)}
              {move.by !== null && ` · ${past.by(move.by)}`}
            </span>
            {move.reason !== '' && <q>{move.reason}</q>}
          </li>
        ))}
      </ol>
    </section>
  );
}
