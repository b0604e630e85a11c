import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { auditQuery, peopleQuery } from '../room-queries.ts';
import type { AuditEntry } from '../shapes.ts';
import { Waiting } from '../shell/Between.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling, useWords } from '../words.tsx';
import classes from './Audit.module.css';

/** What was done at the desk, the newest first, as far as it may be known who did it. */
export function Audit() {
  const { audit: say } = useHouseWords();
  const [who, setWho] = useState('');
  const [kind, setKind] = useState('');
  const { data: people } = useQuery(peopleQuery);
  const pages = useInfiniteQuery(auditQuery(who, kind));
  const entries = pages.data?.pages.flatMap((one) => one.entries) ?? [];
  const end = useNearEnd(() => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
  });
  return (
    <div className={page.page}>
      <header>
        <h1>{say.title}</h1>
        <p className={page.intro}>{say.intro}</p>
      </header>
      <search className={classes.filters}>
        <NativeSelect
          label={say.who}
          value={who}
          data={[
            { value: '', label: say.anybody },
            ...(people?.people ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => setWho(event.currentTarget.value)}
        />
        <NativeSelect
          label={say.kind}
          value={kind}
          data={[
            { value: '', label: say.anything },
            ...Object.entries(say.groups).map(([value, label]) => ({ value, label })),
          ]}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
      </search>
      <TroubleNote error={pages.error} />
      {pages.isPending && <Waiting />}
      {pages.data !== undefined && entries.length === 0 && <p>{say.none}</p>}
      <Days entries={entries} />
      <div ref={end} role="status" className={page.soft}>
        {pages.isFetchingNextPage && <Waiting />}
        {entries.length > 0 && !pages.hasNextPage && say.end}
      </div>
    </div>
  );
}

/** Calls when the element is about to come into sight; a new call each time the list has grown. */
function useNearEnd(call: () => void) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => {
    if (end.current === null) return undefined;
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting === true) latest.current();
      },
      { rootMargin: '600px' },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  });
  return end;
}

function Days({ entries }: { entries: AuditEntry[] }) {
  const { fullDay } = useTelling();
  const days = Map.groupBy(entries, ({ at }) => fullDay(at));
  return [...days].map(([day, lines]) => (
    <section key={day} className={page.section}>
      <h2>{day}</h2>
      <ol className={classes.lines}>
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
    </section>
  ));
}

function Line({ line }: { line: AuditEntry }) {
  const words = useWords();
  const { audit: say } = useHouseWords();
  const { clock } = useTelling();
  const { from, to } = line.detail;
  const stateOf = (state: unknown) => words.states[state as keyof typeof words.states];
  const moved = [stateOf(from), stateOf(to)].filter((state) => state !== undefined);
  return (
    <li>
      <time dateTime={new Date(line.at).toISOString()}>{clock(line.at)}</time>
      <span>
        <bdi className={line.name === null ? page.soft : page.name}>{line.name ?? say.nobody}</bdi>{' '}
        {say.acts[line.act]}
        {moved.length === 2 && <span className={page.soft}> ({moved.join(' → ')})</span>}{' '}
        {line.story === null ? (
          <bdi className={classes.subject}>{line.subject}</bdi>
        ) : (
          <Link to="/stories/$story" params={{ story: line.story }}>
            <bdi>{line.headline ?? line.story}</bdi>
          </Link>
        )}
      </span>
    </li>
  );
}
