import { openLab, type Lab } from './lab.ts';
import { measure, type Outcome } from './measure.ts';
import { LabError } from './error.ts';
import type { Paper } from './paper.ts';
import type { BrowserName } from './reader-calls.ts';
import { drawMirrors, rehearse, type Memory } from './rehearse.ts';
import type { Row } from './row.ts';
import { LAB_ROWS } from './rows.ts';
import { seeded } from './seeded.ts';

export type LabOptions = {
  paper: Paper;
  browsers: readonly BrowserName[];
  /** Ids of rows; all of them where left out. */
  rows?: readonly string[];
  /** How often each row is measured in each browser. */
  samples: number;
  /** Whether each browser has labs of its own and all measure at the same time: quicker, and the times are worse. Default: no. */
  together?: boolean;
  /** Decides which mirror is left in which sample. */
  seed: number;
  /** What an earlier run of the same paper and seed measured: it is not measured again, and part of the result. */
  known?: readonly Outcome[];
  /** Ends the run with its reason once everything of the lab is taken away. */
  signal?: AbortSignal;
  progress?: (done: number, total: number, now: string) => void;
  /** Told of each outcome as soon as it is known. */
  measured?: (outcome: Outcome) => void;
};

/**
 * Measures rows in browsers, one browser after the other or all at the same time: each row once, then each a second
 * time, so that a run that is stopped has told of all rows alike.
 *
 * @throws LabError where the lab cannot be built or a browser takes no worker
 */
export async function runLab(options: LabOptions): Promise<Outcome[]> {
  const { browsers, samples, together = false, known = [] } = options;
  const wanted = rowsOf(options.rows).flatMap((row) =>
    browsers.flatMap((browser) =>
      Array.from({ length: samples }, (_, sample): Visit => ({ row, browser, sample })),
    ),
  );
  const there = new Map(known.map((one) => [nameOf(one), one]));
  const outcomes = wanted.flatMap((visit) => there.get(nameOf({ ...visit, row: visit.row.id })) ?? []);
  const left = wanted
    .filter((visit) => !there.has(nameOf({ ...visit, row: visit.row.id })))
    .toSorted((a, b) => a.sample - b.sample || browsers.indexOf(a.browser) - browsers.indexOf(b.browser));
  const run: Run = {
    ...options,
    now: (what) => options.progress?.(outcomes.length, wanted.length, what),
    measured: (outcome) => {
      outcomes.push(outcome);
      options.measured?.(outcome);
    },
  };
  const labs = together
    ? browsers.flatMap((browser) =>
        dealt(
          left.filter((visit) => visit.browser === browser),
          LABS_OF_EACH,
        ),
      )
    : [left];
  const running = allOf(
    labs.filter((visits) => visits.length > 0).map((visits) => inLab((lab) => measureIn(lab, visits, run))),
  );
  // What broke because the run was stopped is not what ended it.
  await running.finally(() => options.signal?.throwIfAborted());
  return outcomes;
}

/** Labs of a browser where all measure together: readers wait for the censor about half of the time. */
const LABS_OF_EACH = 2;

const dealt = <T>(list: readonly T[], hands: number): T[][] =>
  Array.from({ length: hands }, (_, hand) => list.filter((_one, at) => at % hands === hand));

/** One reader, who opens the paper in one browser under one technique. */
type Visit = { row: Row; browser: BrowserName; sample: number };

const nameOf = ({ row, browser, sample }: { row: string; browser: string; sample: number }): string =>
  `${row} ${browser} ${sample}`;

type Run = Pick<LabOptions, 'paper' | 'seed' | 'signal'> & {
  now: (what: string) => void;
  measured: (outcome: Outcome) => void;
};

async function inLab<Result>(work: (lab: Lab) => Promise<Result>): Promise<Result> {
  const lab = await openLab();
  try {
    return await work(lab);
  } finally {
    await lab.close();
  }
}

/** All results, or the first failure once nothing runs any more. */
async function allOf<Result>(works: readonly Promise<Result>[]): Promise<Result[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

async function measureIn(lab: Lab, visits: readonly Visit[], run: Run): Promise<void> {
  const memories = new Map<BrowserName, Memory>();
  for (const { row, browser, sample } of visits) {
    run.signal?.throwIfAborted();
    let memory = memories.get(browser);
    if (memory === undefined) {
      run.now(`${browser}, first visits`);
      memory = await rehearse(lab, run.paper, browser);
      memories.set(browser, memory);
    }
    run.now(`${browser}, ${row.id}`);
    run.measured(await attempt(lab, row, browser, memory, { ...run, sample }));
  }
}

export function rowsOf(ids: readonly string[] | undefined): readonly Row[] {
  if (ids === undefined) return LAB_ROWS;
  const unknown = ids.find((id) => LAB_ROWS.every((row) => row.id !== id));
  if (unknown !== undefined)
    throw new LabError(`There is no row "${unknown}"; there are ${LAB_ROWS.map(({ id }) => id).join(', ')}`);
  return LAB_ROWS.filter(({ id }) => ids.includes(id));
}

/** A browser that breaks is told of as a row that failed; the others go on. */
async function attempt(
  lab: Lab,
  row: Row,
  browser: BrowserName,
  memory: Memory,
  { paper, seed, sample, signal }: Pick<LabOptions, 'paper' | 'seed' | 'signal'> & { sample: number },
): Promise<Outcome> {
  // The same mirror for the same sample of a row in both browsers.
  const place = LAB_ROWS.indexOf(row) + 1;
  const stage = { paper, ...drawMirrors(seeded(seed * 1_000_003 + sample * 101 + place)) };
  try {
    return await measure(lab, row, { browser, memory, stage, sample });
  } catch (error) {
    // Ctrl-C ends hosts and browsers too: that is no failure of the row.
    signal?.throwIfAborted();
    const why = `broke: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    const nothing = { first: null, next: null, mostBytes: 0, atOnce: 0 };
    const plain = { seen: false, instead: '' };
    return { row: row.id, browser, sample, alive: stage.alive.name, passed: false, why, plain, ...nothing };
  }
}
