import { readChange, readEntries } from '#edition';
import type { LoggedEdition } from '#edition';
import type { Call } from '../call.ts';
import { sha256Hex } from './hex.ts';
import type { LogPlace } from './place.ts';
import { countChanges, unitChanges } from './units.ts';
import type { UnitChange } from './units.ts';

export type EditionLine = {
  edition: number;
  published: string;
  files: number;
  units: number;
  /** Null where the record names no change: the first edition, or one that does not come from the one before it. */
  counts: { added: number; changed: number; removed: number } | null;
  changes: UnitChange[];
  /** Changes that are not named. */
  left: number;
  record: string;
};

/** What one story, or another unit, went through. */
export type StoryLine = { edition: number; published: string } & UnitChange;

/** Units that are named of one edition for people. */
const NAMED = 12;

/** What the newest editions changed, the newest first. */
export async function listEditions(
  call: Call,
  { source, log }: LogPlace,
  limit: number,
): Promise<EditionLine[]> {
  const bar = call.out.bar('Reading the log');
  const most = call.out.json ? Infinity : NAMED;
  const found: EditionLine[] = [];
  const from = Math.max(0, log.size - limit);
  for await (const edition of readEntries(source, log.size, from)) {
    const { record, bytes } = edition;
    const change = await readChange(source, edition);
    const named = change === null ? { changes: [], left: 0 } : await unitChanges(source, change.change, most);
    found.push({
      edition: record.number,
      published: record.published,
      files: record.files,
      units: record.units,
      counts: change === null ? null : countChanges(change.change),
      ...named,
      record: sha256Hex(bytes),
    });
    bar.to(found.length, log.size - from);
  }
  bar.end();
  return found.reverse();
}

/** Every edition that changed what stands at one of these places, the newest first. */
export async function listStory(
  call: Call,
  { source, log }: LogPlace,
  places: ReadonlySet<string>,
): Promise<StoryLine[]> {
  const bar = call.out.bar('Reading the log');
  const found: StoryLine[] = [];
  for await (const edition of readEntries(source, log.size)) {
    for (const change of await changesAt(source, edition, places)) {
      found.push({ edition: edition.record.number, published: edition.record.published, ...change });
    }
    bar.to(edition.entry + 1, log.size);
  }
  bar.end();
  return found.reverse();
}

async function changesAt(
  source: LogPlace['source'],
  edition: LoggedEdition,
  places: ReadonlySet<string>,
): Promise<UnitChange[]> {
  const change = await readChange(source, edition);
  return change === null ? [] : (await unitChanges(source, change.change, Infinity, places)).changes;
}
