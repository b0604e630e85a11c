import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useRoomWords } from '../room-words.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Front.module.css';

const HOURS = [1, 2, 6, 12, 24] as const;

type Props = {
  lang: string;
  banner: { text: string; link: string | null; expiresAt: number } | null;
  editable: boolean;
  onDone: () => Promise<void>;
};

/** The line that breaks in on readers, until it expires. */
export function Banner({ lang, banner, editable, onDone }: Props) {
  const { front: say } = useRoomWords();
  const { moment, figure } = useTelling();
  const [text, setText] = useState(banner?.text ?? '');
  const [link, setLink] = useState(banner?.link ?? '');
  const [hours, setHours] = useState(2);
  const raising = useMutation({
    mutationFn: () =>
      told(
        desk.front[':lang'].banner.$put({
          param: { lang },
          json: {
            text: text.trim(),
            link: link.trim() || null,
            expiresAt: Date.now() + hours * 3_600_000,
          },
        }),
      ),
    onSuccess: onDone,
  });
  const lowering = useMutation({
    mutationFn: () => told(desk.front[':lang'].banner.$delete({ param: { lang } })),
    onSuccess: onDone,
  });
  return (
    <section className={page.section}>
      <h2>{say.banner}</h2>
      <p className={page.soft}>{say.bannerIntro}</p>
      {banner !== null && (
        <div className={classes.banner} lang={lang} dir={directionOf(lang)}>
          {banner.text}
        </div>
      )}
      {banner !== null && <p>{say.stands(moment(banner.expiresAt))}</p>}
      {editable && (
        <form
          className={page.form}
          onSubmit={(event) => {
            event.preventDefault();
            raising.mutate();
          }}
        >
          <TextInput
            label={say.text}
            required
            maxLength={500}
            lang={lang}
            dir={directionOf(lang)}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <TextInput
            label={say.link}
            dir="ltr"
            maxLength={2000}
            value={link}
            onChange={(event) => setLink(event.currentTarget.value)}
          />
          <NativeSelect
            label={say.expires}
            value={`${hours}`}
            data={HOURS.map((count) => ({ value: `${count}`, label: say.hours(count, figure(count)) }))}
            onChange={(event) => setHours(Number(event.currentTarget.value))}
          />
          <TroubleNote error={raising.error ?? lowering.error} />
          <div className={page.acts}>
            <Button type="submit" color="grave" loading={raising.isPending} disabled={text.trim() === ''}>
              {banner === null ? say.raise : say.change}
            </Button>
            {banner !== null && (
              <Button variant="default" loading={lowering.isPending} onClick={() => lowering.mutate()}>
                {say.lower}
              </Button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}
