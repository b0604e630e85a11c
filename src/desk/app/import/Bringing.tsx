import { Button, FileButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { Icon } from '../shell/Icon.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useSpoken } from '../words.tsx';
import classes from './Import.module.css';
import { broughtBy, broughtFrom, packed } from './pack.ts';
import type { Brought } from './pack.ts';
import { sendArchive } from './send.ts';

/** Where an archive is dropped or chosen, and what is on its way. */
export function Bringing() {
  const { import: say } = useHouseWords();
  const { lang } = useSpoken();
  const { bring, sending, trouble, stop } = useSending();
  const [over, setOver] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    // What was dropped can be looked at only now, not after the first wait.
    void bring(broughtBy(event.dataTransfer.items));
  };
  const share = new Intl.NumberFormat(lang, { style: 'percent' });
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <p className={page.name}>{say.drop}</p>
      <div className={page.acts}>
        <FileButton multiple onChange={(files) => void bring(broughtFrom(files))}>
          {(props) => (
            <Button {...props} disabled={sending !== null} leftSection={<Icon name="import" size={18} />}>
              {say.chooseFile}
            </Button>
          )}
        </FileButton>
        <Button variant="default" disabled={sending !== null} onClick={() => folder.current?.click()}>
          {say.chooseFolder}
        </Button>
        <input
          ref={folder}
          type="file"
          hidden
          tabIndex={-1}
          aria-label={say.chooseFolder}
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])].map((file) => ({
              path: file.webkitRelativePath || file.name,
              file,
            }));
            const name = files[0]?.path.split('/')[0] ?? '';
            event.currentTarget.value = '';
            if (files.length > 0) void bring({ name, files });
          }}
        />
      </div>
      {sending !== null && (
        <div className={classes.sending}>
          <p role="status">
            <bdi>
              {sending.name === '' ? say.packing : say.uploading(sending.name, share.format(sending.share))}
            </bdi>
          </p>
          <progress value={sending.share} aria-label={sending.name} />
          <Button variant="default" size="xs" onClick={stop}>
            {say.stopUpload}
          </Button>
        </div>
      )}
      <TroubleNote error={trouble} />
    </section>
  );
}

function useSending() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [sending, setSending] = useState<{ name: string; share: number } | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const ending = useRef(new AbortController());
  const send = async (archive: Blob, name: string): Promise<void> => {
    ending.current = new AbortController();
    setTrouble(null);
    setSending({ name, share: 0 });
    try {
      const { signal } = ending.current;
      const run = await sendArchive(archive, name, (share) => setSending({ name, share }), signal);
      await queries.invalidateQueries({ queryKey: ['imports'] });
      await navigate({ to: '/import/$run', params: { run } });
    } catch (error) {
      if (!ending.current.signal.aborted) setTrouble(error);
    } finally {
      setSending(null);
    }
  };
  const bring = async (found: Brought | null | Promise<Brought | null>): Promise<void> => {
    setSending({ name: '', share: 0 });
    try {
      const given = await found;
      if (given instanceof File) await send(given, given.name);
      else if (given !== null) await send(packed(given.files), given.name);
    } catch (error) {
      setTrouble(error);
    }
    setSending(null);
  };
  return { bring, sending, trouble, stop: () => ending.current.abort() };
}
