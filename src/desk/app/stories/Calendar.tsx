import { ActionIcon, Button } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import page from '../page.module.css';
import { dueQuery } from '../room-queries.ts';
import type { StoryRow } from '../shapes.ts';
import { Icon } from '../shell/Icon.tsx';
import { capital, directionOf, useSpoken, useTelling } from '../words.tsx';
import classes from './Calendar.module.css';
import { dayOf, firstDayOf, monthAfter, weeksOf } from './month.ts';
import { StateMark } from './StateMark.tsx';

/** What will be public, and when: our own choice, or a promise. */
export function Calendar() {
  const { lang, words } = useSpoken();
  const { timeZone, moment } = useTelling();
  const { data } = useSuspenseQuery(dueQuery);
  const now = Date.now();
  const today = dayOf(now, timeZone);
  const [month, setMonth] = useState(today.slice(0, 7));
  const due = data.stories
    .flatMap((row) => (row.dueAt === null ? [] : [{ row, at: row.dueAt, day: dayOf(row.dueAt, timeZone) }]))
    .sort((a, b) => a.at - b.at);
  const named = new Intl.DateTimeFormat(lang, {
    month: 'long',
    year: 'numeric',
    calendar: 'gregory',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
  const title = capital(named, lang);
  const dayName = new Intl.DateTimeFormat(lang, { weekday: 'short', timeZone: 'UTC' });
  const figure = new Intl.NumberFormat(lang);
  const weeks = weeksOf(month, firstDayOf(lang));
  const later = due.filter(({ day }) => day.slice(0, 7) > month);
  const inMonth = due.some(({ day }) => day.startsWith(month));
  return (
    <div className={`${page.page} ${page.wide}`}>
      <header className={page.head}>
        <div>
          <h1>{words.calendar.title}</h1>
          <p className={page.intro}>{words.calendar.intro}</p>
        </div>
        <div className={classes.turn}>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={words.calendar.before}
            onClick={() => setMonth(monthAfter(month, -1))}
          >
            <Icon name="back" />
          </ActionIcon>
          <h2 className={classes.month} aria-live="polite">
            {title}
          </h2>
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={words.calendar.after}
            onClick={() => setMonth(monthAfter(month, 1))}
          >
            <Icon name="forward" />
          </ActionIcon>
          <Button variant="default" onClick={() => setMonth(today.slice(0, 7))}>
            {words.calendar.today}
          </Button>
        </div>
      </header>
      <table className={classes.grid}>
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th key={day} scope="col">
                {dayName.format(new Date(`${day}T00:00:00Z`))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => {
                const those = due.filter((one) => one.day === day);
                return (
                  <td
                    key={day}
                    data-outside={!day.startsWith(month) || undefined}
                    data-empty={those.length === 0 || undefined}
                    aria-current={day === today ? 'date' : undefined}
                  >
                    <time dateTime={day} className={classes.day}>
                      {figure.format(Number(day.slice(8)))}
                    </time>
                    {those.map(({ row, at }) => (
                      <Due key={row.id} row={row} at={at} late={at < now} />
                    ))}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {later.length > 0 && (
        <section className={page.section}>
          <h2>{words.calendar.later}</h2>
          <ul className={page.rows}>
            {later.map(({ row, at }) => (
              <li key={row.id}>
                <Link
                  to="/stories/$story"
                  params={{ story: row.id }}
                  lang={row.lang}
                  dir={directionOf(row.lang)}
                >
                  {row.headline || words.stories.untitled}
                </Link>
                <span className={classes.hour}>
                  <StateMark state={row.state} />
                  {moment(at)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {!inMonth && (
        <p className={page.soft}>{due.length === 0 ? words.calendar.none : words.calendar.noneThisMonth}</p>
      )}
      <p className={page.soft}>{words.calendar.zone(timeZone)}</p>
    </div>
  );
}

function Due({ row, at, late }: { row: StoryRow; at: number; late: boolean }) {
  const { words } = useSpoken();
  const { clock } = useTelling();
  return (
    <div className={classes.due} data-late={late || undefined}>
      <p className={classes.hour}>
        {clock(at)} <StateMark state={row.state} />
        {late && ` ${words.calendar.late}`}
      </p>
      <Link to="/stories/$story" params={{ story: row.id }} lang={row.lang} dir={directionOf(row.lang)}>
        {row.headline || words.stories.untitled}
      </Link>
    </div>
  );
}
