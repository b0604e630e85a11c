import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import page from '../page.module.css';
import { useRoomWords } from '../room-words.ts';
import { saveOver } from '../settings/use-shared.ts';
import { putSite } from '../settings/use-site.ts';
import type { Site } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, nameOf, useTelling } from '../words.tsx';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];

/** What was left empty is not there: another language's stands for it. */
const written = (texts: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));

/** The name and the line below it in each language, and the time zone. */
export function PaperStep({ site, onDone }: { site: Site; onDone: () => void }) {
  const { begin: say } = useRoomWords();
  const { language } = useTelling();
  const queries = useQueryClient();
  const main = site.defaultLang;
  const [names, setNames] = useState({ ...site.names, [main]: nameOf(site.names, main) });
  const [lines, setLines] = useState(site.taglines);
  const [timeZone, setTimeZone] = useState(site.timeZone);
  const saving = useMutation({
    mutationFn: () => {
      // The name that stands for all languages which have none goes with the main one.
      const common = '' in names ? { '': names[main] ?? '' } : {};
      const texts = { names: written({ ...names, ...common }), taglines: written(lines) };
      return saveOver<Site>({ ...site, ...texts, timeZone }, site, putSite);
    },
    onSuccess: async () => {
      await Promise.all([['site'], ['me']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      onDone();
    },
  });
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      {site.languages.map((lang) => (
        <TextInput
          key={lang}
          label={say.paper.name(language(lang))}
          lang={lang}
          dir={directionOf(lang)}
          required={lang === main}
          placeholder={names[main]}
          maxLength={200}
          value={names[lang] ?? ''}
          onChange={(event) => setNames({ ...names, [lang]: event.currentTarget.value })}
        />
      ))}
      {site.languages.map((lang) => (
        <TextInput
          key={lang}
          label={say.paper.line(language(lang))}
          description={say.paper.lineHint}
          lang={lang}
          dir={directionOf(lang)}
          maxLength={200}
          value={lines[lang] ?? ''}
          onChange={(event) => setLines({ ...lines, [lang]: event.currentTarget.value })}
        />
      ))}
      <NativeSelect
        label={say.paper.zone}
        description={say.paper.zoneHint}
        data={ZONES.includes(timeZone) ? ZONES : [timeZone, ...ZONES]}
        value={timeZone}
        onChange={(event) => setTimeZone(event.currentTarget.value)}
      />
      <TroubleNote error={saving.error} />
      <Button type="submit" loading={saving.isPending}>
        {say.next}
      </Button>
    </form>
  );
}
