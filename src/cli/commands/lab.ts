import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { BrowserName, Outcome, Scoreboard, Summary } from '#reach';
import type { Call, Define } from '../call.ts';
import { makePaper } from '../lab/paper.ts';
import { untilStopped } from '../stopped.ts';
import { openResults, type Results } from '../lab/results.ts';
import { EXIT, Refusal, UsageError } from '../out.ts';
import { projectRoot } from '../settings.ts';

type Options = {
  samples: string;
  rows?: string;
  browser?: string;
  seed?: string;
  together: boolean;
  out: string;
  write: boolean;
  results?: string;
};

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

export const define: Define = (command, act) => {
  command
    .option('--samples <number>', 'how often each row is measured in each browser', '1')
    .option(
      '--rows <ids>',
      'only these rows, with commas between them; all others stay out of the scoreboard',
    )
    .option('--browser <name>', 'only "chromium" or "firefox"')
    .option('--seed <number>', 'decides which mirror is left in which sample; drawn when left out')
    .option(
      '--together',
      'all browsers at the same time, in two labs each: quicker, all times are worse',
      false,
    )
    .option('--out <folder>', 'where LAB.md and pictures/lab.svg go', join(projectRoot(), 'docs'))
    .option('--results <file>', 'keep each outcome in this file, and go on from what it holds')
    .option('--no-write', 'measure and tell, write nothing')
    .addHelpText(
      'after',
      `
Builds a reader, a censor and hosts in network namespaces of its own, opens a story in real browsers under each
technique that a censor is known to use, and writes the scoreboard. Needs Linux, root, both browsers and an install for
development ("script/install --dev").

Examples:
  sudo longwave lab --samples 40
  sudo longwave lab --samples 40 --results lab.jsonl    hours that can be stopped, and gone on with
  sudo longwave lab --rows curtain,stealth --browser firefox --no-write

Exit status: 0 every row went as it has to, 1 one did not, 2 wrong usage.
`,
    )
    .action(act((call: Call, options: Options) => lab(call, options)));
};

async function lab(call: Call, options: Options): Promise<number> {
  const reach = await import('#reach');
  const samples = countOf('--samples', options.samples, 1, 1000);
  const asked = options.seed === undefined ? undefined : countOf('--seed', options.seed, 0, 1e9);
  const browsers = browsersOf(options.browser);
  const rows = rowsOf(
    reach.LAB_ROWS.map(({ id }) => id),
    options.rows,
  );
  const problems = await reach.labProblems(browsers);
  if (problems.length > 0) throw new Refusal('The lab cannot run here', problems);
  const versions: Scoreboard['versions'] = {};
  for (const browser of browsers) versions[browser] = await reach.browserVersion(browser);
  const { together } = options;
  const drawn = randomInt(1_000_000);
  const results: Results =
    options.results === undefined
      ? { known: [], seed: asked ?? drawn, keep: () => Promise.resolve() }
      : await openResults(resolve(options.results), { seed: asked, drawn, together, versions });
  const { seed } = results;
  const words =
    options.results === undefined
      ? 'Stopped; with "--results" a run goes on where it was'
      : `Stopped; the same command goes on from what "${options.results}" holds`;
  const outcomes = await untilStopped(words, (signal) =>
    measureAll(call, { samples, browsers, rows, together, results, signal }),
  );
  const summaries = reach.summarise(outcomes, reach.LAB_ROWS, browsers);
  const written = options.write
    ? await write(call, resolve(options.out), { summaries, samples, seed, versions })
    : [];
  const passed = outcomes.every((one) => one.passed);
  call.out.result({ passed, seed, samples, outcomes, written }, () => tell(call, summaries, written));
  return passed ? EXIT.done : EXIT.refused;
}

type Plan = {
  samples: number;
  browsers: readonly BrowserName[];
  rows: readonly string[];
  together: boolean;
  results: Results;
  signal: AbortSignal;
};

