import { Button, FileButton, Modal, TextInput } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { desk, told } from '../client.ts';
import type { KnownMedium } from '../editor/media.ts';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useWords } from '../words.tsx';
import { knownMedium } from './known.ts';
import { MediaTile } from './MediaTile.tsx';
import classes from './MediaPicker.module.css';
import { uploadMedium } from './upload.ts';

type Props = {
  kind: KnownMedium['kind'];
  lang: string;
  onChoose: (medium: KnownMedium | null) => void;
};

/** Lets somebody take a medium out of the library, or bring one in. */
export function MediaPicker({ kind, lang, onChoose }: Props) {
  const words = useWords();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const filter = kind === 'picture' ? 'picture' : kind === 'audio' ? 'audio' : 'file';
  const { data, error } = useQuery({
    queryKey: ['media', 'picker', filter, asked],
    queryFn: ({ signal }) =>
      told(desk.media.$get({ query: { kind: filter, text: asked, limit: '60' } }, { init: { signal } })),
    placeholderData: keepPreviousData,
  });
  const queries = useQueryClient();
  const bringing = useMutation({
    mutationFn: (file: File) => uploadMedium(file, () => undefined, new AbortController().signal),
    onSuccess: (medium) => {
      void queries.invalidateQueries({ queryKey: ['media'] });
      onChoose(knownMedium(medium, lang));
    },
  });
  const media = (data?.media ?? []).map((medium) => knownMedium(medium, lang));
  return (
    <Modal
      opened
      size="xl"
      title={words.library.choose}
      onClose={() => onChoose(null)}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <div className={classes.top}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          aria-label={words.library.search}
          placeholder={words.library.search}
          data-autofocus
          leftSection={<Icon name="search" size={18} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <FileButton
          onChange={(file) => {
            if (file !== null) bringing.mutate(file);
          }}
          accept={kind === 'picture' ? 'image/*' : kind === 'audio' ? 'audio/*' : '*/*'}
        >
          {(props) => (
            <Button {...props} variant="default" loading={bringing.isPending}>
              {words.library.fromDevice}
            </Button>
          )}
        </FileButton>
      </div>
      <TroubleNote error={bringing.error ?? error} />
      {media.length === 0 && data !== undefined && <p className={classes.empty}>{words.library.empty}</p>}
      <ul className={classes.grid}>
        {media.map((medium) => (
          <li key={medium.id}>
            <MediaTile medium={medium} onChoose={() => onChoose(medium)} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}
