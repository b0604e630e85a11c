import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useTelling } from '../words.tsx';
import { useMoney } from './amounts.ts';
import { MoneyTrouble } from './MoneyTrouble.tsx';
import classes from './Money.module.css';
import { questionsQuery } from './queries.ts';
import { useMoneyWords } from './words.ts';

/** What is left to a person, and what waits for a rail. Nothing where nothing is. */
export function Questions() {
  const { questions: say, railNames, asks } = useMoneyWords();
  const { moment } = useTelling();
  const { day } = useMoney();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(questionsQuery);
  const deciding = useMutation({
    mutationFn: (json: Parameters<typeof desk.money.questions.$post>[0]['json']) =>
      told(desk.money.questions.$post({ json })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['money'] }),
  });
  return (
    <>
      {data.questions.length > 0 && (
        <section className={page.section} aria-labelledby="money-questions">
          <h2 id="money-questions">{say.title}</h2>
          <p className={page.intro}>{say.intro}</p>
          <MoneyTrouble error={deciding.error} />
          <ul className={page.rows}>
            {data.questions.map((question) => {
              const { rail, source, reason, contribution } = question;
              const about = { rail, source, reason };
              const gaveUp = contribution !== null;
              return (
                <li key={`${rail} ${source} ${reason}`}>
                  <div className={page.about}>
                    <span className={page.name}>
                      {railNames[rail]}: {say.reasons[reason] ?? say.other}
                    </span>
                    {contribution === null ? (
                      <span className={classes.code} dir="ltr">
                        {source} · {reason}
                      </span>
                    ) : (
                      <Link to="/money/contributions/$contribution" params={{ contribution }}>
                        {say.see}
                      </Link>
                    )}
                    <span className={page.soft}>{say.since(day(question.day))}</span>
                    {gaveUp && <span className={page.soft}>{say.gaveUp}</span>}
                  </div>
                  <div className={page.acts}>
                    {(gaveUp ? (['done', 'not-done'] as const) : (['seen'] as const)).map((decided) => (
                      <Button
                        key={decided}
                        size="xs"
                        variant="default"
                        loading={deciding.isPending && deciding.variables.source === source}
                        onClick={() => deciding.mutate({ ...about, decided })}
                      >
                        {say.decided[decided]}
                      </Button>
                    ))}
                  </div>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {data.owed.length > 0 && (
        <section className={page.section} aria-labelledby="money-owed">
          <h2 id="money-owed">{say.owed}</h2>
          <p className={page.intro}>{say.owedIntro}</p>
          <ul className={page.rows}>
            {data.owed.map(({ id, rail, kind, contribution, nextAt, attempts }) => (
              <li key={id}>
                <div className={page.about}>
                  <Link to="/money/contributions/$contribution" params={{ contribution }}>
                    {railNames[rail]}: {asks[kind]}
                  </Link>
                </div>
                <span className={page.soft}>{say.again(attempts, moment(nextAt))}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