async function measureAll(call: Call, { results, ...plan }: Plan): Promise<Outcome[]> {
  const { addressOf, MIRRORS, ENTRY_MIRROR, ORIGIN, runLab } = await import('#reach');
  const folder = await mkdtemp(join(tmpdir(), 'longwave-paper-'));
  const bar = call.out.bar('Making the paper');
  const kept: Promise<void>[] = [];
  try {
    const paper = await makePaper({
      folder,
      origin: addressOf(ORIGIN),
      mirrors: MIRRORS.map((mirror) => ({
        address: addressOf(mirror),
        use: mirror === ENTRY_MIRROR ? 'entry' : 'data',
        neutral: mirror === ENTRY_MIRROR,
      })),
      now: call.now,
    });
    return await runLab({
      ...plan,
      paper,
      seed: results.seed,
      known: results.known,
      progress: (done, total, now) => bar.to(done, total, now),
      measured: (outcome) => {
        noteFailure(call, outcome);
        const writing = results.keep(outcome);
        // A disk that refuses is told of once the lab is taken away.
        writing.catch(() => undefined);
        kept.push(writing);
      },
    });
  } finally {
    bar.end();
    await rm(folder, { recursive: true, force: true });
    await Promise.all(kept);
  }
}

/** A run may take hours: what goes wrong is told when it does. */
function noteFailure({ out }: Call, { passed, row, browser, why }: Outcome): void {
  if (!passed) out.note(`${out.bad('✗')} ${row}, ${browser}: ${why}`);
}

async function write(
  call: Call,
  folder: string,
  { summaries, samples, seed, versions }: Pick<Scoreboard, 'summaries' | 'samples' | 'seed' | 'versions'>,
): Promise<string[]> {
  const { attritionCurves, chartText, machineWords, scoreboardText } = await import('#reach');
  const curves = attritionCurves(seed);
  const day = new Date(call.now()).toISOString().slice(0, 10);
  const machine = await machineWords();
  const board: Scoreboard = { summaries, curves, samples, seed, day, machine, versions };
  const files: [string, string][] = [
    [join(folder, 'pictures', 'lab.svg'), chartText({ summaries, curves, samples })],
    [join(folder, 'LAB.md'), await pretty(scoreboardText(board))],
  ];
  for (const [file, text] of files) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  }
  return files.map(([file]) => file);
}

/** As the project's own documents are laid out; the lab runs in installs for development only. */
async function pretty(text: string): Promise<string> {
  const { format } = await import('prettier');
  return format(text, { parser: 'markdown', printWidth: 110 });
}

function tell({ out }: Call, summaries: readonly Summary[], written: readonly string[]): void {
  const time = (times: { p50: number; p95: number } | null): string =>
    times === null ? '–' : `${(times.p50 / 1000).toFixed(2)} / ${(times.p95 / 1000).toFixed(2)} s`;
  out.table(
    summaries.map(({ row, browser, passed, samples, first, next, plain }) => [
      passed === samples ? out.good('✓') : out.bad('✗'),
      row.id,
      browser,
      `${passed}/${samples}`,
      time(first),
      time(next),
      `${plain}/${samples}`,
    ]),
    ['', 'row', 'browser', 'as it has to', 'story p50 / p95', 'next', 'plain site'],
  );
  for (const file of written) out.line(out.dim(`  ${file}`));
}

function countOf(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most)
    throw new UsageError(`${name} is "${text}"; give a whole number from ${least} to ${most}`);
  return number;
}

function browsersOf(name: string | undefined): readonly BrowserName[] {
  if (name === undefined) return BROWSERS;
  const found = BROWSERS.filter((browser) => browser === name);
  if (found.length === 0) throw new UsageError(`--browser is "${name}"; give "chromium" or "firefox"`);
  return found;
}

function rowsOf(all: readonly string[], given: string | undefined): readonly string[] {
  if (given === undefined) return all;
  const ids = given.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !all.includes(id));
  if (unknown !== undefined)
    throw new UsageError(`There is no row "${unknown}"; there are ${all.join(', ')}`);
  return ids;
}
