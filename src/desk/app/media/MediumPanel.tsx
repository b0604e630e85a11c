import { Button, CloseButton, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMay, useMe } from '../queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { Medium } from '../shapes.ts';
import { Waiting } from '../shell/Between.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, useTelling, useWords } from '../words.tsx';
import { FocalPoint } from './FocalPoint.tsx';
import classes from './MediaLibrary.module.css';

/** One medium with everything that is said of it. */
export function MediumPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords();
  const { media: say } = useRoomWords();
  const may = useMay();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['medium', id],
    queryFn: ({ signal }) => told(desk.media[':id'].$get({ param: { id } }, { init: { signal } })),
  });
  const removing = useMutation({
    mutationFn: () => told(desk.media[':id'].$delete({ param: { id } })),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['media'] });
    },
  });
  return (
    <aside className={classes.panel}>
      <CloseButton aria-label={words.close} onClick={onClose} />
      <TroubleNote error={error} />
      {data === undefined && error === null && <Waiting />}
      {data !== undefined && (
        <>
          {data.media.kind === 'picture' ? (
            <PictureForm key={id} medium={data.media} />
          ) : (
            <h2>
              <bdi>{data.media.name}</bdi>
            </h2>
          )}
          <section className={page.section}>
            <h3>{say.usedBy}</h3>
            {data.stories.length === 0 ? (
              <p className={page.soft}>{say.nowhere}</p>
            ) : (
              <ul>
                {data.stories.map((story) => (
                  <li key={story}>
                    <Link to="/stories/$story" params={{ story }}>
                      {story}
                    </Link>
                  </li>
                ))}
              </ul>
            )}
            {may('media.remove') && data.stories.length === 0 && (
              <Button
                variant="default"
                size="xs"
                loading={removing.isPending}
                onClick={() => removing.mutate()}
              >
                {say.remove}
              </Button>
            )}
            <TroubleNote error={removing.error} />
          </section>
        </>
      )}
    </aside>
  );
}

type Picture = Extract<Medium, { kind: 'picture' }>;

function PictureForm({ medium }: { medium: Picture }) {
  const words = useWords();
  const { media: say } = useRoomWords();
  const { site } = useMe();
  const { language } = useTelling();
  const queries = useQueryClient();
  const [said, setSaid] = useState({
    alts: medium.alts,
    captions: medium.captions,
    credit: medium.credit,
    agency: medium.agency,
    licence: medium.licence,
    licenceExpires: medium.licenceExpires,
    focal: medium.focal,
  });
  const set = (part: Partial<typeof said>) => setSaid((before) => ({ ...before, ...part }));
  const saving = useMutation({
    mutationFn: () => told(desk.media[':id'].$patch({ param: { id: medium.id }, json: said })),
    onSuccess: () =>
      Promise.all(
        [['media'], ['medium', medium.id]].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
  const day = said.licenceExpires === null ? '' : new Date(said.licenceExpires).toISOString().slice(0, 10);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <FocalPoint medium={medium} focal={said.focal} onChange={(focal) => set({ focal })} />
      {(['credit', 'agency', 'licence'] as const).map((name) => (
        <TextInput
          key={name}
          label={say[name]}
          required={name === 'credit'}
          maxLength={300}
          value={said[name]}
          onChange={(event) => set({ [name]: event.currentTarget.value })}
        />
      ))}
      <TextInput
        type="date"
        label={say.ends}
        value={day}
        onChange={(event) => {
          const at = Date.parse(`${event.currentTarget.value}T00:00:00Z`);
          set({ licenceExpires: Number.isNaN(at) ? null : at });
        }}
      />
      {(site?.languages ?? []).map((lang) => (
        <div key={lang} className={classes.pair}>
          <Textarea
            label={say.altIn(language(lang))}
            lang={lang}
            dir={directionOf(lang)}
            rows={2}
            value={said.alts[lang] ?? ''}
            onChange={(event) => set({ alts: { ...said.alts, [lang]: event.currentTarget.value } })}
          />
          <Textarea
            label={say.captionIn(language(lang))}
            lang={lang}
            dir={directionOf(lang)}
            rows={2}
            value={said.captions[lang] ?? ''}
            onChange={(event) => set({ captions: { ...said.captions, [lang]: event.currentTarget.value } })}
          />
        </div>
      ))}
      <TroubleNote error={saving.error} />
      <div className={page.acts}>
        <Button type="submit" loading={saving.isPending}>
          {words.save}
        </Button>
        <span role="status">{saving.isSuccess && say.saved}</span>
      </div>
    </form>
  );
}
