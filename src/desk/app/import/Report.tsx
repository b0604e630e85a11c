import { Button, NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { desk, told } from '../client.ts';
import { useHouseWords } from '../house-words.ts';
import page from '../page.module.css';
import type { ImportReport, ImportRow } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling } from '../words.tsx';
import classes from './Import.module.css';
import { type Told, useRemark } from './remarks.ts';

const OUTCOMES = ['imported', 'updated', 'unchanged', 'skipped', 'quarantined'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What became of an archive: sums that add up, and every item with its reason. */
export function Report({ run, report }: { run: string; report: ImportReport }) {
  const { import: say } = useHouseWords();
  const remark = useRemark();
  const { figure } = useTelling();
  const [outcome, setOutcome] = useState<Outcome | ''>('');
  return (
    <section className={page.section}>
      <h2>{report.dryRun ? say.dryTitle : say.doneTitle}</h2>
      {report.resumed && <p>{say.resumed}</p>}
      <div className={classes.sums} role="group" aria-label={say.outcome}>
        {(['', ...OUTCOMES] as const).map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={outcome === one}
            data-outcome={one}
            onClick={() => setOutcome(one)}
          >
            <b>{figure(one === '' ? report.items : report[one])}</b>
            <span>{one === '' ? say.all : say.outcomes[one]}</span>
          </button>
        ))}
      </div>
      {report.notes.length > 0 && (
        <ul className={classes.notes}>
          {report.remarks.map(remark).map(({ text, lang, dir }) => (
            <li key={text} lang={lang}>
              <bdi dir={dir}>{text}</bdi>
            </li>
          ))}
        </ul>
      )}
      <Kinds report={report} />
      <Rows run={run} report={report} outcome={outcome} />
    </section>
  );
}

function Kinds({ report }: { report: ImportReport }) {
  const { import: say } = useHouseWords();
  const { figure } = useTelling();
  return (
    <details className={classes.more}>
      <summary>{say.byKind}</summary>
      <div className={classes.scroll} role="region" aria-label={say.kind} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{say.kind}</th>
              {OUTCOMES.map((one) => (
                <th key={one} scope="col" className={classes.number}>
                  {say.outcomes[one]}
                </th>
              ))}
              <th scope="col" className={classes.number}>
                {say.sum}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.kinds.map((sums) => (
              <tr key={sums.kind}>
                <th scope="row">
                  <bdi>{say.kinds[sums.kind] ?? sums.kind}</bdi>
                </th>
                {OUTCOMES.map((one) => (
                  <td key={one} className={classes.number}>
                    {figure(sums[one])}
                  </td>
                ))}
                <td className={classes.number}>{figure(sums.items)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Rows({ run, report, outcome }: { run: string; report: ImportReport; outcome: Outcome | '' }) {
  const { import: say } = useHouseWords();
  const { figure } = useTelling();
  const [kind, setKind] = useState('');
  const [text, setText] = useState('');
  const asked = useDeferredValue(text.trim());
  const query = {
    ...(outcome === '' ? {} : { outcome }),
    ...(kind === '' ? {} : { kind }),
    ...(asked === '' ? {} : { text: asked }),
  };
  const pages = useInfiniteQuery({
    queryKey: ['imports', run, 'rows', report.dryRun, query],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      told(
        desk.imports[':id'].rows.$get(
          { param: { id: run }, query: { ...query, from: `${pageParam}` } },
          { init: { signal } },
        ),
      ),
    getNextPageParam: ({ total }, all) => {
      const shown = all.reduce((sum, one) => sum + one.rows.length, 0);
      return shown < total ? shown : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const rows = pages.data?.pages.flatMap((one) => one.rows) ?? [];
  const total = pages.data?.pages[0]?.total ?? 0;
  return (
    <>
      <search className={classes.filters}>
        <TextInput
          className={classes.search ?? ''}
          type="search"
          aria-label={say.search}
          placeholder={say.search}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={say.kind}
          value={kind}
          data={[
            { value: '', label: say.all },
            ...report.kinds.map((one) => ({ value: one.kind, label: say.kinds[one.kind] ?? one.kind })),
          ]}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <p role="status" className={page.soft}>
          {say.shown(figure(rows.length), figure(total))}
        </p>
      </search>
      <TroubleNote error={pages.error} />
      {report.rowsLeftOff > 0 && <p className={page.soft}>{say.leftOff(figure(report.rowsLeftOff))}</p>}
      {rows.length === 0 && pages.data !== undefined ? (
        <p className={page.intro}>{say.noRows}</p>
      ) : (
        <table className={`${classes.table} ${classes.stacked}`}>
          <thead>
            <tr>
              <th scope="col">{say.outcome}</th>
              <th scope="col">{say.kind}</th>
              <th scope="col">{say.item}</th>
              <th scope="col">{say.why}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // An archive may hold an item twice.
              <Row key={`${index} ${row.item}`} row={row} live={!report.dryRun} />
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {say.moreRows}
        </Button>
      )}
    </>
  );
}

function Row({ row, live }: { row: ImportRow; live: boolean }) {
  const { import: say } = useHouseWords();
  const remark = useRemark();
  const [what, id = ''] = (row.target ?? '').split(' ');
  return (
    <tr data-outcome={row.outcome}>
      <td>
        <span className={classes.outcome}>{say.outcomes[row.outcome]}</span>
      </td>
      <td>{say.kinds[row.kind] ?? row.kind}</td>
      <td>
        {live && what === 'story' ? (
          <Link to="/stories/$story" params={{ story: id }}>
            <bdi>{row.item}</bdi>
          </Link>
        ) : row.quarantined !== null ? (
          <Link to="/quarantine/$item" params={{ item: row.quarantined }}>
            <bdi>{row.item}</bdi>
          </Link>
        ) : (
          <bdi>{row.item}</bdi>
        )}
        {row.address !== null && (
          <span className={classes.address} dir="ltr">
            {row.address}
          </span>
        )}
      </td>
      <td>
        <Why said={row.remarks.map(remark)} />
      </td>
    </tr>
  );
}

/** Characters of a reason that are shown unasked. */
const SHORT = 180;

function Why({ said }: { said: readonly Told[] }) {
  const reason = said.map(({ text }) => text.replace(/[.]$/, '')).join('. ');
  const lang = said.length > 0 && said.every((one) => one.lang === 'en') ? 'en' : undefined;
  const written = { lang, dir: said[0]?.dir };
  if (reason.length <= SHORT) return <bdi {...written}>{reason}</bdi>;
  return (
    <details className={classes.why}>
      <summary>
        <bdi {...written}>{reason.slice(0, SHORT - 20)} …</bdi>
      </summary>
      <bdi {...written}>{reason}</bdi>
    </details>
  );
}
