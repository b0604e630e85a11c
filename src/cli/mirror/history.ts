import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { History, Lane } from '#reach';
import type { Act, Call } from '../call.ts';
import { withAll, type Opened } from '../open.ts';
import { Refusal, UsageError, type Out } from '../out.ts';
import { minute } from '../story/see.ts';
import { coloured, SIGN } from './check.ts';

const DAY = 86_400_000;
/** Signs of a line in a terminal, and stretches of the picture. */
const [SIGNS, CELLS] = [60, 96];

type Options = { days: string; out?: string };

export function defineHistory(command: Command, act: Act): void {
  command
    .command('history [id...]')
    .description('Show what was found at mirrors over time, in the terminal or as a picture')
    .option('--days <days>', 'how far back, 90 at most', '7')
    .option('--out <file.svg>', 'write a picture for reports and newsletters')
    .addHelpText(
      'after',
      `
Examples:
  longwave mirror history
  longwave mirror history oak --days 30
  longwave mirror history --days 90 --out mirrors.svg
`,
    )
    .action(act((call: Call, ids: string[], options: Options) => history(call, ids, options)));
}

async function history(call: Call, ids: readonly string[], options: Options): Promise<void> {
  const { settings, now, out } = call;
  const days = Number(options.days);
  if (!/^\d{1,2}$/.test(options.days) || days < 1 || days > 90)
    throw new UsageError(`--days is "${options.days}"; give a whole number from 1 to 90`);
  const work = async ({ newsroom, store }: Opened): Promise<void> => {
    const { drawHistory, historyOf, openRegister, readProbes } = await import('#reach');
    const to = now();
    const from = to - days * DAY;
    const all = await openRegister(store).list();
    const unknown = ids.find((id) => !all.some((mirror) => mirror.id === id));
    if (unknown !== undefined)
      throw new Refusal(`No mirror is named "${unknown}"`, ['"longwave mirror list" shows them']);
    const mirrors = all.filter(({ id, state }) =>
      ids.length === 0 ? state !== 'retired' : ids.includes(id),
    );
    const parts = { mirrors, rows: await readProbes(store, from), from, to };
    const found = historyOf({ ...parts, intervals: SIGNS });
    const file = options.out === undefined ? null : resolve(options.out);
    if (file !== null) {
      const site = await newsroom.site.get();
      const paper =
        site?.names[site.defaultLang] ?? site?.names[''] ?? site?.publisher.name ?? 'this newsroom';
      await writeWhole(file, drawHistory(historyOf({ ...parts, intervals: CELLS }), paper));
    }
    out.result({ ...found, ...(file === null ? {} : { file }) }, () =>
      file === null ? tell(out, found, days) : out.line(`${out.good('✓')} The picture is in ${file}`),
    );
  };
  await withAll(settings, now, work, { reads: true });
}

/** By another name first, so that nobody finds half a picture. */
async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(`${file}.part`, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}

function tell(out: Out, found: History, days: number): void {
  if (found.mirrors.length === 0) {
    out.line('There is no mirror yet; "longwave mirror add" makes one');
    return;
  }
  const hours = Number((found.intervalMs / 3_600_000).toFixed(1));
  out.line(
    `The last ${days === 1 ? 'day' : `${days} days`}; each sign is the worst of ${hours} hours, the newest on the right`,
  );
  out.line();
  const rows = found.mirrors.flatMap(({ id, state, lanes }) =>
    lanes.length === 0
      ? [[id, state, '', out.dim('not probed in this time'), '']]
      : lanes.map((lane, nth) => [
          nth === 0 ? id : '',
          nth === 0 ? state : '',
          lane.vantage,
          strip(out, lane),
          now(lane),
        ]),
  );
  out.table(rows, ['mirror', 'state', 'from', `${minute(found.from)} to ${minute(found.to)}`, 'now']);
  out.line();
  const legend = Object.entries(SIGN).map(([verdict, sign]) => `${sign} ${verdict}`);
  out.line(out.dim([...legend, `${NOBODY} not probed`].join('   ')));
}

const NOBODY = '·';

const strip = (out: Out, { verdicts }: Lane): string =>
  verdicts.map((verdict) => coloured(out, verdict, verdict === null ? NOBODY : SIGN[verdict])).join('');

const now = ({ last }: Lane): string => `${last.verdict}, ${minute(last.at)}`;
