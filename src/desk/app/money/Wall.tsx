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
  const { month } = useMoney();
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
        <ul className={page.rows}>
          {data.waiting.map(({ contribution, name, month: since, showsAmount, lang }) => (
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
                {(['show', 'refuse'] as const).map((verdict) => (
                  <Button
                    key={verdict}
                    size="xs"
                    variant={verdict === 'show' ? 'filled' : 'default'}
                    loading={deciding.isPending && deciding.variables.contribution === contribution}
                    onClick={() => deciding.mutate({ contribution, name, verdict })}
                  >
                    {say[verdict]}
                  </Button>
                ))}
              </div>
            </li>
          ))}
        </ul>
      )}
      <p className={page.soft}>{say.next}</p>
    </section>
  );
}
