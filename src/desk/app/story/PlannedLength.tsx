import { NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import type { StoryFile } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { storyQuery } from './story-query.ts';
import { useStoryWords } from './words.ts';

const MOST = 100_000;

/** How many words the story is to have; what is written is counted against it. */
export function PlannedLength({ file, readOnly }: { file: StoryFile; readOnly: boolean }) {
  const { fields: say } = useStoryWords();
  const queries = useQueryClient();
  const { story, plan } = file;
  const [words, setWords] = useState<number | null>(plan);
  const planning = useMutation({
    mutationFn: (wanted: number | null) =>
      told(desk.stories[':id'].plan.$put({ param: { id: story.id }, json: { words: wanted } })),
    onSuccess: (answer) => {
      queries.setQueryData(
        storyQuery(story.id).queryKey,
        (known) => known && { ...known, plan: answer.plan },
      );
    },
  });
  const keep = () => {
    if (words !== plan) planning.mutate(words);
  };
  return (
    <div>
      <NumberInput
        label={say.plan}
        min={1}
        max={MOST}
        allowDecimal={false}
        allowNegative={false}
        hideControls
        readOnly={readOnly}
        value={words ?? ''}
        onChange={(value) => setWords(typeof value === 'number' && value >= 1 ? Math.min(value, MOST) : null)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      <TroubleNote error={planning.error} />
    </div>
  );
}
