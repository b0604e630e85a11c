import { useQuery } from '@tanstack/react-query';
import page from '../page.module.css';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useMay } from '../queries.ts';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import { useCountry } from './country.ts';
import { effectsQuery, type Rule } from './queries.ts';
import { useAskingWords } from './words.ts';

/** What a rule would change today, country by country, and whom it would touch: before it is kept. */
export function Effects({ rule, base, ready }: { rule: Rule; base: Rule | null; ready: boolean }) {
  const { safety } = useAskingWords();
  const say = safety.effects;
  const may = useMay();
  const country = useCountry();
  const { figure, list } = useTelling();
  const { data, error } = useQuery({ ...effectsQuery(rule, base), enabled: ready });
  const going = data?.goingOn ?? 'none';
  return (
    <section className={page.section} aria-labelledby="rule-effects">
      <h2 id="rule-effects">{say.title}</h2>
      {!ready && <p className={page.soft}>{say.wait}</p>}
      {ready && <TroubleNote error={error} />}
      <div aria-live="polite">
        {ready && data !== undefined && data.effects.length === 0 && <p>{say.none}</p>}
      </div>
      {ready && data !== undefined && data.effects.length > 0 && (
        <>
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">{say.country}</th>
                  <th scope="col">{say.what}</th>
                  <th scope="col">{say.before}</th>
                  <th scope="col">{say.after}</th>
                </tr>
              </thead>
              <tbody>
                {data.effects.flatMap(({ country: code, acts }) =>
                  alike(acts).map(({ before, after, acts: names }) => (
                    <tr key={`${code} ${before} ${after}`}>
                      <th scope="row">{country(code)}</th>
                      <td>
                        {names.length === 9 ? safety.everything : list(names.map((act) => safety.acts[act]))}
                      </td>
                      <td data-verdict={before}>{safety.verdicts[before]}</td>
                      <td data-verdict={after}>{safety.verdicts[after]}</td>
                    </tr>
                  )),
                )}
              </tbody>
            </table>
          </div>
          {data.refused.length > 0 && (
            <p>{typeof going === 'number' ? say.many(figure(going)) : say.going[going]}</p>
          )}
          {data.refused.length > 0 && going !== 'none' && (
            <p className={classes.note}>
              {say.switch}{' '}
              {may('money.switch') && (
                <a href={`/money/switch?countries=${data.refused.join(',')}`}>{say.toSwitch}</a>
              )}
            </p>
          )}
        </>
      )}
    </section>
  );
}

type Turn = {
  act: keyof ReturnType<typeof useAskingWords>['safety']['acts'];
  before: Verdict;
  after: Verdict;
};
type Verdict = 'clear' | 'warn' | 'refuse';

/** Acts of which the same changes, in one line. */
function alike(acts: readonly Turn[]) {
  const lines: { before: Verdict; after: Verdict; acts: Turn['act'][] }[] = [];
  for (const { act, before, after } of acts) {
    const line = lines.find((one) => one.before === before && one.after === after);
    if (line === undefined) lines.push({ before, after, acts: [act] });
    else line.acts.push(act);
  }
  return lines;
}
