import { gunzipSync } from 'node:zlib';
import {
  decodeUnit,
  EditionError,
  KEY_BYTES,
  objectPath,
  placeOf,
  RECORD_BYTES,
  toHex,
  TufError,
  unitPath,
} from '#edition';
import type { EditionChange, EditionSource, FileEntry, Records, Unit } from '#edition';
import { sha256, sha256Hex } from './hex.ts';

/** What became of one unit, such as a story with all its files. Hashes are hexadecimal. */
export type UnitChange = {
  what: 'added' | 'changed' | 'withdrawn' | 'removed';
  /** Its place in the tree: the start of the hash of its key. */
  place: string;
  unit: string;
  /** Null where nothing tells it any more, as of a story that was redacted. */
  path: string | null;
  /** Whether the unit is there as this edition left it. */
  atHand: boolean;
  headline: string | null;
  story: boolean;
};

/** Units of one edition that are looked up, so that the stories among them can be named first. */
const LOOKED_AT = 100;
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
  const looked = places.slice(0, Math.max(most, LOOKED_AT));
  const changes: UnitChange[] = [];
  for (const place of looked) {
    const [after, before] = [come.get(place), gone.get(place)];
    const unit = after ?? before ?? '';
    changes.push(await describe(source, { place, unit, before: before ?? null, after: after ?? null }));
  }
  // Stories before the lists and feeds that show them.
  const rank = ({ story, path }: UnitChange): number => (story ? 0 : path === null ? 1 : 2);
  const shown = changes.sort((a, b) => rank(a) - rank(b)).slice(0, most);
  return { changes: shown, left: places.length - shown.length };
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
  const { found, present } = await readUnit(source, place, unit);
  const page = found === null ? null : mainFile(found);
  const known = page ?? (present === null ? null : mainFile(present));
  const gone = after !== null && page?.status === 410;
  return {
    what: gone ? 'withdrawn' : after === null ? 'removed' : before === null ? 'added' : 'changed',
    place,
    unit,
    path: known?.path ?? null,
    atHand: found !== null,
    headline: page === null || gone ? null : await headlineOf(source, page),
    story: STORY.test((found ?? present)?.key ?? ''),
  };
}

/** A unit by its hash, and the one that stands at its place now. */
async function readUnit(
  source: EditionSource,
  place: string,
  unit: string,
): Promise<{ found: Unit | null; present: Unit | null }> {
  const standing = await readOr(source, unitPath(Buffer.from(place, 'hex')), UNIT_LIMIT);
  const present = standing === null ? null : unitOr(standing, place);
  if (standing !== null && sha256Hex(standing) === unit) return { found: present, present };
  const older = await readOr(source, objectPath(unit), UNIT_LIMIT);
  return { found: older === null || sha256Hex(older) !== unit ? null : unitOr(older, place), present };
}

/** Null where another unit's bytes stand: a key has one place. */
function unitOr(bytes: Uint8Array, place: string): Unit | null {
  try {
    const unit = decodeUnit(bytes);
    return toHex(placeOf(unit.key, sha256)) === place ? unit : null;
  } catch (error) {
    if (error instanceof EditionError) return null;
    throw error;
  }
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
  if (raw !== null && sha256Hex(raw) === page.raw) return raw;
  const object = await readOr(source, objectPath(page.object), page.stored);
  if (object === null || sha256Hex(object) !== page.object) return null;
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
