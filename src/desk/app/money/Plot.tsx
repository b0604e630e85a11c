import type { ReactNode } from 'react';
import classes from './Plot.module.css';
import { useMoneyWords } from './words.ts';

export type Series = {
  name: string;
  tone: 'good' | 'wait' | 'late' | 'ink';
  /** One for each column; null: it is not told. */
  values: readonly (number | null)[];
};

const HEIGHT = 120;
const STUB = 3;

/** A round figure at or above the highest, so that the scale reads well. */
function roundUp(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= most) ?? most;
}

/** Figures by month as bars, and the same as a table. Bars of one column stand one on the other, or beside each other. */
export function Plot({
  title,
  about,
  columns,
  series,
  isStacked = false,
  least = 1,
  write,
  writeScale = write,
}: {
  title: string;
  about?: ReactNode;
  columns: readonly { key: string; short: string; long: string }[];
  series: readonly Series[];
  isStacked?: boolean;
  /** What the scale reaches at least. */
  least?: number;
  write: (value: number) => string;
  writeScale?: (value: number) => string;
}) {
  const { plots: say } = useMoneyWords();
  const heights = columns.map((_, at) => {
    const all = series.map(({ values }) => values[at] ?? 0);
    return isStacked ? all.reduce((sum, value) => sum + value, 0) : Math.max(...all);
  });
  const top = roundUp(Math.max(least, ...heights));
  const told = (value: number | null | undefined): string =>
    value === null ? say.few : value === undefined ? say.none : write(value);
  return (
    <section className={classes.plot} aria-label={title}>
      <h3>{title}</h3>
      {about !== undefined && <p className={classes.about}>{about}</p>}
      {series.length > 1 && (
        <ul className={classes.legend} aria-hidden>
          {series.map(({ name, tone }) => (
            <li key={name}>
              <svg width="12" height="12">
                <rect data-tone={tone} width="12" height="12" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.chart} aria-hidden>
        <div className={classes.scale}>
          <span>{writeScale(top)}</span>
          <span>{top >= 2 || !Number.isInteger(top / 2) ? writeScale(top / 2) : ''}</span>
          <span>{writeScale(0)}</span>
        </div>
        <svg
          className={classes.bars}
          viewBox={`0 0 ${columns.length * 12} ${HEIGHT}`}
          preserveAspectRatio="none"
        >
          <path
            className={classes.grid}
            d={`M0 0.5H${columns.length * 12}M0 ${HEIGHT / 2}H${columns.length * 12}`}
          />
          {columns.map(({ key, long }, at) => (
            <g key={key}>
              <title>
                {[long, ...series.map(({ name, values }) => `${name}: ${told(values[at])}`)].join('\n')}
              </title>
              {barsOf(series, { at, top, isStacked }).map((bar) => (
                <rect
                  key={bar.name}
                  data-tone={bar.tone}
                  data-hidden={bar.isHidden || undefined}
                  x={at * 12 + bar.from}
                  width={bar.wide}
                  y={bar.up}
                  height={bar.tall}
                />
              ))}
              <rect className={classes.hit} x={at * 12} width="12" y="0" height={HEIGHT} />
            </g>
          ))}
        </svg>
        <div className={classes.ends}>
          {columns.map(({ key, short }) => (
            <span key={key}>{short}</span>
          ))}
        </div>
      </div>
      <details className={classes.table}>
        <summary>{say.table}</summary>
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say.month}</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {columns
                .map((column, at) => ({ ...column, at }))
                .toReversed()
                .map(({ key, long, at }) => (
                  <tr key={key}>
                    <th scope="row">{long}</th>
                    {series.map(({ name, values }) => (
                      <td key={name}>{told(values[at])}</td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

function barsOf(
  series: readonly Series[],
  { at, top, isStacked }: { at: number; top: number; isStacked: boolean },
) {
  const wide = isStacked ? 8 : 8 / series.length;
  let base = HEIGHT;
  return series.map(({ name, tone, values }, index) => {
    const value = values[at];
    const isHidden = value === null;
    const tall = isHidden ? STUB : ((value ?? 0) / top) * HEIGHT;
    const up = isStacked ? (base -= tall) : HEIGHT - tall;
    return { name, tone, isHidden, tall, up, wide, from: 2 + (isStacked ? 0 : index * wide) };
  });
}
