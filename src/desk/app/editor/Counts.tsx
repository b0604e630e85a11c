import { Progress } from '@mantine/core';
import { useEditorParts } from './context.ts';
import classes from './Counts.module.css';

/** Words a reader takes in a minute, of prose in their own language. */
const PACE = 220;

export function Counts({ count, plan }: { count: number; plan: number | null }) {
  const { words } = useEditorParts();
  const minutes = Math.max(1, Math.round(count / PACE));
  const over = plan === null ? 0 : count - plan;
  return (
    <footer className={classes['counts']}>
      <span>{plan === null ? words.count.words(count) : words.count.ofPlan(count, plan)}</span>
      {over > 0 && <strong>{words.count.over(over)}</strong>}
      {plan !== null && (
        <Progress
          className={classes['bar'] ?? ''}
          value={Math.min(100, (100 * count) / Math.max(1, plan))}
          color={over > 0 ? 'orange' : 'blue'}
          aria-label={words.count.ofPlan(count, plan)}
        />
      )}
      <span>{words.count.minutes(minutes)}</span>
    </footer>
  );
}
