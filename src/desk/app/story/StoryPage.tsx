import '../mantine-story.css';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { device } from './device.ts';
import { StoryDesk } from './StoryDesk.tsx';
import { storyQuery } from './story-query.ts';

/** One story: written, moved, watched. */
export function StoryPage() {
  const { story } = useParams({ from: '/desk/stories/$story' });
  const { data: file } = useSuspenseQuery(storyQuery(story));
  const { data: kept } = useSuspenseQuery({
    queryKey: ['device', story],
    // A browser that keeps nothing has nothing to give back.
    queryFn: () => device.get(story).catch(() => null),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return <StoryDesk key={story} file={file} kept={kept} />;
}
