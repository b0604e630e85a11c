import '../mantine-story.css';
import { SegmentedControl } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../queries.ts';
import { Icon } from '../shell/Icon.tsx';
import { useTelling, useWords } from '../words.tsx';
import classes from './Preview.module.css';
import { PreviewLinks } from './PreviewLinks.tsx';
import { storyQuery } from './story-query.ts';
import { useStoryWords } from './words.ts';

type Screen = 'phone' | 'desktop';

/** The story as readers will have it, on a phone and on a desk, in each of its languages; and links for outsiders. */
export function Preview() {
  const { story } = useParams({ from: '/desk/stories/$story/preview' });
  const { data: file } = useSuspenseQuery(storyQuery(story));
  const words = useWords();
  const { preview: say } = useStoryWords();
  const { language, Language } = useTelling();
  const { site } = useMe();
  const [screen, setScreen] = useState<Screen>(() =>
    matchMedia('(max-width: 40rem)').matches ? 'phone' : 'desktop',
  );
  const [shown, setShown] = useState<string>(story);
  const peer = file.peers.find((one) => one.story === shown) ?? {
    story: file.story.id,
    lang: file.story.lang,
    revision: file.story.revision,
  };
  const stage = useScale();
  const published = site?.languages.includes(peer.lang) === true;
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Link to="/stories/$story" params={{ story }} className={classes.back} aria-label={words.back}>
          <Icon name="back" />
        </Link>
        <h1>
          {say.title}: <bdi lang={file.story.lang}>{file.revision.headline || words.stories.untitled}</bdi>
        </h1>
      </header>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={say.screen}
          value={screen}
          onChange={(value) => setScreen(value === 'phone' ? 'phone' : 'desktop')}
          data={[
            { value: 'desktop', label: say.desktop },
            { value: 'phone', label: say.phone },
          ]}
        />
        {file.peers.length > 1 && (
          <SegmentedControl
            aria-label={say.language}
            value={shown}
            onChange={setShown}
            data={file.peers.map((one) => ({ value: one.story, label: Language(one.lang) }))}
          />
        )}
      </div>
      <div className={classes.columns}>
        <div className={classes.stage} data-screen={screen} ref={stage}>
          {published ? (
            <iframe
              key={`${peer.story}-${peer.revision}`}
              className={classes.frame}
              src={`/look/${peer.story}/`}
              title={say.frame(language(peer.lang))}
              // Nothing in it runs; its styles are asked for as the desk's own.
              sandbox="allow-same-origin"
            />
          ) : (
            <p className={classes.none}>{say.noLanguage(language(peer.lang))}</p>
          )}
        </div>
        <PreviewLinks key={peer.story} story={peer.story} lang={peer.lang} />
      </div>
    </div>
  );
}

/** Pixels of a screen that a page is laid out for. */
const DESKTOP = 1280;

/** Tells the stage how much smaller than a whole screen it is, so that the page in it is laid out for the whole one. */
export function useScale() {
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    const seen = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? DESKTOP;
      element.style.setProperty('--scale', `${Math.min(1, width / DESKTOP)}`);
    });
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  return stage;
}
