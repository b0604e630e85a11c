import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import { importQuery } from '../room-queries.ts';
import type { ImportFile } from '../shapes.ts';
import { Confirm } from '../shell/Confirm.tsx';
import { useDeskEvent } from '../shell/events.ts';
import { Icon } from '../shell/Icon.tsx';
import { useReason } from '../reasons.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import classes from './Import.module.css';
import { useRemark } from './remarks.ts';
import { Report } from './Report.tsx';
import { stageOf } from './stage.ts';
import { WishesForm } from './WishesForm.tsx';

type Wishes = ImportFile['wishes'];

/** One archive: read through, put in, and what became of each of its items. */
export function ImportPage() {
  const { run } = useParams({ from: '/desk/import/$run' });
  const { import: say } = useHouseWords();
  const reason = useReason();
  const remark = useRemark();
  const { moment, figure } = useTelling();
  const queries = useQueryClient();
  const { data: file } = useSuspenseQuery(importQuery(run));
  const learn = () => queries.invalidateQueries({ queryKey: ['imports'] });
  useDeskEvent('imported', (event) => {
    if (event.run === run) void learn();
  });
  const [wishes, setWishes] = useState<Wishes>(file.wishes);
  const [asked, setAsked] = useState(false);
  const starting = useMutation({
    mutationFn: (dryRun: boolean) => {
      const route = desk.imports[':id'][dryRun ? 'rehearse' : 'run'];
      return told(route.$post({ param: { id: run }, json: wishes }));
    },
    onSuccess: () => {
      setAsked(false);
      return learn();
    },
  });
  const running = file.state === 'running';
  const faults = file.failed?.remarks.map((said) => remark(said).text) ?? [];
  const ready = file.state === 'done' && file.dryRun ? file.report : null;
  const comes = (ready?.imported ?? 0) + (ready?.updated ?? 0);
  return (
    <div className={`${page.page} ${page.wide}`}>
      <p>
        <Link to="/import">{say.back}</Link>
      </p>
      <header className={page.head}>
        <h1>
          <bdi>{file.name}</bdi>
        </h1>
        <p className={page.soft} role="status">
          {moment(file.at)} · {say.states[stageOf(file)]}
        </p>
      </header>
      {running && <Running file={file} onStopped={learn} />}
      {!running && (
        <section className={page.section}>
          <h2>{say.settings}</h2>
          <WishesForm wishes={wishes} onChange={setWishes} />
          {file.state === 'failed' && (
            <div role="alert" className={classes.failed}>
              <p className={page.name}>
                <Icon name="warning" size={18} /> {say.failed}
              </p>
              {file.failed !== null && <p>{reason(file.failed)}</p>}
              {faults.length > 0 && (
                <ul className={classes.notes}>
                  {faults.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              )}
              <details>
                <summary>{say.machine}</summary>
                <p lang="en" dir="ltr">
                  {file.failed?.message}
                </p>
              </details>
            </div>
          )}
          {file.state === 'stopped' && <p className={page.note}>{say.interrupted}</p>}
          <TroubleNote error={asked ? null : starting.error} />
          <div className={page.acts}>
            <Button
              {...(ready === null ? {} : { variant: 'default' })}
              loading={starting.isPending}
              onClick={() => starting.mutate(true)}
            >
              {file.report === null ? say.rehearse : say.rehearseAgain}
            </Button>
            {(ready !== null || (file.state === 'stopped' && !file.dryRun)) && (
              <Button onClick={() => setAsked(true)}>{file.state === 'stopped' ? say.goOn : say.run}</Button>
            )}
          </div>
          <p className={page.soft}>{say.rehearseWhy}</p>
        </section>
      )}
      {!running && file.report !== null && <Report key={`${file.dryRun}`} run={run} report={file.report} />}
      <Confirm
        asked={asked}
        title={say.run}
        why={`${ready === null ? '' : say.runWhy(comes, figure(comes))} ${say.liveWhy}`.trim()}
        act={say.runSure}
        busy={starting.isPending}
        error={starting.error}
        onSure={() => starting.mutate(false)}
        onClose={() => setAsked(false)}
      />
    </div>
  );
}

function Running({ file, onStopped }: { file: ImportFile; onStopped: () => Promise<void> }) {
  const { import: say } = useHouseWords();
  const { figure } = useTelling();
  const [at, setAt] = useState({ done: file.done, total: file.total, label: '' });
  useDeskEvent('import', (event) => {
    if (event.run === file.run) setAt(event);
  });
  const stopping = useMutation({
    mutationFn: () => told(desk.imports[':id'].stop.$post({ param: { id: file.run } })),
    onSuccess: onStopped,
  });
  return (
    <section className={page.section}>
      <h2>{say.states[stageOf(file)]}</h2>
      <progress
        className={classes.progress}
        aria-label={say.states[stageOf(file)]}
        {...(at.total > 0 ? { value: at.done, max: at.total } : {})}
      />
      <p className={page.soft}>
        {at.total > 0 ? say.progress(figure(at.done), figure(at.total)) : say.looking}{' '}
        <bdi>{at.total > 0 ? at.label : ''}</bdi>
      </p>
      <TroubleNote error={stopping.error} />
      <Button variant="default" loading={stopping.isPending} onClick={() => stopping.mutate()}>
        {say.stop}
      </Button>
    </section>
  );
}
