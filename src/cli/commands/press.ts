import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { changesAfter } from '../doctor-edition.ts';
import { editionFolder, withAll, type Opened } from '../open.ts';
import { Refusal } from '../out.ts';
import { newsroomExists, parentExists, unwritable } from '../place.ts';
import { pressNow, threadsAhead } from '../pressing.ts';
import type { Call, Define } from '../call.ts';

type Options = { full?: boolean; out?: string };

export const define: Define = (command, act) => {
  command
    .option('--full', 'render every page, also what has not changed')
    .option(
      '--out <folder>',
      'write the whole site into this folder as plain files, for any host or a USB stick',
    )
    .addHelpText(
      'after',
      `
Examples:
  longwave press                    the next edition, from what changed
  longwave press --full             every page anew
  longwave press --out /media/usb   the whole site as a plain folder; again later: only what differs
`,
    )
    .action(
      act(async (call: Call, options: Options) => {
        newsroomExists(call.settings);
        if (options.out !== undefined) checkTarget(resolve(options.out));
        const why = unwritable(call.settings.data) ?? unwritable(editionFolder(call.settings));
        if (why !== null) return exportAsItIs(call, options, why);
        const started = options.full === true ? await threadsAhead(call.settings) : undefined;
        try {
          await withAll(call.settings, call.now, (opened) => pressOnce(call, opened, options, started), {
            mend: options.full === true,
          });
        } finally {
          for (const thread of started ?? []) void thread.terminate();
        }
      }),
    );
};

/** Before pictures are rendered for it, which takes long. */
function checkTarget(folder: string): void {
  parentExists(folder);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new Refusal(`"${folder}" is a file; name a folder to write the site into`);
}

async function pressOnce(
  call: Call,
  opened: Opened,
  options: Options,
  started: readonly Worker[] | undefined,
): Promise<void> {
  const { out } = call;
  const began = call.now();
  // A folder must be whole: nobody renders pictures for it afterwards.
  if (options.out !== undefined) await renderPictures(call, opened);
  const report = await pressNow(call, opened, {
    full: options.full === true,
    ...(started ? { started } : {}),
  });
  // Known only now: a full press reads what is there before it writes.
  if (opened.damage !== null) out.note(`The edition is written anew: ${opened.damage}`);
  const exported = options.out === undefined ? undefined : await exportTo(call, opened, resolve(options.out));
  const seconds = (call.now() - began) / 1000;
  const { added, changed, removed, unchanged, ...rest } = report;
  out.result(
    { ...rest, added, changed, removed, unchanged, seconds, ...(exported ? { exported } : {}) },
    () => {
      if (report.how === 'none')
        out.line(
          report.signedAnew
            ? `${out.good('✓')} Edition ${report.edition} is current: ${unchanged} files, nothing to press; its signatures were made anew`
            : `Edition ${report.edition} is current: ${unchanged} files, nothing to press`,
        );
      else {
        out.line(`${out.good('✓')} Edition ${report.edition} in ${seconds.toFixed(2)} s`);
        out.table(
          [[String(added.length), String(changed.length), String(removed.length), String(unchanged)]],
          ['added', 'changed', 'removed', 'unchanged'],
        );
        for (const path of [...added, ...changed].slice(0, 12)) out.line(out.dim(`  ${path}`));
        const more = added.length + changed.length - 12;
        if (more > 0) out.line(out.dim(`  and ${more} more`));
      }
      if (exported) tellExported(out, exported, report.edition);
    },
  );
}

/** Where nothing may be written, no edition can be made; the last one can be copied to where something may. */
async function exportAsItIs(call: Call, options: Options, why: string): Promise<void> {
  const { out, settings, now } = call;
  if (options.out === undefined)
    throw new Refusal(`${why}; nothing was pressed`, [
      'Mount its disk for writing, or let the user that runs Longwave own the folder',
      '"longwave press --out <folder>" writes the edition that is there into a folder elsewhere',
    ]);
  const to = resolve(options.out);
  const work = async (opened: Opened): Promise<void> => {
    const head = opened.depot.head();
    if (head === null) throw new Refusal(`${why}, and there is no edition yet; nothing was written`);
    const left = await changesAfter(head, opened.newsroom);
    const behind = left === 0 ? '' : `; ${left} ${left === 1 ? 'change is' : 'changes are'} not in it`;
    out.note(`${why}, so nothing was pressed: the folder gets edition ${head.edition} as it is${behind}`);
    const exported = await exportTo(call, opened, to);
    out.result({ how: 'unwritable', edition: head.edition, left, exported }, () =>
      tellExported(out, exported, head.edition),
    );
  };
  await withAll(settings, now, work, { reads: true });
}

function tellExported(
  out: Call['out'],
  exported: Awaited<ReturnType<typeof exportTo>>,
  edition: number,
): void {
  const { folder, written, removed, unchanged } = exported;
  out.line(
    `${out.good('✓')} ${folder} holds edition ${edition}: ${written} files written, ${removed} removed, ${unchanged} as they were`,
  );
}

async function exportTo(call: Call, opened: Opened, folder: string) {
  const bar = call.out.bar('Writing the folder');
  const { written, removed, unchanged } = await opened.depot.exportFolder({
    to: folder,
    progress: (done, total) => bar.to(done, total),
  });
  bar.end();
  return { folder, written, removed, unchanged };
}

async function renderPictures(call: Call, opened: Opened): Promise<void> {
  const bar = call.out.bar('Rendering pictures');
  await opened.newsroom.media.renderAll((done, total) => bar.to(done, total));
  bar.end();
}
