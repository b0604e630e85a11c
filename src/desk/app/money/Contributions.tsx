import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import page from '../page.module.css';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import { CONTRIBUTION_STATES, type Filter, RAIL_NAMES, RHYTHM_NAMES } from './filter.ts';
import classes from './Money.module.css';
import { contributionsQuery, type Listed } from './queries.ts';
import { Questions } from './Questions.tsx';
import { useMoneyWords } from './words.ts';

/** What readers give, each by itself and nobody by name. */
export function Contributions() {
  const { contributions: say } = useMoneyWords();
  const { figure } = useTelling();
  const filter = useSearch({ from: '/desk/money/contributions' });
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    contributionsQuery(filter),
  );
  const rows = data?.pages.flatMap((part) => part.rows) ?? [];
  const total = data?.pages[0]?.total ?? 0;
  return (
    <>
      <Questions />
      <section className={page.section} aria-labelledby="money-contributions">
        <h2 id="money-contributions">{say.title}</h2>
        <p className={page.intro}>{say.intro}</p>
        <Filters filter={filter} />
        <TroubleNote error={error} onAgain={() => void refetch()} />
        <p role="status" className={page.soft}>
          {data === undefined ? '' : say.count(total, figure(total))}
        </p>
        <ul className={classes.list} aria-label={say.title}>
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
        {hasNextPage && (
          <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {say.more}
          </Button>
        )}
      </section>
    </>
  );
}

function Filters({ filter }: { filter: Filter }) {
  const { contributions: say, railNames, rhythms, states } = useMoneyWords();
  const navigate = useNavigate();
  const [name, setName] = useState(filter.name ?? '');
  const set = (part: Filter) => {
    const next = Object.fromEntries(
      Object.entries({ ...filter, ...part }).filter(([, value]) => value !== '' && value !== undefined),
    );
    void navigate({ to: '/money/contributions', search: next, replace: true });
  };
  return (
    <form
      className={classes.filters}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        set({ name: name.trim() });
      }}
    >
      <NativeSelect
        label={say.state}
        value={filter.state ?? ''}
        data={[
          { value: '', label: say.anyState },
          ...CONTRIBUTION_STATES.map((value) => ({ value, label: states[value] })),
        ]}
        onChange={(event) => set({ state: event.currentTarget.value as Filter['state'] })}
      />
      <NativeSelect
        label={say.rail}
        value={filter.rail ?? ''}
        data={[
          { value: '', label: say.anyRail },
          ...RAIL_NAMES.map((value) => ({ value, label: railNames[value] })),
        ]}
        onChange={(event) => set({ rail: event.currentTarget.value as Filter['rail'] })}
      />
      <NativeSelect
        label={say.rhythm}
        value={filter.rhythm ?? ''}
        data={[
          { value: '', label: say.anyRhythm },
          ...RHYTHM_NAMES.map((value) => ({ value, label: rhythms[value] })),
        ]}
        onChange={(event) => set({ rhythm: event.currentTarget.value as Filter['rhythm'] })}
      />
      <TextInput
        label={say.name}
        type="search"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => name.trim() !== (filter.name ?? '') && set({ name: name.trim() })}
      />
    </form>
  );
}

function Row({ row }: { row: Listed }) {
  const { contributions: say, railNames, rhythms, states, purposes, visibilities } = useMoneyWords();
  const { amount, day } = useMoney();
  return (
    <li>
      <Link to="/money/contributions/$contribution" params={{ contribution: row.id }}>
        <span className={classes.sum}>{amount(row.amount, row.currency)}</span>
        <span>
          {railNames[row.rail]} · {rhythms[row.rhythm]}
        </span>
        <span className={page.soft}>
          {purposes[row.purpose]} · {visibilities[row.visibility]}
        </span>
        <span className={page.soft}>
          {row.nextOn === null ? say.began(day(row.begunOn)) : say.next(day(row.nextOn))}
        </span>
        <span className={classes.state} data-state={row.state}>
          {states[row.state]}
        </span>
      </Link>
    </li>
  );
}
