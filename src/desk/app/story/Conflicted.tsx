import { Button } from '@mantine/core';
import { draftOf } from '../draft.ts';
import { StoryDiffView } from '../editor/StoryDiffView.tsx';
import type { Conflict } from '../shapes.ts';
import classes from './Conflicted.module.css';
import type { Work } from './use-writing.ts';
import { useTermName } from './use-term-name.ts';
import { useEditorWords, useStoryWords } from './words.ts';

/** Two people wrote: what differs, and which it is to be. Neither text is lost whatever is chosen. */
export function Conflicted({ lang, conflict, work }: { lang: string; conflict: Conflict; work: Work }) {
  const say = useStoryWords().conflict;
  const words = useEditorWords();
  const nameOf = useTermName(lang);
  const { writer, change } = work;
  const theirs = draftOf(conflict.current);
  const mine = writer.draft;
  const settle = (draft: typeof mine) => {
    writer.resolve(conflict.current.number, draft, theirs);
    change(draft);
  };
  const choices = [
    { act: say.mine, why: say.mineWhy, run: () => settle(mine) },
    { act: say.theirs, why: say.theirsWhy, run: () => settle(theirs) },
  ];
  return (
    <section className={classes.conflict}>
      <h1>{say.title}</h1>
      <p>{say.intro}</p>
      <ul className={classes.choices}>
        {choices.map(({ act, why, run }) => (
          <li key={act}>
            <Button onClick={run} variant={act === say.mine ? 'filled' : 'default'}>
              {act}
            </Button>
            <span>{why}</span>
          </li>
        ))}
      </ul>
      <StoryDiffView diff={conflict.diff} lang={lang} words={words} nameOf={nameOf} />
    </section>
  );
}
