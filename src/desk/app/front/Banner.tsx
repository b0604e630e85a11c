import { Button, NativeSelect, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useRoomWords } from '../room-words.ts';
import { SavingForm } from '../settings/SavingForm.tsx';
import { useRemoval } from '../settings/use-removal.ts';
import { useShared } from '../settings/use-shared.ts';
import type { FrontOf } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Front.module.css';

const HOURS = [1, 2, 6, 12, 24] as const;

type Standing = FrontOf['banner'];
type Draft = NonNullable<Standing>;

type Props = { lang: string; banner: Standing; editable: boolean; onDone: () => Promise<void> };

// Rarely met, and with words of its own.
const Meanwhile = lazy(async () => ({ default: (await import('../settings/Meanwhile.tsx')).Meanwhile }));
const ChangedSince = lazy(async () => ({
  default: (await import('../settings/ChangedSince.tsx')).ChangedSince,
}));

/** The line that breaks in on readers, until it expires. */
export function Banner({ lang, banner, editable, onDone }: Props) {
  const { front: say } = useRoomWords();
  const { moment, figure } = useTelling();
  const [hours, setHours] = useState(2);
  const param = { lang };
  const form = useShared<Draft>({
    standing: banner,
    blank: { lang, text: '', link: null, raisedAt: 0, expiresAt: 0 },
    leavesBlank: true,
    put: async ({ text, link }, base) => {
      const json = {
        text: text.trim(),
        link: link?.trim() || null,
        expiresAt: Date.now() + hours * 3_600_000,
        base,
      };
      return (await told(desk.front[':lang'].banner.$put({ param, json }))).banner;
    },
    onSaved: onDone,
  });
  const lowering = useRemoval({
    remove: (base: Draft) => told(desk.front[':lang'].banner.$delete({ param, json: { base } })),
    onDone,
    onMet: onDone,
  });
  const { draft, set } = form;
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
        <SavingForm form={form} narrow>
          <TextInput
            label={say.text}
            required
            maxLength={500}
            lang={lang}
            dir={directionOf(lang)}
            value={draft.text}
            onChange={(event) => set({ text: event.currentTarget.value })}
          />
          <TextInput
            label={say.link}
            dir="ltr"
            maxLength={2000}
            value={draft.link ?? ''}
            onChange={(event) => set({ link: event.currentTarget.value || null })}
          />
          <NativeSelect
            label={say.expires}
            value={`${hours}`}
            data={HOURS.map((count) => ({ value: `${count}`, label: say.hours(count, figure(count)) }))}
            onChange={(event) => setHours(Number(event.currentTarget.value))}
          />
          <TroubleNote error={form.error ?? lowering.error} />
          <Suspense>
            {form.meanwhile !== null && <Meanwhile {...form.meanwhile} />}
            {lowering.changed !== null && <ChangedSince removal={lowering} />}
          </Suspense>
          <div className={page.acts}>
            <Button type="submit" color="grave" loading={form.busy} disabled={draft.text.trim() === ''}>
              {banner === null ? say.raise : say.change}
            </Button>
            {banner !== null && (
              <Button variant="default" loading={lowering.busy} onClick={() => lowering.start(banner)}>
                {say.lower}
              </Button>
            )}
          </div>
        </SavingForm>
      )}
    </section>
  );
}
