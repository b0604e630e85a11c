import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import page from '../page.module.css';
import { firstStoriesQuery, siteQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { StoryRow } from '../shapes.ts';
import { termsQuery } from '../stories/terms.ts';
import { useTelling } from '../words.tsx';
import { AuthorStep } from './AuthorStep.tsx';
import classes from './Begin.module.css';
import { NextSteps } from './NextSteps.tsx';
import { PaperStep } from './PaperStep.tsx';
import { SectionsStep } from './SectionsStep.tsx';
import { PublishStep, WriteStep } from './StorySteps.tsx';

const STEPS = ['paper', 'sections', 'author', 'write', 'publish'] as const;
type Step = (typeof STEPS)[number];

/** Leads from an empty newsroom to its first story before readers. */
export function Begin() {
  const { begin: say } = useRoomWords();
  const { figure } = useTelling();
  const { data: terms } = useSuspenseQuery(termsQuery);
  const { data: settings } = useSuspenseQuery(siteQuery);
  const first = useFirstStory();
  const out = first?.state === 'live' || first?.state === 'corrected';
  const facts: Record<Step, boolean> = {
    paper:
      Object.values(settings.site?.taglines ?? {}).some((line) => line !== '') || terms.sections.length > 0,
    sections: terms.sections.length > 0,
    author: terms.authors.length > 0,
    write: first !== null && first.headline !== '',
    publish: out,
  };
  const [passed, setPassed] = useState<ReadonlySet<Step>>(new Set());
  const isDone = (step: Step): boolean => facts[step] || passed.has(step);
  // A step stays open until it is left, though it may be done already: there may be more sections to come.
  const [current, setCurrent] = useState(() => STEPS.find((step) => !isDone(step)) ?? null);
  const goOn = (left: Step) => () => {
    setPassed(new Set([...passed, left]));
    setCurrent(STEPS.find((step) => step !== left && !isDone(step)) ?? null);
  };
  const { site: paper } = settings;
  if (paper === null) return null;
  const inside: Record<Step, () => ReactNode> = {
    paper: () => <PaperStep site={paper} onDone={goOn('paper')} />,
    sections: () => <SectionsStep sections={terms.sections} onDone={goOn('sections')} />,
    author: () => <AuthorStep authors={terms.authors} onDone={goOn('author')} />,
    write: () => <WriteStep story={first} />,
    publish: () => <PublishStep story={first} />,
  };
  return (
    <div className={page.page}>
      <header>
        <h1>{say.title}</h1>
        <p className={page.intro}>{say.intro}</p>
      </header>
      <ol className={classes.steps}>
        {STEPS.map((step, at) => (
          <li
            key={step}
            className={classes.step}
            data-done={isDone(step) || undefined}
            aria-current={step === current ? 'step' : undefined}
          >
            <span className={classes.number} aria-hidden>
              {isDone(step) ? '✓' : figure(at + 1)}
            </span>
            <div className={classes.inside}>
              <h2 className={classes.title}>
                <span className={classes.hidden}>{say.step(figure(at + 1), figure(STEPS.length))}: </span>
                {say[step].title}
                {isDone(step) && <span className={classes.hidden}> ({say.done})</span>}
              </h2>
              {step === current
                ? inside[step]()
                : isDone(step) &&
                  !out &&
                  step !== 'publish' && (
                    <button type="button" className={classes.change} onClick={() => setCurrent(step)}>
                      {say.change}
                    </button>
                  )}
            </div>
          </li>
        ))}
      </ol>
      {out && first !== null && <NextSteps story={first} />}
    </div>
  );
}

/** The story that is nearest to readers: the oldest that is out, else the last that somebody worked on. */
function useFirstStory(): StoryRow | null {
  const { data } = useSuspenseQuery(firstStoriesQuery);
  const { stories } = data;
  return (
    stories.find(({ state }) => state === 'live' || state === 'corrected') ??
    stories.find(({ state }) => state !== 'killed' && state !== 'withdrawn') ??
    null
  );
}
