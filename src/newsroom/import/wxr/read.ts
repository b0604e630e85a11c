import { type Remark, remark } from '../remark.ts';
import { SaxesParser } from 'saxes';
import { textOf } from './decode.ts';
import { emptyItem, FIELDS, META, type WxrAuthor, type WxrCategory, type WxrItem } from './item.ts';

export type WxrEvent =
  | { kind: 'item'; item: WxrItem; bytes: number }
  | { kind: 'author'; author: WxrAuthor }
  | { kind: 'term'; term: WxrCategory }
  | { kind: 'channel'; name: string; value: string }
  | { kind: 'end'; bytes: number; dropped: number; broken: number; truncated: boolean; faults: string[] };

/** One element of more than this is no story. In UTF-16 units. */
export const LARGEST_ELEMENT = 32 * 1024 * 1024;
const LARGEST_META = 1024 * 1024;
/** Elements inside one another; an export has six. */
const DEEPEST = 256;
const END = '</item>';

export class WxrError extends Error {}

const CHANNEL = new Set([
  'title',
  'link',
  'description',
  'language',
  'wp:base_site_url',
  'wp:base_blog_url',
  'wp:wxr_version',
]);
const GROUPS = new Set([
  'image',
  'wp:author',
  'wp:category',
  'wp:tag',
  'wp:term',
  'wp:postmeta',
  'wp:comment',
]);

/**
 * Reads a WordPress export (WXR) as a stream: memory holds one chunk and one item whatever the size of the file.
 * Entities of a DTD are not expanded. Damage inside an item is told in its `fault`; a file that ends too early gives
 * its last item with a fault and `truncated`. An item with an element of more than `LARGEST_ELEMENT`, or that nests
 * without end, is told by its fault and read no further. Throws `WxrError` for such an element between items.
 */
export async function* readWxr(file: string): AsyncGenerator<WxrEvent> {
  const reader = new Reader();
  let bytes = 0;
  let dropped = 0;
  let broken = 0;
  for await (const chunk of textOf(file)) {
    bytes += chunk.bytes;
    dropped += chunk.dropped;
    broken += chunk.broken;
    reader.write(chunk.text, bytes);
    yield* reader.take();
  }
  const truncated = reader.close(bytes);
  yield* reader.take();
  yield { kind: 'end', bytes, dropped, broken, truncated, faults: reader.faults };
}

class Reader {
  readonly faults: string[] = [];
  #parser = this.#begin();
  #events: WxrEvent[] = [];
  #item: WxrItem | null = null;
  #group: { name: string; fields: Map<string, string> } | null = null;
  /** The leaf being read, and its text. */
  #leaf: string | null = null;
  #text: string[] = [];
  #attributes: Record<string, string> = {};
  #quiet = 0;
  #depth = 0;
  /** What came last of an item that is read no further; null while all is read. */
  #skipped: string | null = null;
  #bytes = 0;
  #closing = false;
  #ended = false;

