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
  /** Whether browsers have a lab each and measure at the same time: quicker, and the times are worse. Default: no. */
  together?: boolean;
  /** Decides which mirror is left in which sample. */
  seed: number;
  progress?: (done: number, total: number, now: string) => void;
  /** Told of each outcome as soon as it is known. */
  measured?: (outcome: Outcome) => void;
};

/**
 * Measures rows in browsers, one after the other or all browsers at the same time.
 *
 * @throws LabError where the lab cannot be built or a browser takes no worker
 */
export async function runLab(options: LabOptions): Promise<Outcome[]> {
  const { browsers, samples, together = false } = options;
  const rows = rowsOf(options.rows);
  const total = browsers.length * samples * rows.length;
  let done = 0;
  const run: Run = {
    ...options,
    rows,
    now: (what) => options.progress?.(done, total, what),
    measured: (outcome) => {
      done += 1;
      options.measured?.(outcome);
    },
  };
  if (together)
    return (await allOf(browsers.map((browser) => inLab((lab) => measureIn(lab, browser, run))))).flat();
  return inLab(async (lab) => {
    const outcomes: Outcome[] = [];
    for (const browser of browsers) outcomes.push(...(await measureIn(lab, browser, run)));
    return outcomes;
  });
}

type Run = Pick<LabOptions, 'paper' | 'samples' | 'seed'> & {
  rows: readonly Row[];
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

async function measureIn(lab: Lab, browser: BrowserName, run: Run): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  run.now(`${browser}, first visits`);
  const memory = await rehearse(lab, run.paper, browser);
  for (let sample = 0; sample < run.samples; sample++) {
    for (const row of run.rows) {
      run.now(`${browser}, ${row.id}`);
      const outcome = await attempt(lab, row, browser, memory, { ...run, sample });
      outcomes.push(outcome);
      run.measured(outcome);
    }
  }
  return outcomes;
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
  { paper, seed, sample }: Pick<LabOptions, 'paper' | 'seed'> & { sample: number },
): Promise<Outcome> {
  // The same mirror for the same sample of a row in both browsers.
  const place = LAB_ROWS.indexOf(row) + 1;
  const stage = { paper, ...drawMirrors(seeded(seed * 1_000_003 + sample * 101 + place)) };
  try {
    return await measure(lab, row, { browser, memory, stage });
  } catch (error) {
    const why = `broke: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    const nothing = { first: null, next: null, mostBytes: 0, atOnce: 0 };
    const plain = { seen: false, instead: '' };
    return { row: row.id, browser, alive: stage.alive.name, passed: false, why, plain, ...nothing };
  }
}
