import { fromHex, toHex, toUtf8 } from './bytes.ts';
import { EditionError } from './error.ts';
import { sha256 } from './hash.ts';
import { decodeNode, DEPTH, KEY_BYTES, nibble } from './node.ts';
import { checkPath, unitOf } from './path.ts';
import { checkProof } from './proof.ts';
import type { EditionRecord } from './record.ts';
import { matches } from './tree.ts';
import type { FileEntry } from './unit.ts';

/** Nodes and units by their hash. */
export type PartsByHash = ReadonlyMap<string, Uint8Array>;

/** The parts of a saved file by what they hash to, which is all that can be said of them. */
export async function partsByHash(parts: readonly Uint8Array[]): Promise<PartsByHash> {
  const hashes = await Promise.all(parts.map(async (part) => toHex(await sha256(part))));
  return new Map(hashes.map((hash, at) => [hash, parts[at] ?? new Uint8Array(0)]));
}

/** Files that are proven to be of one edition, and the parts that were needed for it, each once, in order of need. */
export class Proven {
  readonly #record: EditionRecord;
  readonly #known: PartsByHash;
  readonly #needed = new Map<string, Uint8Array>();

  constructor(record: EditionRecord, known: PartsByHash) {
    this.#record = record;
    this.#known = known;
  }

  get parts(): Uint8Array[] {
    return [...this.#needed.values()];
  }

  /** @throws EditionError `missing` where the parts do not lead there or the edition has no such file; others of a proof */
  async entry(path: string): Promise<FileEntry> {
    checkPath(path);
    const place = (await sha256(toUtf8(unitOf(path)))).subarray(0, KEY_BYTES);
    const root = fromHex(this.#record.tree);
    const proof: Uint8Array[] = [];
    for (
      let [hash, depth]: [Uint8Array | null, number] = [root, 0];
      hash !== null && depth <= DEPTH;
      depth++
    ) {
      const bytes = this.#take(hash, proof);
      const node = decodeNode(bytes);
      if (node.kind === 'leaf') for (const unit of matches(node.records, place)) this.#take(unit, proof);
      hash = node.kind === 'leaf' ? null : (node.children[nibble(place, depth)] ?? null);
    }
    const entry = await checkProof(root, path, proof);
    if (entry === null) throw new EditionError('missing', `This edition has no "${path}"`);
    return entry;
  }

  #take(hash: Uint8Array, proof: Uint8Array[]): Uint8Array {
    const name = toHex(hash);
    const bytes = this.#known.get(name);
    if (bytes === undefined) throw new EditionError('missing', 'The proof ends before it reaches the path');
    this.#needed.set(name, bytes);
    proof.push(bytes);
    return bytes;
  }
}
