import { Button, FileButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DragEvent } from 'react';
import page from '../page.module.css';
import { Icon } from '../shell/Icon.tsx';
import { useTelling } from '../words.tsx';
import { MoneyTrouble } from './MoneyTrouble.tsx';
import classes from './Money.module.css';
import type { Transfers } from './queries.ts';
import { type FileReport, sendStatements } from './send-statements.ts';
import { useMoneyWords } from './words.ts';

/** Where the bank's files are dropped or chosen, and what became of each. */
export function Statements({ isNamed, onTaken }: { isNamed: boolean; onTaken: (found: Transfers) => void }) {
  const { transfers: say } = useMoneyWords();
  const [over, setOver] = useState(false);
  const sending = useMutation({
    mutationFn: sendStatements,
    onSuccess: ({ bank, lines, books }) => onTaken({ bank, lines, books }),
  });
  const bring = (files: readonly File[]) => {
    if (files.length > 0 && !sending.isPending) sending.mutate([...files]);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    bring([...event.dataTransfer.files]);
  };
  return (
    <section className={page.section} aria-labelledby="money-statements">
      <h2 id="money-statements">{say.statements}</h2>
      <div
        className={classes.drop}
        data-over={over || undefined}
        data-statements
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <p className={page.name}>{say.drop}</p>
        <p className={page.soft}>{isNamed ? say.dropWhy : say.nameFirst}</p>
        <FileButton multiple onChange={bring}>
          {(props) => (
            <Button {...props} loading={sending.isPending} leftSection={<Icon name="import" size={18} />}>
              {say.choose}
            </Button>
          )}
        </FileButton>
      </div>
      <MoneyTrouble error={sending.error} />
      <ul className={page.rows} aria-live="polite">
        {sending.data?.reports.map((report, at) => (
          <Report key={`${report.file} ${at}`} report={report} />
        ))}
      </ul>
      {sending.data?.reports.some(({ fault }) => fault === null) === true && (
        <p className={page.note}>{say.deleteFiles}</p>
      )}
    </section>
  );
}

function Report({ report }: { report: FileReport }) {
  const { transfers: say } = useMoneyWords();
  const { figure } = useTelling();
  const { file, fault, fresh, known, denied } = report;
  if (fault !== null)
    return (
      <li>
        <div className={page.about}>
          <bdi className={page.name}>{file}</bdi>
          <span className={classes.bad}>
            <Icon name="warning" size={16} /> {say.faults[fault.code] ?? say.faults['other']}
            {fault.line !== null && ` ${say.atLine(figure(fault.line))}`}
          </span>
          <span className={page.soft} lang="en" dir="ltr">
            {fault.message}
          </span>
          <span className={page.soft}>{say.nothingTaken}</span>
        </div>
      </li>
    );
  const states = Object.entries(fresh);
  return (
    <li>
      <div className={page.about}>
        <bdi className={page.name}>{file}</bdi>
        <span className={classes.good}>
          <Icon name="check" size={16} /> {states.length === 0 ? say.nothingNew : say.taken}
        </span>
        {states.map(([state, count]) => (
          <span key={state} className={page.soft}>
            {say.became[state] ?? state}: {figure(count)}
          </span>
        ))}
        {known > 0 && <span className={page.soft}>{say.known(known, figure(known))}</span>}
        {denied > 0 && <span className={classes.denied}>{say.deniedCount(denied, figure(denied))}</span>}
      </div>
    </li>
  );
}
