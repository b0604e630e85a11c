import type { CacheLike } from './worker-scope.ts';

/* Stories that the reader chose to keep: pages with their styles and pictures, as they were proven. */

const NAME = 'longwave-kept';
const TITLE = 'x-longwave-title';
const AT = 'x-longwave-at';
/** The story that a part was kept for, as its address shows it. */
const OF = 'x-longwave-of';
const STANDING = 'x-longwave-standing';

export type KeptFile = {
  bytes: Uint8Array;
  type: string;
  /** Milliseconds since 1970. */
  at: number;
  title: string;
  /** Number of the edition, when that was published, and when it was confirmed last. */
  standing: { number: number; published: string; confirmedAt: number; sample: boolean };
};

export type KeptStory = { url: string; title: string; at: number };

export class KeptStories {
  readonly #caches: CacheLike;

  constructor(caches: CacheLike) {
    this.#caches = caches;
  }

  async put(url: string, story: string, file: KeptFile): Promise<void> {
    const cache = await this.#caches.open(NAME);
    const headers = {
      'content-type': file.type,
      [AT]: String(file.at),
      [TITLE]: encodeURIComponent(file.title),
      [OF]: story,
      [STANDING]: encodeURIComponent(JSON.stringify(file.standing)),
    };
    await cache.put(url, new Response(new Uint8Array(file.bytes), { headers }));
  }

  async get(url: string): Promise<KeptFile | null> {
    const found = await (await this.#open())?.match(url);
    if (found === undefined) return null;
    const { headers } = found;
    return {
      bytes: new Uint8Array(await found.arrayBuffer()),
      type: headers.get('content-type') ?? '',
      at: Number(headers.get(AT)),
      title: decodeURIComponent(headers.get(TITLE) ?? ''),
      standing: JSON.parse(decodeURIComponent(headers.get(STANDING) ?? '')) as KeptFile['standing'],
    };
  }

  /** The stories themselves, the latest first. */
  async list(): Promise<KeptStory[]> {
    const cache = await this.#open();
    if (cache === null) return [];
    const stories: KeptStory[] = [];
    for (const { url } of await cache.keys()) {
      const headers = (await cache.match(url))?.headers;
      if (headers?.get(OF) !== url) continue;
      stories.push({ url, title: decodeURIComponent(headers.get(TITLE) ?? ''), at: Number(headers.get(AT)) });
    }
    return stories.sort((a, b) => b.at - a.at);
  }

  /** A picture in another size than the one asked for, where only that was kept. */
  async sibling(url: string): Promise<KeptFile | null> {
    const folder = /^.*\/media\/[^/]+\//.exec(url)?.[0];
    if (folder === undefined) return null;
    const found = (await (await this.#open())?.keys())?.find((one) => one.url.startsWith(folder));
    return found === undefined ? null : this.get(found.url);
  }

  /** Forgets a story and its pictures; with the last one the styles too, which all share. */
  async remove(story: string): Promise<void> {
    const cache = await this.#caches.open(NAME);
    for (const { url } of await cache.keys()) {
      const of = (await cache.match(url))?.headers.get(OF);
      if (of === story && !url.includes('/assets/')) await cache.delete(url);
    }
    if ((await this.list()).length === 0) await this.clear();
  }

  async clear(): Promise<void> {
    await this.#caches.delete(NAME);
  }

  /** Null where nothing is kept: whoever only looks leaves no trace. */
  async #open() {
    return (await this.#caches.has(NAME)) ? this.#caches.open(NAME) : null;
  }
}
