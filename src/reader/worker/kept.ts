import type { CacheLike } from './worker-scope.ts';

/* Stories that the reader chose to keep: pages with their styles and pictures, as they were proven. */

const NAME = 'longwave-kept';
/** What is known of a file besides its bytes, as text that a header may hold. */
const ABOUT = 'x-longwave';

export type KeptFile = {
  bytes: Uint8Array;
  type: string;
  /** Milliseconds since 1970. */
  at: number;
  title: string;
  /** Number of the edition, when that was published, and when it was confirmed last. */
  standing: { number: number; published: string; confirmedAt: number; sample: boolean };
};

/** `of` is the story that it was kept for, as its address shows it. */
type About = Pick<KeptFile, 'at' | 'title' | 'standing'> & { of: string };

const aboutOf = ({ headers }: Response): About =>
  JSON.parse(decodeURIComponent(headers.get(ABOUT) ?? '')) as About;

export type KeptStory = { url: string; title: string; at: number };

export class KeptStories {
  readonly #caches: CacheLike;

  constructor(caches: CacheLike) {
    this.#caches = caches;
  }

  async put(url: string, story: string, { bytes, type, at, title, standing }: KeptFile): Promise<void> {
    const cache = await this.#caches.open(NAME);
    const about: About = { at, title, standing, of: story };
    const headers = { 'content-type': type, [ABOUT]: encodeURIComponent(JSON.stringify(about)) };
    await cache.put(url, new Response(new Uint8Array(bytes), { headers }));
  }

  async get(url: string): Promise<KeptFile | null> {
    const found = await (await this.#open())?.match(url);
    if (found === undefined) return null;
    const type = found.headers.get('content-type') ?? '';
    return { ...aboutOf(found), bytes: new Uint8Array(await found.arrayBuffer()), type };
  }

  /** The stories themselves, the latest first. */
  async list(): Promise<KeptStory[]> {
    const cache = await this.#open();
    if (cache === null) return [];
    const stories: KeptStory[] = [];
    for (const { url } of await cache.keys()) {
      const found = await cache.match(url);
      const about = found === undefined ? null : aboutOf(found);
      if (about?.of === url) stories.push({ url, title: about.title, at: about.at });
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
      const found = await cache.match(url);
      if (found !== undefined && aboutOf(found).of === story && !url.includes('/assets/'))
        await cache.delete(url);
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
