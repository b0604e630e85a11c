import { openFollower } from '../follow.ts';
import type { Follower } from '../follow.ts';
import type { Anchor } from '../anchor.ts';
import type { MetadataStore } from '../tuf/update.ts';
import type { Paper } from './paper.ts';

/** A reader's memory that tests can look into and copy. */
export class ReaderMemory implements MetadataStore {
  readonly items: Map<string, Uint8Array>;

  constructor(items: Iterable<[string, Uint8Array]> = []) {
    this.items = new Map(items);
  }

  read(role: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.items.get(role) ?? null);
  }

  write(role: string, bytes: Uint8Array): Promise<void> {
    this.items.set(role, bytes);
    return Promise.resolve();
  }

  remove(role: string): Promise<void> {
    this.items.delete(role);
    return Promise.resolve();
  }
}

/** A reader of some files, which a test may change under its eyes. */
export class TestReader {
  files: Map<string, Uint8Array>;
  now: number;
  /** What was asked, with the bytes that came. */
  asked: [path: string, bytes: number][] = [];
  /** Stands between the files and the reader. */
  answer: (path: string, limit: number) => Promise<Uint8Array | null>;
  readonly memory: ReaderMemory;
  readonly follower: Follower;

  constructor(options: {
    files: Map<string, Uint8Array>;
    anchor: Anchor;
    now: number;
    memory?: ReaderMemory;
  }) {
    this.files = options.files;
    this.now = options.now;
    this.memory = options.memory ?? new ReaderMemory();
    this.answer = (path) => Promise.resolve(this.files.get(path) ?? null);
    this.follower = openFollower({
      anchor: options.anchor,
      memory: this.memory,
      now: () => this.now,
      fetch: async (path, limit) => {
        const bytes = await this.answer(path, limit);
        this.asked.push([path, bytes?.length ?? 0]);
        return bytes;
      },
    });
  }

  /** A reader who trusts a paper's first root and has its files before them. */
  static of(paper: Paper, now: number): TestReader {
    const root = paper.roots[0] ?? new Uint8Array(0);
    return new TestReader({ files: paper.files(), anchor: { root }, now });
  }

  /** Bytes and paths asked for since the last call. */
  take(): { paths: string[]; bytes: number; found: [string, number][] } {
    const asked = this.asked;
    this.asked = [];
    const found = asked.filter(([, bytes]) => bytes > 0);
    return {
      paths: asked.map(([path]) => path),
      bytes: asked.reduce((sum, [, bytes]) => sum + bytes, 0),
      found,
    };
  }

  /** The text of a page, or null where there is proof that there is none. */
  async text(path: string): Promise<string | null> {
    const file = await this.follower.open(path);
    return file === null ? null : new TextDecoder().decode(file.bytes);
  }
}

/** The code of the error that a promise ends with; `none` where it does not. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}
