import { Modal, useMantineColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { desk, told } from '../client.ts';
import { houseWordsQuery } from '../house-words.ts';
import { useMay, useMe } from '../queries.ts';
import { TABS as MONEY_TABS } from '../money/tabs.ts';
import { moneyWordsQuery } from '../money/words.ts';
import { TABS } from '../settings/tabs.ts';
import { LANGUAGES, useSpoken, useTelling } from '../words.tsx';
import classes from './Palette.module.css';
import { ROOMS } from './rooms.ts';

type Choice = { id: string; group: string; label: string; hint?: string; lang?: string; act: () => void };

/** Goes anywhere and does anything that the person may, by words. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { words } = useSpoken();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const choices = useChoices(text, onHelp);
  const at = Math.min(chosen, choices.length - 1);
  const take = (choice: Choice | undefined) => {
    if (choice === undefined) return;
    onClose();
    choice.act();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && choices.length > 0) {
      event.preventDefault();
      const next = (at + step + choices.length) % choices.length;
      setChosen(next);
      document.getElementById(`${list}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      take(choices[at]);
    }
  };
  const groups = [...new Set(choices.map(({ group }) => group))];
  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      aria-label={words.palette.open}
      centered={false}
      size="lg"
      padding={0}
      yOffset="10vh"
    >
      <input
        className={classes.input}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={choices.length > 0 ? `${list}-${at}` : undefined}
        aria-autocomplete="list"
        aria-label={words.palette.placeholder}
        placeholder={words.palette.placeholder}
        autoFocus
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKey}
      />
      <div id={list} role="listbox" aria-label={words.palette.open} className={classes.list}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <p className={classes.group} aria-hidden>
              {group}
            </p>
            {choices.map((choice, index) =>
              choice.group === group ? (
                <div
                  key={choice.id}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === at}
                  className={classes.choice}
                  onMouseMove={() => setChosen(index)}
                  onClick={() => take(choice)}
                >
                  <bdi lang={choice.lang}>{choice.label}</bdi>
                  {choice.hint !== undefined && <span className={classes.hint}>{choice.hint}</span>}
                </div>
              ) : null,
            )}
          </div>
        ))}
      </div>
      {choices.length === 0 && <p className={classes.empty}>{words.palette.empty}</p>}
    </Modal>
  );
}

function useChoices(text: string, onHelp: () => void): Choice[] {
  const { words } = useSpoken();
  const fixed = useFixedChoices(onHelp);
  const wanted = plain(text).split(' ').filter(Boolean);
  const fits = ({ label }: Choice) => wanted.every((word) => plain(label).includes(word));
  const may = useMay();
  const navigate = useNavigate();
  const asked = useDeferredValue(text.trim());
  const { data } = useQuery({
    queryKey: ['stories', 'palette', asked],
    queryFn: ({ signal }) =>
      told(desk.stories.$get({ query: { text: asked, limit: '8' } }, { init: { signal } })),
    enabled: may('story.read'),
    placeholderData: keepPreviousData,
  });
  const stories = (data?.stories ?? []).map((row): Choice => ({
    id: row.id,
    group: words.palette.stories,
    label: row.headline || words.stories.untitled,
    hint: words.states[row.state],
    lang: row.lang,
    act: () => void navigate({ to: '/stories/$story', params: { story: row.id } }),
  }));
  if (wanted.length === 0) return [...fixed, ...stories];
  // What begins with these very words is meant; what only holds them comes after stories.
  const begins = ({ label }: Choice) => plain(label).startsWith(plain(text));
  const fitting = fixed.filter(fits);
  return [...fitting.filter(begins), ...stories, ...fitting.filter((choice) => !begins(choice))];
}

function useFixedChoices(onHelp: () => void): Choice[] {
  const { words, lang: spoken, choose } = useSpoken();
  const { site } = useMe();
  const may = useMay();
  const { language } = useTelling();
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const pages = ROOMS.filter(({ act }) => may(act)).map(({ name, to, key }): Choice => ({
    id: name,
    group: words.palette.pages,
    label: words.rooms[name],
    hint: `g ${key}`,
    act: () => void navigate({ to }),
  }));
  // Whoever opens the palette types on at once: these words may come a moment later.
  const { data: house } = useQuery(houseWordsQuery(spoken));
  const tabs = TABS.filter(({ act }) => house !== undefined && may(act)).map(({ name, to }): Choice => ({
    id: `settings-${name}`,
    group: words.palette.pages,
    label: house?.settings.tabs[name] ?? '',
    hint: words.rooms.settings,
    act: () => void navigate({ to }),
  }));
  const { data: money } = useQuery(moneyWordsQuery(spoken));
  const moneyTabs = MONEY_TABS.filter(
    ({ act, to }) => to !== '/money' && money !== undefined && may(act),
  ).map(({ name, to }): Choice => ({
    id: `money-${name}`,
    group: words.palette.pages,
    label: money?.tabs[name] ?? '',
    hint: words.rooms.money,
    act: () => void navigate({ to }),
  }));
  const account: Choice = {
    id: 'account',
    group: words.palette.pages,
    label: words.rooms.account,
    act: () => void navigate({ to: '/account' }),
  };
  const act = (id: string, label: string, run: () => void, hint?: string): Choice => ({
    id,
    group: words.palette.acts,
    label,
    act: run,
    ...(hint === undefined ? {} : { hint }),
  });
  const begin = !may('story.create')
    ? []
    : (site?.languages ?? []).map((lang) =>
        act(`new-${lang}`, words.newStoryIn(language(lang)), () => {
          void navigate({ to: '/new/$lang', params: { lang } });
        }),
      );
  return [
    ...pages,
    ...tabs,
    ...moneyTabs,
    account,
    ...begin,
    act('keys', words.keys.title, onHelp, '?'),
    ...LANGUAGES.filter((lang) => lang !== spoken).map((lang) =>
      act(`speak-${lang}`, words.palette.switchLanguage(language(lang)), () => choose(lang)),
    ),
    ...(['auto', 'light', 'dark'] as const).map((scheme) =>
      act(`look-${scheme}`, words.palette.colours(words.look[scheme]), () => setColorScheme(scheme)),
    ),
  ];
}

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
