import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { quarantineQuery } from '../room-queries.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { useDeskEvent } from '../shell/events.ts';
import { useTelling } from '../words.tsx';
import { useRemark } from './remarks.ts';

/** What could not be taken, from all archives. */
export function Quarantine() {
  const { import: say } = useHouseWords();
  const { figure, moment } = useTelling();
  const sayRemark = useRemark();
  const queries = useQueryClient();
  const [purging, setPurging] = useState<{ id: string; item: string } | 'all' | null>(null);
  const { data } = useSuspenseQuery(quarantineQuery);
  const learn = () => queries.invalidateQueries({ queryKey: ['quarantine'] });
  useDeskEvent('imported', () => void learn());
  const purge = useMutation({
    mutationFn: (id: string | null) =>
      id === null ? told(desk.quarantine.$delete()) : told(desk.quarantine[':id'].$delete({ param: { id } })),
    onSuccess: async () => {
      setPurging(null);
      await learn();
    },
  });
  const { items } = data;
  return (
    <section className={page.section}>
      <h2>{say.quarantine}</h2>
      <p className={page.intro}>{items.length === 0 ? say.quarantineEmpty : say.quarantineIntro}</p>
      <ul className={page.rows}>
        {items.map((one) => (
          <li key={one.id}>
            <div className={page.about}>
              <Link to="/quarantine/$item" params={{ item: one.id }} className={page.name}>
                <bdi>{one.item}</bdi>
              </Link>
              {one.remarks.map(sayRemark).map(({ text, lang, dir }) => (
                <span key={text} lang={lang}>
                  <bdi dir={dir}>{text}</bdi>
                </span>
              ))}
              <span className={page.soft}>
                <bdi>{one.source}</bdi> · {say.since(moment(one.at))}
              </span>
            </div>
            <Button
              variant="default"
              size="xs"
              aria-label={say.purgeOf(one.item)}
              onClick={() => setPurging(one)}
            >
              {say.purge}
            </Button>
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <Button variant="default" onClick={() => setPurging('all')}>
          {say.purgeAll}
        </Button>
      )}
      <Confirm
        asked={purging !== null}
        grave
        title={purging === null || purging === 'all' ? say.purgeAll : say.purgeOf(purging.item)}
        why={purging === 'all' ? say.purgeAllWhy(items.length, figure(items.length)) : say.purgeWhy}
        act={say.purgeSure}
        busy={purge.isPending}
        error={purge.error}
        onSure={() => purging !== null && purge.mutate(purging === 'all' ? null : purging.id)}
        onClose={() => setPurging(null)}
      />
    </section>
  );
}
