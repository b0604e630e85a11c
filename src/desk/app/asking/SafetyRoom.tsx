import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMay } from '../queries.ts';
import { SettingTrouble } from '../settings/Saving.tsx';
import { Confirm } from '../shell/Confirm.tsx';
import classes from './Asking.module.css';
import { useCountry } from './country.ts';
import { type Rule, type SafetyFile, safetyQuery } from './queries.ts';
import { RuleForm } from './RuleForm.tsx';
import { RuleRow } from './RuleRow.tsx';
import { Version } from './Version.tsx';
import { Versions } from './Versions.tsx';
import { useAskingWords } from './words.ts';

/** From which countries nobody is let give, and why. */
export function SafetyRoom() {
  const { safety: say } = useAskingWords();
  const may = useMay();
  const queries = useQueryClient();
  const country = useCountry();
  const { data } = useSuspenseQuery(safetyQuery);
  const [open, setOpen] = useState<number | 'new' | null>(null);
  const [ending, setEnding] = useState<Rule | null>(null);
  const learn = () => queries.invalidateQueries({ queryKey: ['money', 'safety'] });
  const change = useMutation({
    mutationFn: ({ rule, base }: { rule: Rule | null; base: Rule }) =>
      told(desk.money.safety.$put({ json: { rule, base } })),
    onSuccess: () => setEnding(null),
    onSettled: learn,
  });
  const editable = may('safety.write');
  const rules = data.rules
    .map((rule, at) => ({ rule, at, name: country(rule.country) }))
    .toSorted((one, other) => one.name.localeCompare(other.name));
  if (open !== null)
    return (
      <RuleForm
        file={data}
        at={open === 'new' ? null : open}
        onClose={() => setOpen(null)}
        onDone={async () => {
          await learn();
          setOpen(null);
        }}
      />
    );
  // What has not begun is taken away; what has held stays in the list with its end.
  const begun = ending !== null && ending.from < data.today;
  return (
    <div className={`${page.page} ${page.wide}`}>
      <p className={page.intro}>{say.intro}</p>
      <p className={classes.note}>{say.noProtection}</p>
      {data.rules.some(({ checked }) => checked === null) && <p className={classes.note}>{say.lawyer}</p>}
      <section className={page.section} aria-labelledby="safety-rules">
        <header className={page.head}>
          <h2 id="safety-rules">{say.rules}</h2>
          {editable && <Button onClick={() => setOpen('new')}>{say.add}</Button>}
        </header>
        <SettingTrouble error={ending === null ? change.error : null} />
        {rules.length === 0 && <p>{say.none}</p>}
        <ul className={page.rows}>
          {rules.map(({ rule, at, name }) => (
            <li key={`${at} ${rule.country} ${rule.from}`}>
              <RuleRow
                rule={rule}
                name={name}
                today={data.today}
                editable={editable}
                onChange={() => setOpen(at)}
                onEnd={() => setEnding(rule)}
              />
            </li>
          ))}
        </ul>
      </section>
      <Today file={data} />
      <Versions />
      <Version at={data.at} by={data.by} />
      <Confirm
        asked={ending !== null}
        grave
        title={ending === null ? '' : say.endNowOf(country(ending.country))}
        why={say.endWhy}
        act={begun ? say.endNow : say.remove}
        busy={change.isPending}
        error={change.error}
        onSure={() =>
          ending !== null &&
          change.mutate({ base: ending, rule: begun ? { ...ending, until: data.today } : null })
        }
        onClose={() => {
          setEnding(null);
          change.reset();
        }}
      />
    </div>
  );
}

/** What is decided today, country by country and act by act. */
function Today({ file: { decided, acts } }: { file: SafetyFile }) {
  const { safety: say } = useAskingWords();
  const country = useCountry();
  return (
    <section className={page.section} aria-labelledby="safety-today">
      <h2 id="safety-today">{say.today.title}</h2>
      <p className={page.soft}>{say.today.hint}</p>
      <div className={classes.scroll} tabIndex={0} role="region" aria-labelledby="safety-today">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say.country}</th>
              {acts.map((act) => (
                <th key={act} scope="col">
                  {say.acts[act]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {decided.map(({ country: code, acts: verdicts }) => (
              <tr key={code}>
                <th scope="row">{country(code)}</th>
                {acts.map((act, index) => {
                  const verdict = verdicts[index] ?? 'clear';
                  return (
                    <td key={act} data-verdict={verdict}>
                      {say.verdicts[verdict]}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
