import page from '../page.module.css';
import { useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import classes from './Money.module.css';
import type { Figures } from './queries.ts';
import { useMoneyWords } from './words.ts';

/** By which rail and in which currency it came: bars in a table. */
export function Shares({ data: { shares, isMore, fewest } }: { data: Figures }) {
  const { overview: say, railNames } = useMoneyWords();
  const { figure } = useTelling();
  const { amount, currency: named } = useMoney();
  const currencies = [...new Set(shares.map(({ currency }) => currency))];
  return (
    <section className={page.section} aria-labelledby="money-shares">
      <h2 id="money-shares">{say.shares}</h2>
      {shares.length === 0 && <p>{isMore ? say.sharesFew(figure(fewest)) : say.sharesNone}</p>}
      {currencies.map((code) => {
        const rows = shares.filter(({ currency }) => currency === code);
        const all = rows.reduce((sum, row) => sum + row.amount, 0);
        return (
          <table key={code} className={classes.shares}>
            <caption>{say.sharesIn(named(code))}</caption>
            <thead>
              <tr>
                <th scope="col">{say.rail}</th>
                <th scope="col" className={classes.end}>
                  {say.supporters}
                </th>
                <th scope="col" className={classes.end}>
                  {say.sum}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.rail}>
                  <th scope="row">
                    {railNames[row.rail]}
                    <svg className={classes.meter} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden>
                      <rect className={classes.meterBack} width="100" height="6" />
                      <rect width={(row.amount / Math.max(1, all)) * 100} height="6" />
                    </svg>
                  </th>
                  <td className={classes.end}>{figure(row.count)}</td>
                  <td className={classes.end}>{amount(row.amount, code)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
      {shares.length > 0 && isMore && <p className={page.soft}>{say.sharesMore(figure(fewest))}</p>}
    </section>
  );
}