  #begin(): SaxesParser {
    const parser = new SaxesParser({ xmlns: false, position: true });
    parser.on('opentag', (tag) => this.#open(tag.name, tag.attributes));
    parser.on('closetag', (tag) => this.#close(tag.name));
    parser.on('text', (text) => this.#words(text));
    parser.on('cdata', (text) => this.#words(text));
    parser.on('comment', () => this.#heard());
    parser.on('error', (error) => this.#fail(error.message));
    return parser;
  }

  write(text: string, bytes: number): void {
    this.#bytes = bytes;
    if (this.#ended) return;
    if (this.#skipped !== null) return this.#skip(text);
    this.#quiet += text.length;
    this.#parser.write(text);
    const megabytes = LARGEST_ELEMENT / 1024 / 1024;
    if (this.#quiet > LARGEST_ELEMENT)
      this.#abandon(
        remark('item_large', `One of its elements is larger than ${megabytes} MB`, { count: megabytes }),
      );
    else if (this.#depth > DEEPEST)
      this.#abandon(remark('item_deep', `Its elements nest deeper than ${DEEPEST}`, { count: DEEPEST }));
  }

  /** Gives up the item that is being read, so that it does not take the whole archive with it. */
  #abandon(why: Remark): void {
    if (!this.#item) throw new WxrError(`The XML before byte ${this.#bytes} is no export’s: ${why.text}`);
    this.#item.fault ||= {
      ...why,
      text: `${why.text}; it was read no further, split it and import it by itself`,
    };
    this.#finishItem();
    this.#skipped = '';
  }

  /** What follows the end of the given up item is read by a parser that knows nothing of it. */
  #skip(text: string): void {
    const seen = `${this.#skipped}${text}`;
    const end = seen.indexOf(END);
    this.#skipped = seen.slice(-END.length);
    if (end === -1) return;
    this.#skipped = null;
    this.#quiet = 0;
    this.#depth = 0;
    this.#parser = this.#begin();
    this.#parser.write('<rss><channel>');
    this.write(seen.slice(end + END.length), this.#bytes);
  }

  /** True when the file ended inside an element. */
  close(bytes: number): boolean {
    this.#bytes = bytes;
    this.#closing = true;
    if (!this.#ended) this.#parser.close();
    const truncated = !this.#ended;
    if (this.#item) {
      this.#keepLeaf();
      this.#item.fault ||= remark('item_cut', 'The archive ends inside this item');
      this.#finishItem();
    }
    return truncated;
  }

  *take(): Generator<WxrEvent> {
    const events = this.#events;
    this.#events = [];
    yield* events;
  }

  #heard(): void {
    this.#quiet = 0;
  }

  #fail(message: string): void {
    if (this.#closing) return;
    const text = message.replace(/^undefined:|\.$/g, '');
    // What stands in a title as `&nbsp;` or `&` is a word like any other.
    if (/entity/.test(text)) return;
    if (this.#item)
      this.#item.fault ||= remark('item_damaged', `Its XML is damaged (line ${text})`, { what: text });
    else if (this.faults.length < 20) this.faults.push(text);
  }

  #open(name: string, attributes: Record<string, string>): void {
    this.#heard();
    this.#depth++;
    if (name === 'item') {
      if (this.#item) {
        this.#item.fault ||= remark('item_unended', 'The next item begins inside it');
        this.#finishItem();
      }
      this.#item = emptyItem();
      this.#group = null;
      this.#leaf = null;
      return;
    }
    if (GROUPS.has(name)) {
      this.#group = { name, fields: new Map() };
      this.#leaf = null;
      return;
    }
    this.#leaf = name;
    this.#text = [];
    if (name === 'category') this.#attributes = copied(attributes);
  }

  #words(text: string): void {
    this.#heard();
    if (this.#leaf !== null) this.#text.push(text);
  }

  #close(name: string): void {
    this.#heard();
    this.#depth--;
    if (name === 'item') this.#finishItem();
    else if (this.#group?.name === name) this.#finishGroup();
    else if (this.#leaf === name) this.#keepLeaf();
    else if (name === 'rss' || name === 'channel') this.#ended = true;
  }

  #keepLeaf(): void {
    const name = this.#leaf;
    if (name === null) return;
    const text = apart(this.#text.join(''));
    this.#leaf = null;
    this.#text = [];
    if (this.#group) {
      if (text.length <= LARGEST_META && /^wp:(?!comment)/.test(name))
        this.#group.fields.set(name.slice(3), text);
    } else if (this.#item) this.#keepField(this.#item, name, text);
    else if (CHANNEL.has(name)) this.#events.push({ kind: 'channel', name, value: text.trim() });
  }

  #keepField(item: WxrItem, name: string, text: string): void {
    if (name === 'category') {
      const { domain, nicename } = this.#attributes;
      if (nicename !== undefined)
        item.terms.push({ domain: domain ?? 'category', slug: nicename, name: text.trim() });
      return;
    }
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === undefined) return;
    if (field === 'hasPassword') item.hasPassword = text.trim() !== '';
    else if (field === 'content' || field === 'excerpt') item[field] = text;
    else Object.assign(item, { [field]: text.trim() });
  }

  #finishGroup(): void {
    const group = this.#group;
    this.#group = null;
    if (!group) return;
    const get = (name: string): string => group.fields.get(name)?.trim() ?? '';
    if (group.name === 'wp:postmeta') {
      if (this.#item && META.has(get('meta_key'))) this.#item.meta[get('meta_key')] = get('meta_value');
    } else if (group.name === 'wp:comment') {
      if (this.#item) this.#item.comments++;
    } else if (group.name === 'wp:author') {
      const full = `${get('author_first_name')} ${get('author_last_name')}`.trim();
      const name = get('author_display_name') || full;
      this.#events.push({
        kind: 'author',
        author: { login: get('author_login'), name, bio: get('author_description') },
      });
    } else this.#events.push({ kind: 'term', term: termOf(group.name, get) });
  }

  #finishItem(): void {
    const item = this.#item;
    this.#item = null;
    this.#group = null;
    this.#leaf = null;
    if (item) this.#events.push({ kind: 'item', item, bytes: this.#bytes });
  }
}

function copied(attributes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, apart(value)]));
}

const SHORT = 4_096;

/** A short string that stands by itself: one cut out of a chunk would keep the whole chunk in memory. */
function apart(text: string): string {
  return text.length < SHORT ? Buffer.from(text).toString() : text;
}

function termOf(group: string, get: (name: string) => string): WxrCategory {
  const id = get('term_id');
  if (group === 'wp:category') {
    return {
      id,
      slug: get('category_nicename'),
      name: get('cat_name'),
      parent: get('category_parent'),
      domain: 'category',
    };
  }
  if (group === 'wp:tag')
    return { id, slug: get('tag_slug'), name: get('tag_name'), parent: '', domain: 'post_tag' };
  return {
    id,
    slug: get('term_slug'),
    name: get('term_name'),
    parent: get('term_parent'),
    domain: get('term_taxonomy'),
  };
}
