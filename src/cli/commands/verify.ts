import { hash, randomInt } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { EXIT, UsageError } from '../out.ts';
import { findStart } from '../verify/anchor.ts';
import type { Start } from '../verify/anchor.ts';
import { depotSource } from '../verify/depot.ts';
import { digestFile, kindOf } from '../verify/folder.ts';
import { tell } from '../verify/tell.ts';
import type { Looked } from '../verify/tell.ts';
import { folderAt, isAddress, sourceAt } from '../verify/place.ts';
import { verifyStory } from '../verify/story.ts';
import { findEdition, webSource } from '../verify/web.ts';
import type { WebOptions } from '../verify/web.ts';
import { editionFolder, openDepotOf } from '../open.ts';
import type { Call, Define } from '../call.ts';
import type { EditionSource, StoryReport, VerifyReport } from '#edition';

type Options = {
  root?: string;
  fingerprint?: string;
  edition?: string;
  path?: string;
  sample?: string;
  loopback?: boolean;
};

export const define: Define = (command, act) => {
  command
    .argument('<what>', 'a folder, a file, or an http(s) address of an edition or of one page')
    .option('--root <file>', 'the paper’s root, as you got it by another way')
    .option('--fingerprint <text>', 'its fingerprint: 64 hexadecimal digits or 24 words in quotes')
    .option('--edition <place>', 'the folder or address of the edition to look a file up in')
    .option('--path <path>', 'the path that a file is said to have, byte for byte')
    .option('--sample <count>', 'compare that many stories or files that chance picks, not all')
    .option('--loopback', 'ask an address of this machine')
    .addHelpText(
      'after',
      `
Without --root and --fingerprint the root of this installation is the anchor (LONGWAVE_KEYS). Nothing is called
authentic against a root that is found beside the files. A story that was saved as one file needs nothing beside it;
where an edition is at hand, it is told whether the story still stands.

Examples:
  longwave verify /media/usb
  longwave verify story.html --edition /media/usb
  longwave verify saved-story.html --fingerprint "abbey acorn …"
  longwave verify https://mirror.example/ --sample 50
  longwave verify https://mirror.example/2026/11/23/story.html --fingerprint "abbey acorn …"

Exit status: 0 authentic and current, 1 anything else, 2 wrong usage.
`,
    )
    .action(act((call: Call, what: string, options: Options) => verify(call, what, options)));
};

const storyFacts = ({
  path,
  headline,
  address,
  reason,
  difference,
  confirmed,
  since,
  pictures,
}: StoryReport) => ({
  path,
  headline,
  address,
  reason,
  difference,
  confirmed,
  since,
  pictures,
});

type Checked = { report: VerifyReport; looked: Looked };

async function verify(call: Call, what: string, options: Options): Promise<number> {
  const sample = sampleOf(options.sample);
  const kind = isAddress(what) ? 'address' : await kindOf(resolve(what));
  if (kind === null) throw new UsageError(`There is no folder or file "${what}"`);
  if (kind !== 'file' && (options.edition !== undefined || options.path !== undefined))
    throw new UsageError('--edition and --path go with a single file');
  const start = await findStart(call, options);
  const { report, looked } =
    kind === 'address'
      ? await verifyAddress(call, new URL(what), start, { ...options, sample })
      : kind === 'file'
        ? await verifyOne(call, resolve(what), start, options)
        : await verifySource(call, await folderAt(resolve(what)), start, { at: resolve(what) }, sample);
  const { verdict, edition, files, altered, ...rest } = report;
  const { paths, elsewhere, story } = looked;
  const more = {
    ...(paths ? { paths } : {}),
    ...(elsewhere ? { elsewhere } : {}),
    ...(story ? { story: storyFacts(story) } : {}),
  };
  call.out.result({ verdict, edition, files, altered, ...rest, anchor: start.fingerprint, ...more }, () =>
    tell(call.out, report, start, looked),
  );
  return verdict === 'authentic' ? EXIT.done : EXIT.refused;
}

