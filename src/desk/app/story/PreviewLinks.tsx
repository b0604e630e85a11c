import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import page from '../page.module.css';
import { LinkOnce } from '../shell/LinkOnce.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import classes from './Preview.module.css';
import { useStoryWords } from './words.ts';

/** Links by which somebody outside reads the story: made, listed, taken back. */
export function PreviewLinks({ story, lang }: { story: string; lang: string }) {
  const { preview: say } = useStoryWords();
  const { moment, language } = useTelling();
  const queries = useQueryClient();
  const param = { id: story };
  const { data, error } = useQuery({
    queryKey: ['previews', story],
    queryFn: ({ signal }) => told(desk.stories[':id'].previews.$get({ param }, { init: { signal } })),
    // Whoever may not make links is told so at once.
    retry: (times, why) => times < 2 && !(why instanceof Trouble),
  });
  const learn = () => queries.invalidateQueries({ queryKey: ['previews', story] });
  const [reader, setReader] = useState('');
  const [days, setDays] = useState(7);
  const making = useMutation({
    mutationFn: () =>
      told(desk.stories[':id'].previews.$post({ param, json: { days, reader: reader.trim() } })),
    onSuccess: () => {
      setReader('');
      return learn();
    },
  });
  const revoking = useMutation({
    mutationFn: (link: string) =>
      told(desk.stories[':id'].previews[':link'].$delete({ param: { ...param, link } })),
    onSuccess: (_, link) => {
      if (making.data?.id === link) making.reset();
      return learn();
    },
  });
  if (error instanceof Trouble && error.status === 403) return null;
  const made = making.data;
  return (
    <section className={classes.links} aria-label={say.links}>
      <h2>{say.links}</h2>
      <p className={page.soft}>{say.intro(language(lang))}</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <TextInput
          label={say.reader}
          description={say.readerHint}
          maxLength={200}
          value={reader}
          onChange={(event) => setReader(event.currentTarget.value)}
        />
        <NumberInput
          label={say.days}
          min={1}
          max={30}
          clampBehavior="strict"
          allowDecimal={false}
          hideControls
          value={days}
          onChange={(value) => setDays(typeof value === 'number' && value >= 1 ? value : 1)}
        />
        <Button type="submit" loading={making.isPending}>
          {say.make}
        </Button>
      </form>
      <TroubleNote error={making.error ?? revoking.error ?? error} />
      {made !== undefined && (
        <div role="status">
          <LinkOnce address={made.address} label={say.address} before={<p>{say.once}</p>} />
        </div>
      )}
      {data?.links.length === 0 && <p className={page.soft}>{say.none}</p>}
      <ul className={page.rows}>
        {data?.links.map((link) => {
          const whom = link.reader ?? say.somebody;
          return (
            <li key={link.id}>
              <span className={page.about}>
                <bdi className={page.name}>{whom}</bdi>
                <span className={page.soft}>
                  {say.until(moment(link.expiresAt))}
                  {link.by !== null && ` · ${say.by(link.by)}`}
                </span>
              </span>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={say.revokeOf(whom)}
                onClick={() => revoking.mutate(link.id)}
              >
                {say.revoke}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
