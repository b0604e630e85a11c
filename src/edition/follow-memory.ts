import { fromUtf8, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { findRecord } from './follow-trust.ts';
import type { Found } from './follow-trust.ts';
import type { Fetch } from './tuf/download.ts';
import type { MetadataStore } from './tuf/update.ts';
import { said } from './said.ts';

/** Everything that led to the edition shown last. What is kept by role besides may be ahead of it after a broken update. */
export type Kept = Record<(typeof PARTS)[number], Uint8Array>;

const PARTS = ['root', 'timestamp', 'snapshot', 'targets', 'press', 'record'] as const;
/** The name under which it is kept. */
export const KEPT = 'shown';

export async function readKept(memory: MetadataStore): Promise<Kept | null> {
  const bytes = await memory.read(KEPT);
  if (bytes === null) return null;
  try {
    return unpack(JSON.parse(fromUtf8(bytes)));
  } catch (error) {
    if (error instanceof EditionError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function unpack(value: unknown): Kept | null {
  const parts = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  );
  const part = (name: string): Uint8Array => {
    const text = parts.get(name);
    if (typeof text !== 'string') throw new EditionError('malformed', said`What a reader kept was damaged`);
    return toUtf8(text);
  };
  return {
    root: part('root'),
    timestamp: part('timestamp'),
    snapshot: part('snapshot'),
    targets: part('targets'),
    press: part('press'),
    record: part('record'),
  };
}

/** Keeps what an update found, which is by then kept by role. */
export async function writeKept(memory: MetadataStore, record: Uint8Array): Promise<void> {
  const texts: [string, string][] = [['record', fromUtf8(record)]];
  for (const role of PARTS) {
    const bytes = role === 'record' ? null : await memory.read(role);
    if (bytes !== null) texts.push([role, fromUtf8(bytes)]);
  }
  await memory.write(KEPT, toUtf8(JSON.stringify(Object.fromEntries(texts))));
}

/** Checks again what is kept, from its root to its record, without asking anybody. @throws TufError, EditionError */
export function recheck(kept: Kept, now: number): Promise<Found> {
  const fetch: Fetch = (path) => Promise.resolve(path.endsWith('/timestamp.json') ? kept.timestamp : null);
  const byRole = new Map(Object.entries(kept));
  const store: MetadataStore = {
    read: (role) => Promise.resolve(byRole.get(role) ?? null),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  };
  return findRecord({ anchor: { root: kept.root }, fetch, store, now, known: kept.record, first: 'time' });
}
