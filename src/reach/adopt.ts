import { createHash, hash } from 'node:crypto';
import type { EditionFolder, FolderFile } from '#depot';
import { pathProblem, readReserved } from '#edition';
import { z } from 'zod';
import { MARK } from './destination.ts';
import type { Destination, Standing } from './destination.ts';
import { ReachError } from './error.ts';
import type { Known, Manifest } from './manifest.ts';
import { inLanes } from './pool.ts';

const MARK_FILE = z.object({
  longwave: z.literal('mirror'),
  format: z.literal(1),
  token: z.string(),
  edition: z.number(),
  paper: z.string().nullable(),
});

/**
 * The mark that a push leaves at a mirror: the place is this paper's, and `token` tells whether somebody else pushed
 * there since.
 */
export type Mark = { token: string; edition: number; paper: string | null };

/** @throws ReachError `not_ours` for a place of another paper, or one that a newer Longwave marked */
export async function readMark(destination: Destination, paper: string | null): Promise<Mark | null> {
  const bytes = await destination.read(MARK);
  if (bytes === null) return null;
  const read = MARK_FILE.safeParse(parse(bytes));
  // A mark that was cut short by a push that died is as good as one of somebody else: everything is looked at.
  if (!read.success) return { token: '', edition: 0, paper };
  const mark = read.data;
  if (mark.paper !== null && paper !== null && mark.paper !== paper) {
    throw new ReachError(
      'not_ours',
      `${capital(destination.name)} holds another paper’s edition; give this mirror a place of its own`,
    );
  }
  return mark;
}

export async function writeMark(destination: Destination, mark: Mark): Promise<void> {
  const text = JSON.stringify({ longwave: 'mirror', format: 1, ...mark });
  await destination.write(
    MARK,
    Buffer.from(`${text}\n`),
    { type: 'application/json; charset=utf-8', cacheControl: 'public, no-cache' },
    true,
  );
}

/** Where the mirror tells no hashes, the daily look reads one in so many files: after so many days, all of them. */
export const READ_DAYS = 7;

/**
 * Looks at everything that stands at a mirror of which this machine knows nothing that it can rely on: it is new, this
 * newsroom was restored, or somebody else pushed there. With `share` it believes its notes of files whose hash the
 * mirror does not tell, but for that share of them.
 *
 * @returns paths of files that stood there, as the notes say, and are gone or hold other bytes
 * @throws ReachError `not_ours` when the place bears no mark and holds something that no edition has
 */
export async function adopt(options: {
  folder: EditionFolder;
  destination: Destination;
  manifest: Manifest;
  signal: AbortSignal;
  isMarked: boolean;
  share: number | null;
  progress?: (done: number, total: number) => void;
}): Promise<string[]> {
  const { folder, destination, manifest, signal, isMarked, share } = options;
  manifest.load();
  const stood = (file: FolderFile): boolean => {
    const known = manifest.files.get(file.path);
    return known !== undefined && known !== 'unsure' && known.hash === file.hash;
  };
  const there = await destination.list();
  const planned = new Map(folder.files.map((file) => [file.path, file]));
  const found = new Map<string, Known>();
  const compare: { file: FolderFile; standing: Standing }[] = [];
  for (const [path, standing] of there) {
    if (isPersons(path)) continue;
    const file = planned.get(path);
    if (!isMarked && file === undefined && !isOurs(manifest, path)) throw notOurs(destination, path);
    if (!isEditions(path)) continue;
    if (file !== undefined && file.size === standing.size) compare.push({ file, standing });
    else found.set(path, 'unsure');
  }
  let done = 0;
  await inLanes(compare, destination.parallel, async ({ file, standing }) => {
    signal.throwIfAborted();
    const believed = share !== null && standing.sum === null && shareOf(file) !== share && stood(file);
    const same = believed || (await isSame({ folder, destination }, file, standing));
    found.set(file.path, same ? { hash: file.hash, size: file.size } : 'unsure');
    options.progress?.((done += 1), compare.length);
  });
  const altered = folder.files.filter((file) => stood(file) && !isKnown(found.get(file.path)));
  manifest.adopt(found);
  return altered.map(({ path }) => path);
}

const shareOf = ({ hash: sum }: FolderFile): number => Number.parseInt(sum.slice(0, 8), 16) % READ_DAYS;

const isKnown = (known: Known | undefined): boolean => known !== undefined && known !== 'unsure';

async function isSame(
  { folder, destination }: { folder: EditionFolder; destination: Destination },
  file: FolderFile,
  { sum }: Standing,
): Promise<boolean> {
  if (sum?.algorithm === 'sha256') return sum.hex === file.hash;
  if (sum?.algorithm === 'md5') {
    return (
      sum.hex ===
      createHash('md5')
        .update(await folder.load(file))
        .digest('hex')
    );
  }
  const bytes = await destination.read(file.path);
  return bytes !== null && hash('sha256', bytes, 'hex') === file.hash;
}

/** Files that people put beside an edition, which no push touches: `_headers`, `.well-known/…`, `CNAME`. */
export const isPersons = (path: string): boolean => /^[._]/.test(path) || path === 'CNAME';

/** Whether a path is one that a push wrote, where no mark says so of the whole place. */
const isOurs = (manifest: Manifest, path: string): boolean =>
  manifest.files.has(path) || readReserved(path) !== null;

const isEditions = (path: string): boolean => pathProblem(path) === null || readReserved(path) !== null;

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const notOurs = (destination: Destination, path: string): ReachError =>
  new ReachError(
    'not_ours',
    `${capital(destination.name)} holds files that no push wrote, such as "${path}"; name an empty or a new place`,
  );

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
