import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { decodeUnit, KEY_BYTES, objectPath, RECORD_BYTES, toHex, TufError, unitPath } from '#edition';
import type { EditionChange, EditionSource, FileEntry, Records, Unit } from '#edition';

/** What became of one unit, such as a story with all its files. Hashes are hexadecimal. */
export type UnitChange = {
  what: 'added' | 'changed' | 'withdrawn' | 'removed';
  /** Its place in the tree: the start of the hash of its key. */
  place: string;
  unit: string;
  /** Null where the unit is no longer at hand. */
  path: string | null;
  headline: string | null;
  story: boolean;
};

const UNIT_LIMIT = 262_144;
const PAGE_LIMIT = 4_194_304;
const STORY = /^(?:[^/]+\/)?\d{4}\/\d\d\/\d\d\//;
const HEADING = /<h1[^>]*>(.*?)<\/h1>/s;
const TITLE = /<title>(.*?)<\/title>/s;

/** What an edition changed, unit by unit, in the order of the tree; at most so many of them, by their names. */
export async function unitChanges(
  source: EditionSource,
  change: EditionChange,
  most: number,
  wanted: ReadonlySet<string> | null = null,
): Promise<{ changes: UnitChange[]; left: number }> {
  const [gone, come] = [recordsIn(change.removed), recordsIn(change.added)];
  const places = [...new Set([...come.keys(), ...gone.keys()])].filter((place) => wanted?.has(place) ?? true);
  const shown = places.slice(0, most);
  const changes: UnitChange[] = [];
  for (const place of shown) {
    const [after, before] = [come.get(place), gone.get(place)];
    const unit = after ?? before ?? '';
    changes.push(await describe(source, { place, unit, before: before ?? null, after: after ?? null }));
  }
  return { changes, left: places.length - shown.length };
}

/** How many units were added, changed and removed, whether or not they are at hand. */
export function countChanges(change: EditionChange): { added: number; changed: number; removed: number } {
  const [gone, come] = [recordsIn(change.removed), recordsIn(change.added)];
  const changed = [...come.keys()].filter((place) => gone.has(place)).length;
  return { added: come.size - changed, changed, removed: gone.size - changed };
}

/** Hashes of units by their place. */
function recordsIn(records: Records): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < records.length; at += RECORD_BYTES) {
    found.set(
      toHex(records.subarray(at, at + KEY_BYTES)),
      toHex(records.subarray(at + KEY_BYTES, at + RECORD_BYTES)),
    );
  }
  return found;
}

async function describe(
  source: EditionSource,
  {
    place,
    unit,
    before,
    after,
  }: { place: string; unit: string; before: string | null; after: string | null },
): Promise<UnitChange> {
  const found = await readUnit(source, place, unit);
  const page = found === null ? null : mainFile(found);
  const gone = after !== null && page?.status === 410;
  return {
    what: gone ? 'withdrawn' : after === null ? 'removed' : before === null ? 'added' : 'changed',
    place,
    unit,
    path: page?.path ?? null,
    headline: page === null || gone ? null : await headlineOf(source, page),
    story: found !== null && STORY.test(found.key),
  };
}

/** A unit by its hash or, as it mostly is the present one, by its place. */
async function readUnit(source: EditionSource, place: string, unit: string): Promise<Unit | null> {
  for (const path of [unitPath(Buffer.from(place, 'hex')), objectPath(unit)]) {
    const bytes = await readOr(source, path, UNIT_LIMIT);
    if (bytes !== null && hash('sha256', bytes) === unit) return decodeUnit(bytes);
  }
  return null;
}

/** The page of a story, or the one file of any other unit. */
const mainFile = ({ files }: Unit): FileEntry | null =>
  files.find(({ path }) => path.endsWith('.html') && !path.endsWith('/changes.html')) ?? files[0] ?? null;

async function headlineOf(source: EditionSource, page: FileEntry): Promise<string | null> {
  if (!page.type.startsWith('text/html') || page.size > PAGE_LIMIT) return null;
  const raw = await pageOf(source, page);
  if (raw === null) return null;
  const text = Buffer.from(raw).toString();
  const markup = (HEADING.exec(text) ?? TITLE.exec(text))?.[1] ?? '';
  return plain(markup);
}

async function pageOf(source: EditionSource, page: FileEntry): Promise<Uint8Array | null> {
  const raw = await readOr(source, page.path, page.size);
  if (raw !== null && hash('sha256', raw) === page.raw) return raw;
  const object = await readOr(source, objectPath(page.object), page.stored);
  if (object === null || hash('sha256', object) !== page.object) return null;
  return page.gzip ? gunzipSync(object, { maxOutputLength: page.size }) : object;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const plain = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => NAMED[name] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

async function readOr(source: EditionSource, path: string, limit: number): Promise<Uint8Array | null> {
  try {
    return await source.read(path, limit);
  } catch (error) {
    if (error instanceof TufError && error.code === 'too_long') return null;
    throw error;
  }
}
