import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { en } from '../languages/rooms/en.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { Terms } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, nameOf, useSpoken } from '../words.tsx';
import classes from './Begin.module.css';

type Ideas = typeof en.begin.sections.ideas;

/** The words of the ideas in every language that the site and the desk share, so that one press names a section in all. */
async function ideasIn(langs: readonly string[]): Promise<Record<string, Ideas>> {
  const known: Record<string, () => Promise<Ideas>> = {
    en: async () => en.begin.sections.ideas,
    ru: async () => (await import('../languages/rooms/ru.ts')).ru.begin.sections.ideas,
    fa: async () => (await import('../languages/rooms/fa.ts')).fa.begin.sections.ideas,
  };
  const found = await Promise.all(langs.map(async (lang) => [lang, await known[lang]?.()] as const));
  return Object.fromEntries(found.flatMap(([lang, ideas]) => (ideas === undefined ? [] : [[lang, ideas]])));
}

export function SectionsStep({ sections, onDone }: { sections: Terms['sections']; onDone: () => void }) {
  const { begin: say } = useRoomWords();
  const { lang: spoken } = useSpoken();
  const { site } = useMe();
  const queries = useQueryClient();
  const [own, setOwn] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: ['terms'] });
  const adding = useMutation({
    mutationFn: (names: Record<string, string>) => told(desk.sections.$post({ json: { names } })),
    onSuccess: refresh,
  });
  const idea = useMutation({
    mutationFn: async (key: keyof Ideas) => {
      const ideas = await ideasIn(site?.languages ?? []);
      const names = Object.fromEntries(Object.entries(ideas).map(([lang, words]) => [lang, words[key]]));
      return told(desk.sections[':id'].$put({ param: { id: key }, json: { names, base: null } }));
    },
    onSuccess: refresh,
  });
  const main = site?.defaultLang ?? spoken;
  const left = (Object.keys(say.sections.ideas) as (keyof Ideas)[]).filter(
    (key) => !sections.some(({ id }) => id === key),
  );
  const offersIdeas = site?.languages.some((lang) => lang in { en: 1, ru: 1, fa: 1 }) === true;
  return (
    <div className={page.form}>
      <p className={page.intro}>{say.sections.why}</p>
      {sections.length > 0 && (
        <ul className={classes.chips}>
          {sections.map(({ id, names }) => (
            <li key={id} className={classes.chip}>
              <bdi>{nameOf(names, spoken, id)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {offersIdeas && left.length > 0 && (
        <div className={page.acts}>
          {left.map((key) => (
            <Button
              key={key}
              variant="default"
              size="xs"
              disabled={idea.isPending}
              onClick={() => idea.mutate(key)}
            >
              {say.sections.add(say.sections.ideas[key])}
            </Button>
          ))}
        </div>
      )}
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate({ [main]: own.trim() }, { onSuccess: () => setOwn('') });
        }}
      >
        <TextInput
          label={say.sections.own}
          lang={main}
          dir={directionOf(main)}
          maxLength={200}
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={own.trim() === ''} loading={adding.isPending}>
          {say.sections.addOwn}
        </Button>
      </form>
      <TroubleNote error={adding.error ?? idea.error} />
      <Button onClick={onDone} disabled={sections.length === 0}>
        {say.next}
      </Button>
    </div>
  );
}
