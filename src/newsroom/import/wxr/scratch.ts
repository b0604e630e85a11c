import { DatabaseSync } from 'node:sqlite';
import type { WxrItem } from './item.ts';

export type KnownAttachment = {
  id: string;
  parent: string;
  url: string;
  title: string;
  caption: string;
  alt: string;
  credit: string;
  /** Path below the uploads folder, as WordPress knows it; empty when it does not say. */
  file: string;
};

/**
 * What the first reading of an export remembers of things that others refer to: attachments and reusable blocks. It
 * lies in a nameless database that SQLite spills to disk and deletes by itself, so memory stays small at any size.
 */
export class Scratch {
  readonly #db = new DatabaseSync('');
  readonly #byId;
  readonly #byPath;
  readonly #children;
  readonly #block;
  readonly #addAttachment;
  readonly #addBlock;

  constructor() {
    this.#db.exec(`
      pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -8000; pragma temp_store = file;
      create table attachment (
        id text primary key, parent text, position integer, url text, path text, title text, caption text, alt text,
        credit text, file text
      ) without rowid;
      create index attachment_parent on attachment (parent, position, id);
      create index attachment_path on attachment (path);
      create table block (id text primary key, html text) without rowid;
      begin;
    `);
    const columns = 'id, parent, url, title, caption, alt, credit, file';
    this.#byId = this.#db.prepare(`select ${columns} from attachment where id = ?`);
    this.#byPath = this.#db.prepare(`select ${columns} from attachment where path = ? order by id limit 1`);
    this.#children = this.#db.prepare(
      'select id, url from attachment where parent = ? order by position, cast(id as integer) limit 500',
    );
    this.#block = this.#db.prepare('select html from block where id = ?');
    this.#addAttachment = this.#db.prepare(
      'insert or replace into attachment values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#addBlock = this.#db.prepare('insert or replace into block values (?, ?)');
  }

  addAttachment(item: WxrItem, known: Omit<KnownAttachment, 'id' | 'parent' | 'url'>): void {
    const url = attachmentAddress(item);
    const position = Number.parseInt(item.order, 10) || 0;
    const { title, caption, alt, credit, file } = known;
    this.#addAttachment.run(
      item.id,
      item.parent,
      position,
      url,
      pathKey(url),
      title,
      caption,
      alt,
      credit,
      file,
    );
  }

  addBlock(id: string, html: string): void {
    this.#addBlock.run(id, html);
  }

  attachment(id: string): KnownAttachment | null {
    return found(this.#byId.get(id));
  }

  /** The attachment that an address shows, whatever size of it the address asks for. */
  attachmentAt(address: string): KnownAttachment | null {
    for (const path of [pathKey(address), pathKey(withoutSize(address))]) {
      const known = path === '' ? null : found(this.#byPath.get(path));
      if (known) return known;
    }
    return null;
  }

  /** Pictures that were uploaded to an item, in its order. */
  pictures(parent: string): string[] {
    return this.#children
      .all(parent)
      .map((row) => ({ id: String(row['id']), url: String(row['url']) }))
      .filter(({ url }) => /\.(?:jpe?g|png|gif|webp|avif|tiff?|bmp|heic)$/i.test(url.split(/[?#]/)[0] ?? ''))
      .map(({ id }) => id);
  }

  block(id: string): string | null {
    const row = this.#block.get(id);
    return row ? String(row['html']) : null;
  }

  close(): void {
    this.#db.close();
  }
}

function found(row: Record<string, unknown> | undefined): KnownAttachment | null {
  if (!row) return null;
  const text = (name: string): string => {
    const value = row[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    id: text('id'),
    parent: text('parent'),
    url: text('url'),
    title: text('title'),
    caption: text('caption'),
    alt: text('alt'),
    credit: text('credit'),
    file: text('file'),
  };
}

/** Where an attachment's bytes are: some exports name it in the guid alone. */
export function attachmentAddress(item: WxrItem): string {
  return item.attachmentUrl || (/^https?:.*\.\w{2,5}$/.test(item.guid) ? item.guid : '');
}

/** Host and path of an address: scheme and query do not tell pictures apart. */
function pathKey(address: string): string {
  const match = /^(?:https?:)?\/\/([^/?#]+)([^?#]*)/i.exec(address);
  return match ? `${match[1]?.toLowerCase()}${match[2]}` : '';
}

/** `photo-300x200.jpg` and `photo-scaled.jpg` are sizes of `photo.jpg`. */
export function withoutSize(address: string): string {
  return address.replace(/-(?:\d{1,5}x\d{1,5}|scaled|e\d{10,13})(?=\.\w{2,5}(?:[?#]|$))/, '');
}
