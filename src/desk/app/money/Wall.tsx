import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useMoney } from './amounts.ts';
import { wallQuery } from './queries.ts';
import { useMoneyWords } from './words.ts';

/** Names that supporters want to be seen by: nobody is named before a person has looked. */
export function Wall() {
  const { wall: say } = useMoneyWords();
  const queries = useQueryClient();
  const { data } = useSuspenseQuery(wallQuery);
  const deciding = useMutation({
    mutationFn: (json: Parameters<typeof desk.money.wall.$post>[0]['json']) =>
      told(desk.money.wall.$post({ json })),
    onSettled: () => queries.invalidateQueries({ queryKey: wallQuery.queryKey }),
  });
  return (
    <section className={page.section} aria-labelledby="money-wall">
      <h2 id="money-wall">{say.title}</h2>
      <p className={page.intro}>{say.intro}</p>
      <TroubleNote error={deciding.error} />
      {data.waiting.length === 0 ? (
        <p className={page.soft}>{say.nothing}</p>
      ) : (
        <Names names={data.waiting} verdicts={WAITING} deciding={deciding} />
      )}
      <p className={page.soft}>{say.next}</p>
      {data.standing.length > 0 && (
        <>
          <h3>{say.standing}</h3>
          <Names names={data.standing} verdicts={STANDING} deciding={deciding} />
        </>
      )}
    </section>
  );
}

type Verdict = { verdict: 'show' | 'refuse'; label: 'show' | 'refuse' | 'takeOff' };
const WAITING: readonly Verdict[] = [
  { verdict: 'show', label: 'show' },
  { verdict: 'refuse', label: 'refuse' },
];
const STANDING: readonly Verdict[] = [{ verdict: 'refuse', label: 'takeOff' }];

type Decision = { contribution: string; name: string; verdict: Verdict['verdict'] };

function Names({
  names,
  verdicts,
  deciding,
}: {
  names: { contribution: string; name: string; month: string; showsAmount: boolean; lang: string }[];
  verdicts: readonly Verdict[];
  deciding: { isPending: boolean; variables: Decision | undefined; mutate: (decision: Decision) => void };
}) {
  const { wall: say } = useMoneyWords();
  const { month } = useMoney();
  return (
    <ul className={page.rows}>
      {names.map(({ contribution, name, month: since, showsAmount, lang }) => (
        <li key={contribution}>
          <div className={page.about}>
            <bdi className={page.name} lang={lang}>
              {name}
            </bdi>
            <span className={page.soft}>
              {say.since(month(since, true))}
              {showsAmount && ` · ${say.withAmount}`}
            </span>
          </div>
          <div className={page.acts}>
            {verdicts.map(({ verdict, label }) => (
              <Button
                key={verdict}
                size="xs"
                variant={verdict === 'show' ? 'filled' : 'default'}
                loading={deciding.isPending && deciding.variables?.contribution === contribution}
                onClick={() => deciding.mutate({ contribution, name, verdict })}
              >
                {say[label]}
              </Button>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
