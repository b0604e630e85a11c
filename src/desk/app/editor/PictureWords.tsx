import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { cleanLine } from '#body';
import { useEditorParts } from './context.ts';
import { EditorDialog } from './dialogs.tsx';
import { directionOf } from './direction.ts';
import type { KnownMedium } from './media.ts';
import classes from './PictureWords.module.css';

export type PictureOnItsWay = { id: string; file: File; arrived: Promise<KnownMedium | null> };

/** Asks for the words of a picture while it is on its way; they are kept when it has arrived. */
export function PictureWords({ upload, onClose }: { upload: PictureOnItsWay; onClose: () => void }) {
  const { words, media, lang } = useEditorParts();
  const written = { lang, dir: directionOf(lang) };
  const [alt, setAlt] = useState('');
  const [credit, setCredit] = useState('');
  const [caption, setCaption] = useState('');
  const [asked, setAsked] = useState(false);
  const [preview, setPreview] = useState('');
  useEffect(() => {
    const address = URL.createObjectURL(upload.file);
    setPreview(address);
    return () => URL.revokeObjectURL(address);
  }, [upload]);
  useEffect(() => {
    let here = true;
    void upload.arrived.then((medium) => {
      if (!here || medium === null) return;
      setAlt((own) => own || medium.alt);
      setCredit((own) => own || medium.credit);
      setCaption((own) => own || medium.caption);
    });
    return () => {
      here = false;
    };
  }, [upload]);
  const save = () => {
    setAsked(true);
    if (alt.trim() === '' || credit.trim() === '') return;
    const said = {
      alt: cleanLine(alt).trim(),
      credit: cleanLine(credit).trim(),
      caption: cleanLine(caption).trim(),
    };
    void upload.arrived.then((medium) => (medium === null ? null : media.describe(medium.id, said)));
    onClose();
  };
  return (
    <EditorDialog title={words.picture.title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="sm">
          {preview !== '' && <img className={classes['preview']} src={preview} alt="" />}
          <Text size="sm">{words.picture.ask}</Text>
          <Textarea
            data-autofocus
            autosize
            minRows={2}
            {...written}
            label={words.attributes.alt}
            value={alt}
            error={asked && alt.trim() === '' ? words.picture.altMissing : null}
            onChange={(event) => setAlt(event.currentTarget.value)}
          />
          <TextInput
            dir="auto"
            label={words.attributes.credit}
            value={credit}
            error={asked && credit.trim() === '' ? words.picture.creditMissing : null}
            onChange={(event) => setCredit(event.currentTarget.value)}
          />
          <Textarea
            autosize
            {...written}
            label={words.attributes.caption}
            value={caption}
            onChange={(event) => setCaption(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {words.picture.later}
            </Button>
            <Button type="submit">{words.picture.save}</Button>
          </Group>
        </Stack>
      </form>
    </EditorDialog>
  );
}
