import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { desk, Told } from '../client.ts';
import page from '../page.module.css';
import { readersQuery } from '../room-queries.ts';
import { useRoomWords } from '../room-words.ts';
import { directionOf, useTelling } from '../words.tsx';
import classes from './Readers.module.css';

type Figures = Told<ReturnType<typeof desk.readers.$get>>;

const SPANS = ['30', '90', '365'] as const;

/** How often the newsroom's own server was asked for pages: requests a day, nobody counted. */
export function Readers() {
  const { readers: say } = useRoomWords();
  const { figure } = useTelling();
  const [span, setSpan] = useState<string>('30');
  const { data } = useQuery(readersQuery(span));
  return (
    <section className={page.section}>
      <div className={classes.top}>
        <h2>{say.title}</h2>
        <NativeSelect
          size="xs"
          value={span}
          onChange={(event) => setSpan(event.currentTarget.value)}
          aria-label={say.span}
          data={SPANS.map((value) => ({ value, label: say.days(Number(value), figure(Number(value))) }))}
        />
      </div>
      <p className={page.soft}>{say.intro(figure(data?.fewest ?? 10))}</p>
      {data !== undefined &&
        (data.all.every((one) => one === null) ? <p>{say.none}</p> : <Shown data={data} />)}
    </section>
  );
}

function Shown({ data }: { data: Figures }) {
  const { readers: say } = useRoomWords();
  const { figure } = useTelling();
  return (
    <>
      <Bars data={data} />
      {data.pages.length > 0 && (
        <>
          <h3 className={classes.most}>{say.most}</h3>
          <ol className={classes.pages}>
            {data.pages.map(({ path, all, days, story }) => (
              <li key={path}>
                {story === null ? (
                  <span className={classes.path} dir="ltr">
                    {nameOfPath(path)}
                  </span>
                ) : (
                  <Link
                    to="/stories/$story"
                    params={{ story: story.id }}
                    className={classes.headline}
                    lang={story.lang}
                    dir={directionOf(story.lang)}
                  >
                    {story.headline}
                  </Link>
                )}
                <Spark days={days} />
                <span className={classes.figure}>{figure(all)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <Table data={data} />
    </>
  );
}

/** `/ru/` for `ru/index.html`: as the browser shows it. */
const nameOfPath = (path: string): string => `/${path.replace(/(^|\/)index\.html$/, '$1')}`;

const HEIGHT = 120;
const HIDDEN = 3;

/** A round figure at or above the highest, so that the scale reads well. */
function roundUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= most) ?? most;
}

function Bars({ data: { days, all } }: { data: Figures }) {
  const { readers: say } = useRoomWords();
  const { figure, day } = useTelling();
  const top = roundUp(Math.max(10, ...all.map((one) => one ?? 0)));
  const first = days[0] ?? '';
  const last = days.at(-1) ?? '';
  return (
    <figure className={classes.chart}>
      <div className={classes.scale} aria-hidden>
        <span>{figure(top)}</span>
        <span>{figure(top / 2)}</span>
        <span>{figure(0)}</span>
      </div>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${days.length * 10} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={say.chart(day(noon(first)), day(noon(last)), figure(top))}
      >
        <path className={classes.grid} d={`M0 0.5H${days.length * 10}M0 ${HEIGHT / 2}H${days.length * 10}`} />
        {days.map((date, at) => {
          const count = all[at] ?? null;
          const tall = count === null ? HIDDEN : Math.max(HIDDEN, (count / top) * HEIGHT);
          return (
            <rect
              key={date}
              data-hidden={count === null || undefined}
              x={at * 10 + 1}
              width="8"
              y={HEIGHT - tall}
              height={tall}
            >
              <title>{`${day(noon(date))}: ${count === null ? say.few : figure(count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className={classes.ends} aria-hidden>
        <span>{day(noon(first))}</span>
        <span>{day(noon(last))}</span>
      </div>
    </figure>
  );
}

/** Days are dates without an hour; noon in UTC is on the same day nearly everywhere. */
const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`);

function Spark({ days }: { days: (number | null)[] }) {
  const most = Math.max(1, ...days.map((one) => one ?? 0));
  const step = 100 / Math.max(1, days.length);
  return (
    <svg className={classes.spark} viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden>
      {days.map((count, at) => {
        const tall = count === null ? 0 : Math.max(1, (count / most) * 20);
        return <rect key={at} x={at * step} width={step * 0.8} y={20 - tall} height={tall} />;
      })}
    </svg>
  );
}

function Table({ data: { days, all } }: { data: Figures }) {
  const { readers: say } = useRoomWords();
  const { figure, fullDay } = useTelling();
  return (
    <details className={classes.table}>
      <summary>{say.table}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.day}</th>
            <th scope="col">{say.requests}</th>
          </tr>
        </thead>
        <tbody>
          {days
            .map((date, at) => ({ date, count: all[at] ?? null }))
            .toReversed()
            .map(({ date, count }) => (
              <tr key={date}>
                <th scope="row">{fullDay(noon(date))}</th>
                <td>{count === null ? say.few : figure(count)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
