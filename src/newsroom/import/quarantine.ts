import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '#store';
import { joined, type Said, told } from './remark.ts';
import { ImportError } from './report.ts';

export type Quarantined = {
  id: string;
  source: string;
  item: string;
  /** In English, as one line. */
  reason: string;
  /** The same by codes; what an earlier version kept is its English alone. */
  remarks: Said[];
  file: string;
  at: number;
};

/** What a person changed by hand: the text of a Markdown file, or parts of an item of WordPress. */
export type Mended = {
  text?: string | undefined;
  title?: string | undefined;
  excerpt?: string | undefined;
  content?: string | undefined;
};

/**
 * Originals of items that could not be put in, each a file under `quarantine/` of the data folder until it is purged.
 * An item has at most one; its name follows from archive and item, so that a run that was killed leaves none over.
 */
export class Quarantine {
  readonly #store: Store;
  readonly #folder: string;

  constructor(store: Store, folder: string) {
    this.#store = store;
    this.#folder = join(folder, 'quarantine');
  }

  /** Writes the file at once and whole; the row comes with the transaction that it is called in. */
  async keep(value: {
    source: string;
    item: string;
    said: readonly Said[];
    original: string;
    at: number;
  }): Promise<void> {
    const { source, item, said, original, at } = value;
    const reason = JSON.stringify(told(said));
    const id = createHash('sha256').update(`${source}\n${item}`).digest('hex').slice(0, 24);
    const file = `${id}.json`;
    await mkdir(this.#folder, { recursive: true });
    await writeWhole(join(this.#folder, file), original);
    const row = { id, source, item, reason, file, at };
    await this.#store.db
      .insertInto('quarantine')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet({ reason, file, at }))
      .execute();
  }

  /** Oldest first. */
  async list(): Promise<Quarantined[]> {
    const rows = await this.#store.db
      .selectFrom('quarantine')
      .selectAll()
      .orderBy('at')
      .orderBy('id')
      .execute();
    return rows.map(readable);
  }

  /** The row and the original's text; null when there is none. */
  async show(id: string): Promise<(Quarantined & { original: string }) | null> {
    const row = await this.#store.db
      .selectFrom('quarantine')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) return null;
    try {
      return { ...readable(row), original: await readFile(join(this.#folder, row.file), 'utf8') };
    } catch (cause) {
      throw new ImportError('no_quarantine', `The original of "${row.item}" is missing; purge "${id}"`, {
        cause,
      });
    }
  }

  /**
   * Changes what an original says. An item of WordPress becomes a draft by it, whatever it lacked: somebody has looked at
   * it. False when there is none.
   */
  async mend(id: string, { text, title, excerpt, content }: Mended): Promise<boolean> {
    const row = await this.show(id);
    if (row === null) return false;
    const original = JSON.parse(row.original) as { format: string } & Record<string, unknown>;
    const given =
      original.format === 'markdown'
        ? { ...(text !== undefined && { text }) }
        : {
            ...(title !== undefined && { title }),
            ...(excerpt !== undefined && { excerpt }),
            ...(content !== undefined && { content }),
            fault: '',
            status: 'draft',
            id: original.id || '0',
            type: original.type || 'post',
          };
    await writeWhole(join(this.#folder, row.file), JSON.stringify({ ...original, ...given }));
    return true;
  }

  /** Forgets one original, or all of them. Returns how many. */
  async purge(id: string | null): Promise<number> {
    const rows = (await this.list()).filter((row) => id === null || row.id === id);
    for (const row of rows) {
      await rm(join(this.#folder, row.file), { force: true });
      await this.#store.db.deleteFrom('quarantine').where('id', '=', row.id).execute();
    }
    return rows.length;
  }

  /** Forgets an item that came in after all. */
  async release(source: string, item: string): Promise<void> {
    const row = await this.#store.db
      .selectFrom('quarantine')
      .select('id')
      .where('source', '=', source)
      .where('item', '=', item)
      .executeTakeFirst();
    if (row) await this.purge(row.id);
  }
}

/** A row with what is told of it, which the column holds as JSON, or as plain words from an earlier version. */
function readable<Row extends { reason: string }>(row: Row): Row & { remarks: Said[] } {
  const remarks = saidIn(row.reason);
  return { ...row, reason: joined(remarks), remarks };
}

function saidIn(reason: string): Said[] {
  if (!reason.startsWith('[{') && !reason.startsWith('["')) return [reason];
  try {
    return JSON.parse(reason) as Said[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [reason];
  }
}

async function writeWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.part`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
