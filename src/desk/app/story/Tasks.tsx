import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import type { StoryFile } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Notices.module.css';
import { useStoryWords } from './words.ts';

/** What became of the story in its other languages, until somebody has looked at it here. */
export function Tasks({ file, onBeside }: { file: StoryFile; onBeside: (story: string) => void }) {
  const { tasks: say, translations } = useStoryWords();
  const { language, moment } = useTelling();
  const queries = useQueryClient();
  const { story, tasks } = file;
  const ending = useMutation({
    mutationFn: (source: string) =>
      told(desk.stories[':id'].tasks[':source'].$delete({ param: { id: story.id, source } })),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['story', story.id] }),
        queries.invalidateQueries({ queryKey: ['stories'] }),
      ]),
  });
  return (
    <>
      {tasks.map(({ source, lang, kind, note, at }) => (
        <div key={source} className={classes.notice} data-task={kind}>
          <div>
            <p>{say[kind](language(lang), moment(at))}</p>
            <q lang={lang} dir={directionOf(lang)}>
              {note}
            </q>
          </div>
          <div className={classes.acts}>
            <Button size="xs" variant="default" onClick={() => onBeside(source)}>
              {translations.beside(language(lang))}
            </Button>
            {file.writable && (
              <Button size="xs" loading={ending.isPending} onClick={() => ending.mutate(source)}>
                {say.done}
              </Button>
            )}
          </div>
        </div>
      ))}
      <TroubleNote error={ending.error} />
    </>
  );
}
