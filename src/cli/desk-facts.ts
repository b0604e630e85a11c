import type { Depot } from '#depot';
import { openLog, readChange, readEntries } from '#edition';
import type { EditionSource, LoggedEdition } from '#edition';
import type { EditionRow, KeyState } from '#desk';
import type { Site } from '#newsroom';
import { signingKeys } from './keys/newsroom.ts';
import { countChanges, unitChanges } from './log/units.ts';
import type { Settings } from './settings.ts';
import { depotSource } from './verify/depot.ts';

/** The keys that sign editions and until when what they signed holds. */
export async function keyStates(settings: Settings, site: Site | null): Promise<KeyState[]> {
  const keys = site === null ? null : await signingKeys(settings, site);
  if (keys === null) return [];
  return (['root', 'targets'] as const).map((role) => {
    const { expires, version } = keys.authority[role];
    return { role, name: `${role} ${version}`, keyid: keys.fingerprint, expires: Date.parse(expires) };
  });
}

/** Changes of an edition that are named. */
const NAMED = 40;

/** Editions by the log of this installation, newest first; none while editions are unsigned. */
export async function editionRows(
  depot: Depot,
  { limit, before }: { limit: number; before: number | null },
): Promise<EditionRow[]> {
  const source = depotSource(depot);
  const log = await openLog(source, []);
  if (log === null) return [];
  const rows: EditionRow[] = [];
  // Each edition has one entry; numbers may skip, so the entry is looked for from the end.
  for (let end = log.size; end > 0 && rows.length < limit; end -= limit) {
    const part: EditionRow[] = [];
    for await (const logged of readEntries(source, end, Math.max(0, end - limit))) {
      const { record } = logged;
      if (before !== null && record.number >= before) continue;
      part.push(await rowOf(source, logged));
    }
    rows.push(...part.reverse());
  }
  return rows.slice(0, limit);
}

async function rowOf(source: EditionSource, logged: LoggedEdition): Promise<EditionRow> {
  const { record } = logged;
  const change = await readChange(source, logged);
  const named = change === null ? { changes: [], left: 0 } : await unitChanges(source, change.change, NAMED);
  return {
    edition: record.number,
    at: Date.parse(record.published),
    files: record.files,
    counts: change === null ? null : countChanges(change.change),
    changes: named.changes.map(({ what, path, headline }) => ({ what, path, headline })),
    left: named.left,
  };
}
