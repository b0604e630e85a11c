import { appendLeaf, EMPTY_LOG, leafInput, parentInput, TILE_HASHES } from '#edition';
import type { LogState } from '#edition';
import { sha256 } from './memory.ts';

const NONE = new Uint8Array(0);

/** A log of some entries that are only numbers, with the hash over any full subtree of it. */
export class NumberLog {
  readonly #levels: Uint8Array[][];
  readonly states: LogState[] = [EMPTY_LOG];

  constructor(size: number) {
    const leaves = Array.from({ length: size }, (_, at) => sha256(leafInput(NumberLog.entry(at))));
    this.#levels = [leaves];
    for (let level = leaves; level.length > 1;) {
      const below = level;
      level = Array.from({ length: below.length >> 1 }, (_, at) =>
        sha256(parentInput(below[at * 2] ?? NONE, below[at * 2 + 1] ?? NONE)),
      );
      this.#levels.push(level);
    }
    for (const leaf of leaves) this.states.push(appendLeaf(this.states.at(-1) ?? EMPTY_LOG, leaf, sha256));
  }

  static entry(at: number): Uint8Array {
    return Buffer.from(`entry ${at}`);
  }

  readonly at = (level: number, index: number): Uint8Array => this.#levels[level]?.[index] ?? NONE;

  /** The hashes of a tile. */
  tile(level: number, index: number, width: number): Uint8Array {
    const hashes = Array.from({ length: width }, (_, at) => this.at(level * 8, index * TILE_HASHES + at));
    return Buffer.concat(hashes);
  }
}
