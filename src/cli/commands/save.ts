import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { EditionError, openFollower, openMemory, saveStory, TufError } from '#edition';
import type { EditionSource, Fetch, SavedStory } from '#edition';
import type { Call, Define } from '../call.ts';
import { editionFolder, openDepotOf } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import { parentExists } from '../place.ts';
import { saveFrom } from '../save/saver.ts';
import { pathsNamed } from '../story/paths.ts';
import { findStart } from '../verify/anchor.ts';
import type { Start } from '../verify/anchor.ts';
import { depotSource } from '../verify/depot.ts';
import { kindOf } from '../verify/folder.ts';
import { isAddress, sourceAt } from '../verify/place.ts';
import { findEdition, webSource } from '../verify/web.ts';

type Options = { out?: string; from?: string; root?: string; fingerprint?: string; loopback?: boolean };

export const define: Define = (command, act) => {
  command
    .argument(
      '<what>',
      'a story of this newsroom by its id, path or slug, or the http(s) address of one anywhere',
    )
    .option('--out <file>', 'where to write it; the story’s own file name in this folder by default')
    .option('--from <place>', 'a folder or an http(s) address that holds the edition, with a path')
    .option('--root <file>', 'the paper’s root, as you got it by another way')
    .option('--fingerprint <text>', 'its fingerprint: 64 hexadecimal digits or 24 words in quotes')
    .option('--loopback', 'ask an address of this machine')
    .addHelpText(
      'after',
      `
The file holds the story with its styles, its proof, and as many of its pictures as fit into 150 kB. It opens without a
network; whoever has the paper's fingerprint can check it: "longwave verify", or the page "Is it genuine?" of any copy of
the site. What is not proven against the root is not saved: of this installation's own editions its own root, elsewhere
--root, --fingerprint, or the root of this installation.

Examples:
  longwave save 4kq7c2mzt5ra
  longwave save 2026/11/23/ferries-stop.html
  longwave save https://mirror.example/2026/11/23/ferries-stop.html --out ferries.html
  longwave save 2026/11/23/ferries-stop.html --from /media/usb --fingerprint "abbey acorn …"

Exit status: 0 saved, 1 refused, 2 wrong usage.
`,
    )
    .action(act((call: Call, what: string, options: Options) => save(call, what, options)));
};

async function save(call: Call, what: string, options: Options): Promise<void> {
  const { out } = call;
  if (isAddress(what) && options.from !== undefined)
    throw new UsageError('--from goes with a path, not with an address');
  if (options.out !== undefined) parentExists(resolve(options.out));
  const { path, story, known } = await proven(() => find(call, what, options));
  const file = resolve(options.out ?? basename(path));
  if ((await kindOf(file)) === 'folder')
    throw new UsageError(`"${options.out ?? file}" is a folder; name a file with --out`);
  await write(file, story.bytes);
  const { headline, address } = story.facts;
  const { record, expired, sample } = story.update;
  const { number: edition, published } = record;
  const facts = { file, path, headline, address, edition, published };
  const bytes = story.bytes.length;
  const behind = known === null ? null : Math.max(0, known - edition);
  out.result({ ...facts, behind, bytes, pictures: story.pictures, expired, sample }, () => {
    const { held, all } = story.pictures;
    out.line(`${out.good('✓')} ${headline}`);
    out.line(`  ${file}, ${Math.ceil(bytes / 1000)} kB`);
    out.line(`  from edition ${edition} of ${published}${all === 0 ? '' : `; pictures: ${held} of ${all}`}`);
    if (expired.length > 0)
      out.line(
        `  Its signatures are past their date (${expired.join(', ')}): a newer edition may be held back`,
      );
    if (behind !== null && behind > 0)
      out.line(
        `  This installation knows a newer edition, ${known}: whether the story still stands like this was not looked at`,
      );
    if (sample) out.line('  The keys are those of a sample, which anybody can have');
  });
}

/** `known` is the newest edition that this installation knows of, where its root was believed. */
type Found = { path: string; story: SavedStory; known: number | null };

async function find(call: Call, what: string, options: Options): Promise<Found> {
  if (isAddress(what)) {
    const web = { loopback: options.loopback === true, onElsewhere: () => undefined };
    const { base, page } = await findEdition(new URL(what), web);
    if (page === null) throw new UsageError(`"${what}" is a whole edition; name the address of one story`);
    return saveElsewhere(call, page, webSource(base, web), options);
  }
  const path = what.replace(/^\/+/, '').normalize('NFC');
  if (options.from !== undefined)
    return saveElsewhere(call, path, await sourceAt(options.from, options), options);
  if ((await kindOf(editionFolder(call.settings))) !== 'folder')
    throw new Refusal('There is no edition on this machine yet', [
      'Make one with "longwave press", or name a folder or an address with --from',
    ]);
  const depot = await openDepotOf(call.settings, call.now);
  try {
    const [named] = (await pathsNamed(call, depot, what)) ?? [];
    if (named === undefined)
      throw new Refusal(`There is no story "${what}"`, ['"longwave story list" shows their ids']);
    if (options.root !== undefined || options.fingerprint !== undefined)
      return await saveElsewhere(call, named, depotSource(depot), options);
    return { path: named, story: await saveFrom(depot, named, call.now), known: null };
  } finally {
    await depot.close();
  }
}

async function saveElsewhere(
  call: Call,
  path: string,
  source: EditionSource,
  options: Options,
): Promise<Found> {
  const { anchor, known } = await findStart(call, options);
  if (anchor === null)
    throw new UsageError(
      'Name the root of the paper with --root or --fingerprint: nothing is believed for lying beside the files',
    );
  const fetch = (name: string, limit: number): Promise<Uint8Array | null> => source.read(name, limit);
  await checkKnown(known, fetch, call.now);
  const story = await saveStory({ path, anchor, fetch, now: call.now });
  return { path, story, known: known.number ?? null };
}

/** By keys that were taken back since, anybody may have made what is there. @throws Refusal */
async function checkKnown(known: Start['known'], fetch: Fetch, now: () => number): Promise<void> {
  const root = known.roots?.at(-1);
  if (root === undefined) return;
  try {
    await openFollower({ anchor: { root }, fetch, memory: openMemory(), now }).update('bundle');
  } catch (error) {
    if (!(error instanceof TufError) || error.code !== 'unsigned') throw error;
    throw new Refusal('It is signed by keys that have been replaced since, so nothing there is proven', [
      'Take it from another place that has the newer keys',
    ]);
  }
}

/** What the edition's own checks say, as words for a person. */
async function proven(work: () => Promise<Found>): Promise<Found> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TufError) && !(error instanceof EditionError)) throw error;
    throw error.cause instanceof Refusal ? error.cause : new Refusal(error.message);
  }
}

/** The whole file or none: one that was there stays until the new one is whole. */
async function write(file: string, bytes: Uint8Array): Promise<void> {
  const part = `${file}.part-${process.pid}`;
  try {
    await writeFile(part, bytes, { flush: true });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(`"${file}" cannot be written: ${why}`, ['Name another place with --out']);
  }
}
