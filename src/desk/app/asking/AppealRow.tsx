import { Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { RemoveButton } from '../settings/Named.tsx';
import { termsQuery } from '../stories/terms.ts';
import { nameOf, useSpoken, useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import type { Appeal, Appeals } from './queries.ts';
import { useAskingWords } from './words.ts';

type State = 'on' | 'scheduled' | 'ended' | 'off';

export function stateOf({ on, from, until }: Appeal, at: number): State {
  if (!on) return 'off';
  if (until !== null && until <= at) return 'ended';
  return from !== null && from > at ? 'scheduled' : 'on';
}

/** Languages in which every variant of it has words. */
export const languagesOf = ({ variants }: Appeal): string[] => {
  const [first = {}, ...rest] = Object.values(variants);
  return Object.keys(first).filter((lang) => rest.every((texts) => Object.hasOwn(texts, lang)));
};

/** An appeal in its list: how it stands, where, in which languages. */
export function AppealRow(props: {
  appeal: Appeal;
  file: Appeals;
  editable: boolean;
  busy: boolean;
  onTurn: () => void;
  onChange: () => void;
  onRemove: () => void;
}) {
  const { appeal, file, editable, busy, onTurn, onChange, onRemove } = props;
  const { appeals: say } = useAskingWords();
  const { settings } = useHouseWords();
  const { lang } = useSpoken();
  const { site } = useMe();
  const { data: terms } = useSuspenseQuery(termsQuery);
  const { figure, fullDay, language, list } = useTelling();
  const [now] = useState(() => Date.now());
  const state = stateOf(appeal, now);
  const has = languagesOf(appeal);
  const lacks = (site?.languages ?? []).filter((one) => !has.includes(one));
  const named = (ids: string[]) =>
    list(ids.map((id) => nameOf(terms.sections.find((one) => one.id === id)?.names ?? {}, lang, id)));
  const names = Object.keys(appeal.variants);
  const facts = [
    ...(has.length > 0 ? [say.has(list(has.map(language)))] : []),
    ...(appeal.from === null ? [] : [say.from(fullDay(appeal.from))]),
    ...(appeal.until === null ? [] : [say.until(fullDay(appeal.until - 1))]),
    ...(appeal.sections === null ? [] : [say.onlyIn(named(appeal.sections))]),
    ...(names.length > 1 ? [say.variants(figure(names.length))] : []),
    ...(Object.keys(appeal.presets).length > 0 ? [say.ownAmounts] : []),
  ];
  const texts = Object.values(appeal.variants)[0] ?? {};
  const shown = Object.hasOwn(texts, lang) ? lang : (Object.keys(texts)[0] ?? lang);
  const said = texts[shown];
  return (
    <>
      <div className={`${page.about} ${classes.row}`}>
        <span className={classes.line}>
          <bdi className={page.name}>{appeal.id}</bdi>
          <span className={classes.state} data-state={file.on ? state : 'off'}>
            {say.states[state]}
          </span>
        </span>
        <span lang={shown} dir="auto">
          {(said?.heading || said?.text || '').slice(0, 120)}
        </span>
        <span className={page.soft}>
          {facts.join(' · ')}
          {lacks.length > 0 && (
            <>
              {facts.length > 0 && ' · '}
              <span className={classes.lacks}>{say.lacks(list(lacks.map(language)))}</span>
            </>
          )}
        </span>
      </div>
      <div className={page.acts}>
        {editable && (
          <Button
            variant="default"
            size="xs"
            loading={busy}
            aria-label={appeal.on ? say.turnOffOf(appeal.id) : say.turnOnOf(appeal.id)}
            onClick={onTurn}
          >
            {appeal.on ? say.turnOff : say.turnOn}
          </Button>
        )}
        <Button variant="default" size="xs" aria-label={settings.changeOf(appeal.id)} onClick={onChange}>
          {settings.change}
        </Button>
        {editable && <RemoveButton name={appeal.id} onRemove={onRemove} />}
      </div>
    </>
  );
}
