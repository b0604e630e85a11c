import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { importsQuery } from '../room-queries.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { useDeskEvent } from '../shell/events.ts';
import { useTelling } from '../words.tsx';
import { Bringing } from './Bringing.tsx';
import { Quarantine } from './Quarantine.tsx';
import { stageOf } from './stage.ts';

/** Archives from elsewhere: brought here, and what could not be taken of them. */
export function Import() {
  const { import: say } = useHouseWords();
  return (
    <div className={page.page}>
      <header>
        <h1>{say.title}</h1>
        <p className={page.intro}>{say.intro}</p>
      </header>
      <Bringing />
      <Brought />
      <Quarantine />
    </div>
  );
}

function Brought() {
  const { import: say } = useHouseWords();
  const { figure, moment } = useTelling();
  const queries = useQueryClient();
  const [clearing, setClearing] = useState<{ run: string; name: string } | null>(null);
  const { data } = useSuspenseQuery(importsQuery);
  const learn = () => queries.invalidateQueries({ queryKey: ['imports'] });
  useDeskEvent('imported', () => void learn());
  const removing = useMutation({
    mutationFn: (run: string) => told(desk.imports[':id'].$delete({ param: { id: run } })),
    onSuccess: async () => {
      setClearing(null);
      await learn();
    },
  });
  return (
    <section className={page.section}>
      <h2>{say.brought}</h2>
      {data.imports.length === 0 && <p className={page.intro}>{say.noneBrought}</p>}
      <ul className={page.rows}>
        {data.imports.map((one) => (
          <li key={one.run}>
            <div className={page.about}>
              <Link to="/import/$run" params={{ run: one.run }} className={page.name}>
                <bdi>{one.name}</bdi>
              </Link>
              <span className={page.soft}>
                {moment(one.at)} · {say.bytes(figure(Math.max(0.1, Math.round(one.bytes / 100_000) / 10)))} ·{' '}
                {say.states[stageOf(one)]}
              </span>
            </div>
            <Button
              variant="default"
              size="xs"
              aria-label={say.clearOf(one.name)}
              disabled={one.state === 'running'}
              onClick={() => setClearing(one)}
            >
              {say.clear}
            </Button>
          </li>
        ))}
      </ul>
      <Confirm
        asked={clearing !== null}
        title={clearing === null ? '' : say.clearOf(clearing.name)}
        why={say.cleared}
        act={say.clear}
        busy={removing.isPending}
        error={removing.error}
        onSure={() => clearing !== null && removing.mutate(clearing.run)}
        onClose={() => setClearing(null)}
      />
    </section>
  );
}
