import { useSuspenseQuery } from '@tanstack/react-query';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import classes from './Money.module.css';
import { Plot } from './Plot.tsx';
import { figuresQuery } from './queries.ts';
import { PlayNote, Rails } from './Rails.tsx';
import { Shares } from './Shares.tsx';
import { useMoneyWords } from './words.ts';

/** How the paper stands with its readers' money: sums alone, and whether the ways that it moves by are sound. */
export function MoneyOverview() {
  const may = useMay();
  return (
    <>
      <PlayNote />
      {may('money.overview') && <Shown />}
      <Rails />
    </>
  );
}

function Shown() {
  const { overview: say } = useMoneyWords();
  const { figure } = useTelling();
  const { data } = useSuspenseQuery(figuresQuery);
  const { amount, round, month } = useMoney();
  const { months, currency } = data;
  const columns = months.map(({ month: key }) => ({ key, short: month(key), long: month(key, true) }));
  const told = months.filter(({ gap }) => gap !== null);
  const recurring = [
    ...new Set(months.flatMap(({ recurring: { sums } }) => sums.map((sum) => sum.currency))),
  ];
  return (
    <>
      <Tiles />
      <section className={page.section} aria-labelledby="money-months">
        <h2 id="money-months">{say.months}</h2>
        <p className={page.soft}>{say.fewest(figure(data.fewest))}</p>
        <div className={classes.plots}>
          {currency !== null && told.length > 0 ? (
            <Plot
              title={say.gap}
              about={data.play ? say.gapPlay : say.gapAbout}
              columns={columns}
              isStacked
              series={[
                {
                  name: say.received,
                  tone: 'good',
                  values: months.map(({ gap }) => (gap === null ? 0 : Math.min(gap.cost, gap.receipts))),
                },
                { name: say.missing, tone: 'late', values: months.map(({ gap }) => gap?.gap ?? 0) },
              ]}
              write={(value) => amount(value, currency)}
              writeScale={(value) => round(value, currency)}
            />
          ) : (
            <div className={classes.lack}>
              <h3>{say.gap}</h3>
              <p>{say.noGap}</p>
            </div>
          )}
          <Plot
            title={say.recurring}
            columns={columns}
            series={[
              {
                name: say.recurringCount,
                tone: 'wait',
                values: months.map(({ recurring: { count } }) => count),
              },
            ]}
            least={10}
            write={figure}
          />
          {recurring.map((code) => (
            <Plot
              key={code}
              title={say.recurringSum(code)}
              columns={columns}
              series={[
                {
                  name: say.sum,
                  tone: 'wait',
                  values: months.map(
                    ({ recurring: { count, sums } }) =>
                      sums.find((sum) => sum.currency === code)?.amount ?? (count === 0 ? 0 : null),
                  ),
                },
              ]}
              write={(value) => amount(value, code)}
              writeScale={(value) => round(value, code)}
            />
          ))}
          <Plot
            title={say.comingAndGoing}
            columns={columns}
            series={[
              { name: say.began, tone: 'good', values: months.map(({ began }) => began) },
              { name: say.ended, tone: 'ink', values: months.map(({ ended }) => ended) },
            ]}
            least={10}
            write={figure}
          />
        </div>
      </section>
      <Shares data={data} />
    </>
  );
}

/** What is asked for first: this month, in four figures. */
function Tiles() {
  const { overview: say, plots } = useMoneyWords();
  const { figure } = useTelling();
  const { data } = useSuspenseQuery(figuresQuery);
  const { round, month } = useMoney();
  const { currency, months } = data;
  const last = months.findLast(({ gap }) => gap !== null);
  const now = months.at(-1);
  const few = (count: number | null | undefined): string =>
    count === null || count === undefined ? plots.few : figure(count);
  const gap = last?.gap ?? null;
  return (
    <dl className={classes.tiles}>
      {gap !== null && currency !== null && last !== undefined && (
        <div className={classes.tile} data-wide>
          <dt>{say.gapOf(month(last.month, true))}</dt>
          <dd>
            <strong>{gap.gap === 0 ? say.covered : say.isMissing(round(gap.gap, currency))}</strong>
            <svg className={classes.meter} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
              <rect className={classes.meterBack} width="100" height="6" />
              <rect
                width={Math.min(100, Math.max(0, (gap.receipts / Math.max(1, gap.cost)) * 100))}
                height="6"
              />
            </svg>
            <span className={page.soft}>
              {say.receivedOf(round(gap.receipts, currency), round(gap.cost, currency))}
              {data.play && ` · ${say.playCounts}`}
            </span>
          </dd>
        </div>
      )}
      {(
        [
          [say.standing, data.standing],
          [say.beganNow, now?.began],
          [say.endedNow, now?.ended],
        ] as const
      ).map(([name, count]) => (
        <div key={name} className={classes.tile}>
          <dt>{name}</dt>
          <dd>
            <strong>{few(count)}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
