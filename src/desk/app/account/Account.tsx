import { Button, NativeSelect, TextInput, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { passkeysQuery, sessionsQuery } from '../room-queries.ts';
import { deviceName, makePasskey } from '../sign-in/passkeys.ts';
import { useSignInTrouble } from '../sign-in/trouble.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { LANGUAGES, useSpoken, useTelling } from '../words.tsx';
import type { DeskLanguage } from '../words.tsx';

/** One's own account: keys, sessions, and how the desk looks. */
export function Account() {
  const { words } = useSpoken();
  const { account } = useMe();
  const { list } = useTelling();
  return (
    <div className={page.page}>
      <header>
        <h1>{words.account.title}</h1>
        <p className={page.intro}>
          <bdi>{account.name}</bdi> · {list(account.roles.map((role) => words.roles[role]))}
        </p>
      </header>
      <Passkeys />
      <Sessions />
      <Interface />
    </div>
  );
}

function Passkeys() {
  const { words } = useSpoken();
  const { moment } = useTelling();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(passkeysQuery);
  const [name, setName] = useState(deviceName);
  const learn = () =>
    Promise.all([['passkeys'], ['me']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const making = useMutation({
    mutationFn: () => makePasskey(name.trim() || deviceName()),
    onSuccess: learn,
  });
  const removing = useMutation({
    mutationFn: (id: string) => told(desk.passkeys.$delete({ json: { id } })),
    onSuccess: learn,
  });
  const trouble = useSignInTrouble(making.error);
  const say = words.account;
  return (
    <section className={page.section}>
      <h2>{say.passkeys}</h2>
      <p className={data.passkeys.length === 0 ? page.note : page.intro}>
        {data.passkeys.length === 0 ? say.noPasskey : say.passkeysIntro}
      </p>
      <ul className={page.rows}>
        {data.passkeys.map((key) => (
          <li key={key.id}>
            <div className={page.about}>
              <bdi className={page.name}>{key.name}</bdi>
              <span className={page.soft}>
                {say.added(moment(key.createdAt))} ·{' '}
                {key.usedAt === null ? say.neverUsed : say.used(moment(key.usedAt))}
              </span>
            </div>
            <Button
              variant="default"
              size="xs"
              aria-label={say.removeKey(key.name)}
              disabled={data.passkeys.length === 1}
              title={data.passkeys.length === 1 ? say.last : undefined}
              onClick={() => removing.mutate(key.id)}
            >
              {words.remove}
            </Button>
          </li>
        ))}
      </ul>
      <TroubleNote error={removing.error} />
      <form
        className={page.form}
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <TextInput
          label={say.name}
          description={say.nameHint}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" loading={making.isPending}>
          {say.add}
        </Button>
        {trouble !== null && <p role="alert">{trouble}</p>}
      </form>
    </section>
  );
}

function Sessions() {
  const { words } = useSpoken();
  const { moment } = useTelling();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(sessionsQuery);
  const ending = useMutation({
    mutationFn: (id: string) => told(desk.sessions[':id'].$delete({ param: { id } })),
    onSuccess: () =>
      Promise.all([['sessions'], ['me']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const endingAll = useMutation({
    mutationFn: () => told(desk.sessions['end-all'].$post()),
    onSuccess: () => queries.setQueryData(['me'], null),
  });
  const say = words.account;
  return (
    <section className={page.section}>
      <h2>{say.sessions}</h2>
      <ul className={page.rows}>
        {data.sessions.map(({ id, browser, usedAt, current }) => (
          <li key={id}>
            <div className={page.about}>
              <bdi className={page.name}>{browser}</bdi>
              <span className={page.soft}>{current ? say.thisOne : say.used(moment(usedAt))}</span>
            </div>
            {!current && (
              <Button
                variant="default"
                size="xs"
                aria-label={say.endSession(browser)}
                onClick={() => ending.mutate(id)}
              >
                {say.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <TroubleNote error={ending.error ?? endingAll.error} />
      <Button variant="default" onClick={() => endingAll.mutate()} loading={endingAll.isPending}>
        {say.endAll}
      </Button>
      <p className={page.soft}>{say.endAllWhy}</p>
    </section>
  );
}

const OWN_NAMES: Record<DeskLanguage, string> = { en: 'English', ru: 'Русский', fa: 'فارسی' };

function Interface() {
  const { lang, words, choose } = useSpoken();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <section className={page.section}>
      <h2>{words.account.interface}</h2>
      <div className={page.form}>
        <NativeSelect
          label={words.language}
          value={lang}
          data={LANGUAGES.map((tag) => ({ value: tag, label: OWN_NAMES[tag] }))}
          onChange={(event) => {
            const chosen = LANGUAGES.find((tag) => tag === event.currentTarget.value);
            if (chosen !== undefined) choose(chosen);
          }}
        />
        <NativeSelect
          label={words.look.label}
          value={colorScheme}
          data={(['auto', 'light', 'dark'] as const).map((look) => ({
            value: look,
            label: words.look[look],
          }))}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setColorScheme(value === 'light' || value === 'dark' ? value : 'auto');
          }}
        />
      </div>
    </section>
  );
}
