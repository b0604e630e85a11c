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
  /** Decides which mirror is left in which sample. */
  seed: number;
  progress?: (done: number, total: number, now: string) => void;
  /** Told of each outcome as soon as it is known. */
  measured?: (outcome: Outcome) => void;
};

/**
 * Measures rows in browsers, one after the other.
 *
 * @throws LabError where the lab cannot be built or a browser takes no worker
 */
export async function runLab(options: LabOptions): Promise<Outcome[]> {
  const rows = rowsOf(options.rows);
  const lab = await openLab();
  try {
    const outcomes: Outcome[] = [];
    const total = options.browsers.length * options.samples * rows.length;
    for (const browser of options.browsers) {
      options.progress?.(outcomes.length, total, `${browser}, first visits`);
      const memory = await rehearse(lab, options.paper, browser);
      for (let sample = 0; sample < options.samples; sample++) {
        for (const row of rows) {
          options.progress?.(outcomes.length, total, `${browser}, ${row.id}`);
          const outcome = await attempt(lab, row, browser, memory, { ...options, sample });
          outcomes.push(outcome);
          options.measured?.(outcome);
        }
      }
    }
    return outcomes;
  } finally {
    await lab.close();
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
  { paper, seed, sample }: { paper: Paper; seed: number; sample: number },
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
