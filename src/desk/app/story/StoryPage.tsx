import '../mantine-story.css';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useLayoutEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { StoryDesk } from './StoryDesk.tsx';
import { keptQuery, storyQuery } from './story-query.ts';
import { useStoryWords } from './words.ts';

/** One story: written, moved, watched. */
export function StoryPage() {
  const { story } = useParams({ from: '/desk/stories/$story' });
  const { data: file } = useSuspenseQuery(storyQuery(story));
  const { data: kept } = useSuspenseQuery(keptQuery(story));
  // Nothing below waits for anything.
  useStoryWords();
  return (
    <AtOnce key={story}>
      <StoryDesk file={file} kept={kept} />
    </AtOnce>
  );
}

/**
 * Draws its children in one go. What comes with a change of page is begun anew whenever something else changes before
 * it stands: up to seven editors were made for one story.
 */
function AtOnce({ children }: { children: ReactNode }) {
  const [begun, setBegun] = useState(false);
  useLayoutEffect(() => setBegun(true), []);
  return begun ? children : null;
}
