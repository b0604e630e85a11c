import { createHash } from 'node:crypto';
import { emptyBody } from '#body';
import type { Doc } from '#body';
import type { Store } from '#store';
import type { Newsroom } from '../open.ts';
import { filePathOf } from '../old-address.ts';
import type { StoryId } from '../types.ts';
import type { Bringer, Brought } from './bring.ts';
import type { MediaRef, Settled } from '#body';
import type { Incoming, LooseBody, Named, Opened } from './incoming.ts';
import type { Remembered } from './memory.ts';
import { makeNames } from './names.ts';
import { refusalsSaid, remark, type Said, textOf } from './remark.ts';
import type { Outcome } from './report.ts';

/** What every item is put in with. */
export type Desk = {
  newsroom: Newsroom;
  store: Store;
  source: string;
  bringer: Bringer;
  random: () => number;
  /** The time of the run. */
  at: number;
  /** Changes with how pictures are brought, so that missing ones are looked for again. */
  manner: string;
  /** Ids of names that stand already: `tag tariffs`. */
  standing: Set<string>;
};

export type Applied = {
  outcome: Outcome;
  /** What is told of it, the reason first. */
  said: readonly Said[];
  targetKind: string | null;
  target: string | null;
  revision: number | null;
  /** What to remember as the item's digest. */
  digest: string;
  /** When it was put in, if that was not now: an editor's later change stays a later one. */
  at?: number;
};

/** An item with what is known of it and its media. */
export type Ready = {
  incoming: Incoming;
  /** Null: nothing about it has changed. */
  opened: Opened | null;
  known: Remembered | undefined;
  gathered: Gathered;
};

export type Open = Ready & { opened: Opened };

/** Media of an item, looked for before its transaction: index of the reference → what became of it. */
export type Gathered = { body: Brought[]; lead: Brought | null };

/** Whether nothing of the item has changed since it was last put in. */
export function isUnchanged(incoming: Incoming, known: Remembered | undefined, desk: Desk): boolean {
  if (!known || known.target === null || known.outcome === 'quarantined') return false;
  return known.digest === incoming.digest || known.digest === `${incoming.digest} ${desk.manner}`;
}

/** Media that are missing are looked for again when pictures are brought in another manner, or may come later. */
export function digestOf(incoming: Incoming, gathered: Gathered, desk: Desk): string {
  const lost = [...gathered.body, ...(gathered.lead ? [gathered.lead] : [])].filter((each) => !each.ok);
  if (lost.length === 0) return incoming.digest;
  return lost.some((each) => !each.ok && each.again)
    ? `${incoming.digest} again`
    : `${incoming.digest} ${desk.manner}`;
}

export type Built = { body: Doc; remarks: Said[] };

/**
 * The body with what was brought over in it. A picture that readers could not be shown (no credit, no alternative
 * text) is left out with its words kept, rather than holding the whole item back.
 */
export function buildBody(
  loose: LooseBody,
  gathered: Gathered,
  options: { lang: string; base: Doc | null; random: () => number },
): Built {
  const lost = new Map<string, { why: Said; names: string[] }>();
  const found = (ref: MediaRef, index: number): Settled => {
    const brought = gathered.body[index];
    const fault = brought
      ? faultOf(brought, ref.alt, options.lang)
      : remark('file_missing', 'Its file was not found');
    if (fault === null) return brought?.ok ? brought.settled : null;
    const known = lost.get(textOf(fault)) ?? { why: fault, names: [] };
    lost.set(textOf(fault), { ...known, names: [...known.names, nameOf(ref)] });
    return null;
  };
  const body = loose.build({ found, base: options.base, random: options.random });
  const remarks = [...lost.values()].map(({ why, names }) => {
    const what = names.length === 1 ? 'A picture or file was' : `${names.length} pictures or files were`;
    const about = { count: names.length, names: listed(names) };
    return remark('left_out', `${what} left out: ${textOf(why)}${listed(names)}`, about, why);
  });
  return { body: body.content.length > 0 ? body : emptyBody(options.random), remarks };
}

function nameOf(ref: MediaRef): string {
  const name = ref.src.replace(/^folder:/, '');
  return name === '' && ref.attachment !== null ? `attachment ${ref.attachment}` : name;
}

const NAMED = 3;

function listed(names: readonly string[]): string {
  const known = [...new Set(names.filter((name) => name !== ''))];
  if (known.length === 0) return '';
  const more = known.length > NAMED ? ` and ${known.length - NAMED} more` : '';
  return ` (${known.slice(0, NAMED).join(', ')}${more})`;
}

/** Why readers cannot be shown a medium, or null. */
export function faultOf(brought: Brought, alt: string, lang: string): Said | null {
  if (!brought.ok) return brought.why;
  if (brought.settled.kind !== 'picture') return null;
  if (!brought.credited) return remark('no_credit', 'It has no credit; give one for all of the archive');
  const spoken = alt.trim() !== '' || brought.alts.includes('') || brought.alts.includes(lang);
  return spoken ? null : remark('no_alt', 'It has neither alternative text nor caption');
}

/** Leaves out a first picture that is the lead once more. */
export function withoutLead(body: Doc, lead: string | null): Doc {
  const [first, ...rest] = body.content;
  if (lead === null || first?.type !== 'picture' || first.attrs.media !== lead || rest.length === 0)
    return body;
  return { type: 'doc', content: rest };
}

/** Makes the names that an item needs; what earlier items of the run needed stands already. */
export async function ensureNames(desk: Desk, names: Named, lang: string): Promise<void> {
  const wanted = names.filter(({ kind, id }) => !desk.standing.has(`${kind} ${id}`));
  await makeNames(desk.newsroom, wanted, lang);
}

/** Leads old addresses to a target. What cannot be led is told once. */
export async function leadHere(
  desk: Desk,
  aliases: readonly string[],
  to: { story: StoryId } | { path: string },
  fresh: boolean,
): Promise<{ added: boolean; remarks: Said[] }> {
  let added = false;
  const remarks: Said[] = [];
  for (const from of aliases) {
    // The site's own front is no item's to take.
    if (/^(?:https?:\/\/[^/]+)?\/?$/.test(from)) continue;
    const before = fresh ? null : await redirectAt(desk.store, from);
    const led = await desk.newsroom.redirects.add({ from, to });
    if (led.ok && before !== led.from) added = true;
    remarks.push(...refusalsSaid(led).filter(({ code }) => code !== 'taken' && code !== 'loop'));
  }
  return { added, remarks };
}

async function redirectAt(store: Store, from: string): Promise<string | null> {
  const path = filePathOf(from);
  if (path === null) return null;
  const row = await store.db
    .selectFrom('redirect')
    .select('from_path')
    .where('from_path', '=', path)
    .executeTakeFirst();
  return row?.from_path ?? null;
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
