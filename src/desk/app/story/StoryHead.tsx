import { Button, VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useMe } from '../queries.ts';
import type { StoryFile } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { StateMark } from '../stories/StateMark.tsx';
import { useTelling, useWords } from '../words.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { stepsOf } from './steps.ts';
import { SaveMark } from './SaveMark.tsx';
import classes from './StoryHead.module.css';
import type { GoingOut } from './use-outgoing.ts';
import type { Work } from './use-writing.ts';
import { useStoryWords } from './words.ts';

type Props = {
  file: StoryFile;
  work: Work;
  settle: () => Promise<void>;
  reading: boolean;
  details: boolean;
  onDetails: () => void;
  outgoing: GoingOut;
};

/** Where the story stands, whether it is saved, and what can be done with it. */
export function StoryHead({ file, work, settle, reading, details, onDetails, outgoing }: Props) {
  const { story, live } = file;
  const words = useWords();
  const say = useStoryWords();
  const { site, acts } = useMe();
  const { language, moment } = useTelling();
  const [moving, setMoving] = useState(false);
  const steps = stepsOf(file, acts);
  const [first] = steps;
  const { writer } = work;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if ((!event.ctrlKey && !event.metaKey) || event.altKey) return;
      if (event.code === 'KeyS') {
        event.preventDefault();
        void writer.flush();
      } else if (event.key === 'Enter' && first !== undefined) {
        event.preventDefault();
        setMoving(true);
      }
    };
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  }, [writer, first]);
  return (
    <header className={classes.head}>
      <VisuallyHidden component="h1" lang={story.lang}>
        {work.draft.headline || words.stories.untitled}
      </VisuallyHidden>
      <Link to="/stories" className={classes.back} aria-label={say.toList} title={say.toList}>
        <Icon name="back" />
      </Link>
      <StateMark state={story.state} />
      <span className={classes.lang}>{language(story.lang)}</span>
      {story.protected && (
        <span className={classes.fact}>
          <Icon name="mask" size={16} />
          {words.stories.protected}
        </span>
      )}
      <SaveMark work={work} reading={reading} />
      <div className={classes.acts}>
        {live !== null && story.path !== null && site !== null && (
          <a
            className={classes.live}
            href={`${site.address}/${story.path}`}
            target="_blank"
            rel="noreferrer"
            title={say.live.readers(moment(live.at))}
          >
            {say.live.see}
          </a>
        )}
        <Button variant="default" className={classes.details} aria-expanded={details} onClick={onDetails}>
          {say.details}
        </Button>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/stories/$story/preview" params={{ story: story.id }} />
          )}
        >
          {say.preview.open}
        </Button>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/stories/$story/history" params={{ story: story.id }} />
          )}
        >
          {say.history}
        </Button>
        {first !== undefined && <Button onClick={() => setMoving(true)}>{say.move[first.word]}</Button>}
      </div>
      {moving && (
        <MoveDialog
          file={file}
          work={work}
          settle={settle}
          steps={steps}
          outgoing={outgoing}
          onClose={() => setMoving(false)}
        />
      )}
    </header>
  );
}
