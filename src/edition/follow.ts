import { anchorFingerprint, isSample } from './anchor.ts';
import type { Anchor } from './anchor.ts';
import { equalBytes, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { askAhead, askOnce, findEntry, READER_LIMITS, readEntry } from './follow-path.ts';
import type { Ask, Known } from './follow-path.ts';
import { findRecord } from './follow-trust.ts';
import type { Found } from './follow-trust.ts';
import { KEPT, readKept, recheck, writeKept } from './follow-memory.ts';
import type { Kept } from './follow-memory.ts';
import { parseRecord } from './record.ts';
import type { EditionRecord } from './record.ts';
import type { Fetch } from './tuf/download.ts';
import { TufError } from './tuf/error.ts';
import { parseMetadata, readCommon } from './tuf/metadata.ts';
import type { Common } from './tuf/metadata.ts';
import type { MetadataStore } from './tuf/update.ts';
import type { FileEntry } from './unit.ts';
import { said } from './said.ts';

/*
 * The reader's policy above the strict client: expiry alone never blanks the paper. What is signed and in order but past
 * its date is shown, and the answer says since when nothing newer was confirmed. All else is refused.
 */

export type FollowerOptions = {
  anchor: Anchor;
  /**
   * Gets files relative to the edition, by their paths as people write them. Has to give up on an answer that does not
   * end in reasonable time, and must not read past the limit.
   */
  fetch: Fetch;
  /** What this reader trusted last; the same for every mirror. */
  memory: MetadataStore;
  /** Milliseconds since 1970, as far as this machine knows. */
  now: () => number;
  /** Nodes and units that were checked before, by hash; followers that ask different places may share one. Default: none. */
  known?: Known;
};

/** What a reader may believe of the paper. */
export type Standing = {
  record: EditionRecord;
  /** Whether nothing is past its date: then no edition older than the timestamp's lifetime can pass for the newest. */
  fresh: boolean;
  /** Roles that are past their date. */
  expired: readonly string[];
  /** Signed by then and not confirmed newer since: milliseconds since 1970. */
  confirmedAt: number;
  /** Whether the root says that these are the keys of a sample, which anybody can have. */
  sample: boolean;
};

export type Update = Standing & {
  /** Whether the edition is another than the one known before. */
  news: boolean;
  requests: number;
  /** Bytes of all answers. */
  bytes: number;
};

/** A file of the edition, checked to the last byte. */
export type OpenedFile = {
  entry: FileEntry;
  bytes: Uint8Array;
  /** As the newsroom's own server answers. */
  status: 200 | 301 | 410;
  /** The path of the same edition that this one sends on to. */
  redirect: string | null;
};

export type Follower = {
  /**
   * Looks for a newer edition: by the timestamp alone where nothing is new (`time`, the default), or by the whole chain
   * in one request (`bundle`), which is cheaper where something is.
   *
   * @throws TufError, EditionError for anything that is wrong but expiry; what was trusted before stays
   */
  update(first?: 'time' | 'bundle'): Promise<Update>;
  /** What was trusted last, checked again, without asking anybody; null where there is nothing. */
  recall(): Promise<Standing | null>;
  /**
   * Opens a file of the edition that is trusted; null where it is proven that there is none.
   *
   * @param fetch another place to ask, for this file alone
   * @throws EditionError, TufError
   */
  open(path: string, fetch?: Fetch): Promise<OpenedFile | null>;
  /**
   * Updates and opens in one go, asking for everything at once; the page itself too, unless `page` is false. Same errors.
   */
  visit(path: string, options?: { page?: boolean }): Promise<{ update: Update; file: OpenedFile | null }>;
};

/** Follows one paper, from whatever mirror the fetch reaches. */
export function openFollower(options: FollowerOptions): Follower {
  return new Reader(options);
}

class Reader implements Follower {
  readonly #options: FollowerOptions;
  readonly #known: Known;
  #record: EditionRecord | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#known = options.known ?? new Map();
  }

  async update(first: 'time' | 'bundle' = 'time'): Promise<Update> {
    const { anchor, memory } = this.#options;
    await this.#sameAnchor();
    const kept = await readKept(this.#options.memory);
    const count = { requests: 0, bytes: 0 };
    const fetch: Fetch = async (path, limit) => {
      count.requests += 1;
      const bytes = await this.#options.fetch(path, limit);
      count.bytes += bytes?.length ?? 0;
      return bytes;
    };
    const found = await findRecord({
      anchor,
      fetch,
      store: memory,
      now: await this.#time(),
      known: kept?.record ?? null,
      // Whoever knows nothing yet needs all of it.
      first: kept === null ? 'bundle' : first,
    });
    const before = kept === null ? null : parseRecord(kept.record);
    if (before !== null) checkNumber(before, found, kept);
    await writeKept(memory, found.bytes);
    this.#record = found.record;
    return { ...standing(found), news: before?.number !== found.record.number, ...count };
  }

  async recall(): Promise<Standing | null> {
    await this.#sameAnchor();
    const kept = await readKept(this.#options.memory);
    if (kept === null) return null;
    try {
      const found = await recheck(kept, await this.#time());
      this.#record ??= found.record;
      return standing(found);
    } catch (error) {
      // Damaged, as anything on a disk may be: the next update begins at the root.
      if (error instanceof TufError || error instanceof EditionError) return null;
      throw error;
    }
  }

  async open(path: string, fetch: Fetch = this.#options.fetch): Promise<OpenedFile | null> {
    if (this.#record === null) await this.recall();
    return this.#open(path, askOnce(fetch), false);
  }

  async visit(
    path: string,
    { page = true }: { page?: boolean } = {},
  ): Promise<{ update: Update; file: OpenedFile | null }> {
    if (this.#record === null) await this.recall();
    const ask = askOnce(this.#options.fetch);
    if (this.#record !== null) {
      await askAhead(ask, path, this.#record, new Map());
      if (page) void ask(path, READER_LIMITS.page);
    }
    const update = await this.update('bundle');
    return { update, file: await this.#open(path, ask, page) };
  }

  async #open(path: string, ask: Ask, pageAsked: boolean): Promise<OpenedFile | null> {
    const record = this.#record;
    if (record === null)
      throw new EditionError('missing', said`No edition is known yet; update before opening a page`);
    await askAhead(ask, path, record, this.#known);
    const entry = await findEntry(record, path, ask, this.#known);
    if (entry === null) return null;
    const bytes = await readEntry(entry, ask, pageAsked);
    const status = entry.status ?? (entry.redirect === undefined ? 200 : 301);
    return { entry, bytes, status, redirect: entry.redirect ?? null };
  }

  /** What was learnt under another anchor says nothing of this one. */
  async #sameAnchor(): Promise<void> {
    const { anchor, memory } = this.#options;
    const wanted = toUtf8(await anchorFingerprint(anchor));
    const before = await memory.read(ANCHOR);
    if (before !== null && equalBytes(before, wanted)) return;
    for (const name of [KEPT, ...ROLES]) await memory.remove(name);
    await memory.write(ANCHOR, wanted);
  }

  /** A clock that was set back is at least as late as what was signed by then. */
  async #time(): Promise<number> {
    const { memory, now } = this.#options;
    const bytes = await memory.read('timestamp');
    if (bytes === null) return now();
    try {
      const { signed } = parseMetadata(bytes, 'timestamp', 'timestamp', readCommon);
      return Math.max(now(), signedAt(signed) ?? 0);
    } catch (error) {
      if (error instanceof TufError) return now();
      throw error;
    }
  }
}

const ANCHOR = 'anchor';
const ROLES = ['root', 'timestamp', 'snapshot', 'targets', 'press'];

function standing({ trust, record }: Found): Standing {
  const { root, timestamp } = trust.trusted;
  const { expired } = trust;
  const published = Date.parse(record.published);
  return {
    record,
    fresh: expired.length === 0,
    expired,
    confirmedAt: timestamp === null ? published : confirmedAt(record, timestamp),
    sample: isSample(root),
  };
}

/** By when an edition is known to have been the newest: milliseconds since 1970. */
export const confirmedAt = (record: EditionRecord, timestamp: Omit<Common, '_type'>): number =>
  Math.max(Date.parse(record.published), signedAt(timestamp) ?? 0);

/** When a version was signed: versions are seconds since 1970, unless they had to rise faster. */
function signedAt({ version, expires }: Omit<Common, '_type'>): number | null {
  const ms = version * 1000;
  return ms < Date.parse(expires) ? ms : null;
}

/** Numbers of editions only rise, whoever has the key of the press; new targets, signed by people, may set them right. */
function checkNumber(before: EditionRecord, found: Found, kept: Kept | null): void {
  if (found.record.number >= before.number || kept === null) return;
  const { version } = parseMetadata(kept.targets, 'targets', 'targets', readCommon).signed;
  if ((found.trust.trusted.roles.get('targets')?.version ?? 0) > version) return;
  throw new TufError('rollback', said`The edition has number ${found.record.number}, after ${before.number}`);
}
