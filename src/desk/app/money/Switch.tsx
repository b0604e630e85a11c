import { Button, NativeSelect, TextInput } from '@mantine/core';
import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
} from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { Icon } from '../shell/Icon.tsx';
import { useSpoken, useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import { MoneyTrouble } from './MoneyTrouble.tsx';
import classes from './Money.module.css';
import { type Run, switchQuery } from './queries.ts';
import { useMoneyWords } from './words.ts';

const GROUNDS = ['designated', 'offence', 'sanctions', 'prosecuted'] as const;

/** The designation switch: nothing is taken from a country any more, and whatever goes on from there is stopped. */
export function Switch() {
  const { switch: say } = useMoneyWords();
  const { data } = useSuspenseQuery(switchQuery);
  return (
    <>
      <section className={page.section} aria-labelledby="money-switch">
        <h2 id="money-switch">{say.title}</h2>
        <p className={page.intro}>{say.intro}</p>
        <Throw codes={data.countries} />
      </section>
      <section className={page.section} aria-labelledby="money-runs">
        <h2 id="money-runs">{say.runs}</h2>
        {data.runs.length === 0 && <p>{say.none}</p>}
        {data.runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </section>
    </>
  );
}

function Throw({ codes: all }: { codes: readonly string[] }) {
  const { switch: say } = useMoneyWords();
  const { lang } = useSpoken();
  const { list } = useTelling();
  const { country } = useMoney();
  const queries = useQueryClient();
  const [countries, setCountries] = useState<string[]>([]);
  const [reason, setReason] = useState<(typeof GROUNDS)[number]>('designated');
  const [title, setTitle] = useState('');
  const [address, setAddress] = useState('');
  const [typed, setTyped] = useState('');
  const codes = countries.join(' ');
  const throwing = useMutation({
    mutationFn: () =>
      told(
        desk.money.switch.$post({
          json: { countries, reason, title, address: address.trim() === '' ? null : address.trim(), typed },
        }),
      ),
    onSuccess: ({ runs, countries: all }) => {
      queries.setQueryData(switchQuery.queryKey, { runs, countries: all });
      void queries.invalidateQueries({ queryKey: ['money'] });
      setCountries([]);
      setTitle('');
      setAddress('');
      setTyped('');
    },
  });
  const names = all
    .map((code) => ({ value: code, label: country(code) }))
    .sort((one, other) => one.label.localeCompare(other.label, lang));
  const plain = (text: string) =>
    text
      .toUpperCase()
      .split(/[\s,،]+/)
      .filter(Boolean)
      .sort()
      .join(' ');
  const isTyped = countries.length > 0 && plain(typed) === plain(codes);
  return (
    <form
      className={classes.grave}
      onSubmit={(event) => {
        event.preventDefault();
        if (isTyped && title.trim() !== '') throwing.mutate();
      }}
    >
      <NativeSelect
        label={say.country}
        value=""
        data={[
          { value: '', label: say.chooseCountry },
          ...names.filter(({ value }) => !countries.includes(value)),
        ]}
        onChange={(event) => {
          const code = event.currentTarget.value;
          if (code !== '') setCountries([...countries, code].sort());
        }}
      />
      {countries.length > 0 && (
        <ul className={classes.chips}>
          {countries.map((code) => (
            <li key={code}>
              <Button
                size="xs"
                variant="default"
                rightSection={<Icon name="cross" size={14} />}
                aria-label={say.takeOut(country(code))}
                onClick={() => setCountries(countries.filter((one) => one !== code))}
              >
                {country(code)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <NativeSelect
        label={say.reason}
        value={reason}
        data={GROUNDS.map((value) => ({ value, label: say.grounds[value] }))}
        onChange={(event) =>
          setReason(GROUNDS.find((one) => one === event.currentTarget.value) ?? 'designated')
        }
      />
      <TextInput
        label={say.source}
        description={say.sourceHint}
        required
        maxLength={300}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput
        label={say.address}
        type="url"
        dir="ltr"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {countries.length > 0 && (
        <>
          <Foreseen countries={countries} />
          <TextInput
            label={say.type(codes)}
            description={say.typeWhy(list(countries.map(country)))}
            dir="ltr"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </>
      )}
      <MoneyTrouble error={throwing.error} />
      <Button
        type="submit"
        color="grave"
        loading={throwing.isPending}
        disabled={!isTyped || title.trim() === ''}
      >
        {say.throw}
      </Button>
    </form>
  );
}

/** What it would do, as things stand. */
function Foreseen({ countries }: { countries: readonly string[] }) {
  const { switch: say } = useMoneyWords();
  const { figure, moment } = useTelling();
  const { data, error } = useQuery({
    queryKey: ['money', 'foreseen', countries],
    queryFn: () => told(desk.money.switch.foresee.$post({ json: { countries: [...countries] } })),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  if (error !== null) return <MoneyTrouble error={error} />;
  if (data === undefined) return <p role="status">…</p>;
  return (
    <div className={page.note} role="status">
      <p>
        <strong>{say.stops(data.stops, figure(data.stops))}</strong>
      </p>
      {data.nextAt !== null && <p>{say.nextCharge(moment(data.nextAt))}</p>}
      {data.beyondReach > 0 && <p>{say.beyond(data.beyondReach, figure(data.beyondReach))}</p>}
    </div>
  );
}

function RunRow({ run }: { run: Run }) {
  const { switch: say } = useMoneyWords();
  const { figure, list, moment } = useTelling();
  const { country } = useMoney();
  const queries = useQueryClient();
  const going = useMutation({
    mutationFn: () => told(desk.money.switch[':id']['go-on'].$post({ param: { id: run.id } })),
    onSuccess: (found) => queries.setQueryData(switchQuery.queryKey, found),
  });
  const { begun: _, done: __, ...counts } = run.counts;
  const settled = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const all = settled + run.left;
  const isOver = run.endedAt !== null && run.left === 0;
  const name = list(run.countries.map(country));
  return (
    <article className={classes.run} aria-label={name}>
      <h3>{name}</h3>
      <p className={page.soft}>
        {say.begun(moment(run.begunAt))}
        {run.endedAt !== null && ` · ${say.ended(moment(run.endedAt))}`}
        {' · '}
        {say.grounds[run.reason]}
      </p>
      <div
        role="progressbar"
        aria-label={say.progress(name)}
        aria-valuemin={0}
        aria-valuemax={all}
        aria-valuenow={settled}
        aria-valuetext={say.settled(figure(settled), figure(all))}
      >
        <svg className={classes.meter} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
          <rect className={classes.meterBack} width="100" height="6" />
          <rect width={all === 0 ? (isOver ? 100 : 0) : (settled / all) * 100} height="6" />
        </svg>
      </div>
      <p>
        <strong>{say.settled(figure(settled), figure(all))}</strong>
        {Object.entries(counts).map(([event, count]) => (
          <span key={event}>
            {' · '}
            {say.events[event] ?? event}: {figure(count)}
          </span>
        ))}
      </p>
      {run.fault === null ? (
        <p className={classes.good}>
          <Icon name="check" size={16} />{' '}
          {run.signed ? say.sealedSigned : isOver ? say.sealedUnsigned : say.sealed}
        </p>
      ) : (
        <p className={classes.bad}>
          <Icon name="warning" size={16} /> {say.broken}{' '}
          <span lang="en" dir="ltr">
            {run.fault}
          </span>
        </p>
      )}
      <MoneyTrouble error={going.error} />
      <div className={page.acts}>
        <Button component="a" size="xs" variant="default" href={`/api/money/switch/${run.id}/log`} download>
          {say.log}
        </Button>
        {!isOver && (
          <Button size="xs" variant="default" loading={going.isPending} onClick={() => going.mutate()}>
            {say.goOn}
          </Button>
        )}
      </div>
    </article>
  );
}