async function verifySource(
  call: Call,
  source: EditionSource,
  start: Start,
  looked: Looked,
  sample: number | null,
  page: string | null = null,
): Promise<Checked> {
  const { verifyEdition } = await import('#edition');
  const bar = call.out.bar('Verifying');
  const part =
    page === null
      ? sample === null
        ? {}
        : { part: { units: sample, random: () => randomInt(2 ** 32) / 2 ** 32, paths: ['index.html'] } }
      : { part: { paths: [page] } };
  const report = await verifyEdition({
    source,
    anchor: start.anchor,
    now: call.now(),
    known: start.known,
    hash: sha256,
    progress: (done, total) => bar.to(done, total),
    ...part,
  });
  bar.end();
  return { report, looked };
}

async function verifyAddress(
  call: Call,
  address: URL,
  start: Start,
  options: { loopback?: boolean; sample: number | null },
): Promise<Checked> {
  const elsewhere: { from: string; to: string }[] = [];
  const web = webOptions(options.loopback === true, elsewhere);
  const { base, page } = await findEdition(address, web);
  const looked = { at: address.href, elsewhere };
  const source = webSource(base, web, page === null ? null : { path: page, address });
  return verifySource(call, source, start, looked, options.sample, page);
}

const webOptions = (loopback: boolean, elsewhere: { from: string; to: string }[]): WebOptions => ({
  loopback,
  onElsewhere: (from, to) => void elsewhere.push({ from, to }),
});

/** A file that was found anywhere: a saved story by its own proof, any other looked up in an edition. */
async function verifyOne(call: Call, path: string, start: Start, options: Options): Promise<Checked> {
  const file = await digestFile(path);
  if (file === null) throw new UsageError(`"${path}" is no file`);
  if (options.path === undefined) {
    const saved = await verifySaved(call, path, start, options);
    if (saved !== null) return saved;
  }
  const { verifyFile } = await import('#edition');
  const bar = call.out.bar(`Looking for ${basename(path)}`);
  const { source, close } = await editionFor(call, options);
  try {
    const { paths, ...report } = await verifyFile({
      file,
      source,
      anchor: start.anchor,
      now: call.now(),
      known: start.known,
      hash: sha256,
      progress: (done, total) => bar.to(done, total),
      ...(options.path === undefined ? {} : { path: options.path }),
    });
    bar.end();
    return { report, looked: { at: path, paths } };
  } finally {
    await close();
  }
}

async function verifySaved(
  call: Call,
  file: string,
  start: Start,
  options: Options,
): Promise<Checked | null> {
  const opened: { source: EditionSource; close: () => Promise<void> }[] = [];
  const sources = async (): Promise<EditionSource[]> => {
    const here = (await kindOf(editionFolder(call.settings))) === 'folder';
    if (options.edition !== undefined) opened.push(await editionFor(call, options));
    // This installation knows of newer editions than a place that somebody names may have.
    if (here && (options.edition === undefined || start.from === 'installation'))
      opened.push(await editionFor(call, {}));
    return opened.map(({ source }) => source);
  };
  try {
    const { anchor, known } = start;
    const checked = await verifyStory({ file, anchor, known, now: call.now, sources });
    return checked && { report: checked.report, looked: { at: file, story: checked.story } };
  } finally {
    for (const { close } of opened) await close();
  }
}

async function editionFor(
  { settings, now }: Call,
  { edition, loopback }: Options,
): Promise<{ source: EditionSource; close: () => Promise<void> }> {
  const close = (): Promise<void> => Promise.resolve();
  if (edition !== undefined)
    return { source: await sourceAt(edition, { loopback: loopback === true }), close };
  if ((await kindOf(editionFolder(settings))) !== 'folder')
    throw new UsageError(
      'Name the edition to look the file up in with --edition; there is none on this machine',
    );
  const depot = await openDepotOf(settings, now);
  return { source: depotSource(depot), close: () => depot.close() };
}

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

function sampleOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  if (/^[1-9]\d{0,6}$/.test(text)) return count;
  throw new UsageError(`--sample is "${text}"; give a whole number of at least 1`);
}
