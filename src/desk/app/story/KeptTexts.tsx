import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { desk, told } from '../client.ts';
import { draftOf } from '../draft.ts';
import type { Kept, StoryFile } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling, useWords } from '../words.tsx';
import classes from './StoryHistory.module.css';
import { TAB } from './tab.ts';
import { useStoryWords } from './words.ts';

/** Texts that were refused because somebody had saved first: taken up as the newest revision, or dropped. */
export function KeptTexts({ file }: { file: StoryFile }) {
  const { story, kept } = file;
  const words = useWords();
  const { past } = useStoryWords();
  const { moment } = useTelling();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const drop = (id: string) =>
    told(desk.stories[':id'].kept[':kept'].$delete({ param: { id: story.id, kept: id } }));
  const learn = () => queries.invalidateQueries({ queryKey: ['story', story.id] });
  const dropping = useMutation({ mutationFn: drop, onSuccess: learn });
  const taking = useMutation({
    mutationFn: async (one: Kept) => {
      const json = { base: story.revision, draft: draftOf(one.draft), tab: TAB };
      await told(desk.stories[':id'].$put({ param: { id: story.id }, json }));
      await drop(one.id);
    },
    onSuccess: async () => {
      await learn();
      await navigate({ to: '/stories/$story', params: { story: story.id } });
    },
  });
  if (kept.length === 0) return null;
  return (
    <section className={classes.moves}>
      <h2>{past.kept}</h2>
      <ul>
        {kept.map((one) => (
          <li key={one.id}>
            <strong lang={story.lang}>{one.draft.headline || words.stories.untitled}</strong>
            <span>{past.keptAt(moment(one.at))}</span>
            {file.writable && (
              <span className={classes.tools}>
                <Button size="compact-xs" variant="default" onClick={() => taking.mutate(one)}>
                  {past.take}
                </Button>
                <Button size="compact-xs" variant="default" onClick={() => dropping.mutate(one.id)}>
                  {past.drop}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <TroubleNote error={taking.error ?? dropping.error} />
    </section>
  );
}
