import { encodeMetadata, publicKeyOf, signerFromSeed, signMetadata } from '#edition';
import type { Signer } from '#edition';
import { sha256 } from './paper.ts';
import { storyPath } from './site.ts';
import { hash } from 'node:crypto';

/*
 * The stories as targets of TUF alone, one target a story, in succinct hash bins (TAP 15). Sparse: only the bins that
 * somebody asks for are made, each with all of its stories. A bin has as many versions behind it as it has stories, as if
 * they had come one by one. As in our editions, the snapshot has neither lengths nor hashes.
 */

const COMMON = { spec_version: '1.0.34', expires: '2099-12-31T00:00:00Z' };
const PREFIX = 'bin';

export const digestOf = (path: string): string => hash('sha256', path);

type Targets = Record<string, { length: number; hashes: { sha256: string } }>;
type Bin = { version: number; targets: Targets };

export class Bins {
  readonly files = new Map<string, Uint8Array>();
  readonly #signer: Signer;
  readonly #bits: number;
  /** Numbers of the stories of each bin. */
  readonly #members: number[][];
  readonly #meta: Record<string, { version: number }> = { 'targets.json': { version: 1 } };
  readonly #made = new Map<number, Bin>();
  #version = 1;

  private constructor(signer: Signer, bits: number, digests: readonly string[]) {
    this.#signer = signer;
    this.#bits = bits;
    this.#members = Array.from({ length: 2 ** bits }, () => []);
    for (const [number, digest] of digests.entries()) this.#members[this.#binOf(digest)]?.push(number);
    for (const [bin, members] of this.#members.entries())
      this.#meta[`${this.#nameOf(bin)}.json`] = { version: members.length + 1 };
  }

  /** @param digests - SHA-256 of the path of each story, in hexadecimal */
  static async open(bits: number, digests: readonly string[]): Promise<Bins> {
    const signer = await signerFromSeed(sha256(Buffer.from('bench bins')));
    const bins = new Bins(signer, bits, digests);
    const { keyid, key } = signer;
    const role = { keyids: [keyid], threshold: 1 };
    const roles = { root: role, targets: role, snapshot: role, timestamp: role };
    const keys = { [keyid]: publicKeyOf(key.keyval.public) };
    await bins.#write('1.root', {
      ...COMMON,
      _type: 'root',
      version: 1,
      consistent_snapshot: true,
      keys,
      roles,
    });
    const succinct = { ...role, bit_length: bits, name_prefix: PREFIX };
    await bins.#write('1.targets', {
      ...COMMON,
      _type: 'targets',
      version: 1,
      targets: {},
      delegations: { keys, succinct_roles: succinct },
    });
    await bins.#writeTop();
    return bins;
  }

  get snapshotName(): string {
    return `${this.#version}.snapshot.json`;
  }

  /** Makes the bin of a story, for whoever asks for it. */
  async prepare(path: string): Promise<void> {
    const bin = this.#binOf(digestOf(path));
    await this.#writeBin(bin, this.#bin(bin));
  }

  /** The bin of a story, made beforehand as a press would have it. */
  warm(path: string): void {
    this.#bin(this.#binOf(digestOf(path)));
  }

  async publish(path: string): Promise<void> {
    const bin = this.#binOf(digestOf(path));
    const made = this.#bin(bin);
    made.targets[path] = targetOf(path);
    made.version += 1;
    this.#meta[`${this.#nameOf(bin)}.json`] = { version: made.version };
    this.#version += 1;
    await this.#writeBin(bin, made);
    await this.#writeTop();
  }

  #bin(bin: number): Bin {
    const made = this.#made.get(bin);
    if (made !== undefined) return made;
    const members = (this.#members[bin] ?? []).map(storyPath);
    const targets = Object.fromEntries(members.map((path) => [path, targetOf(path)]));
    const all = { version: members.length + 1, targets };
    this.#made.set(bin, all);
    return all;
  }

  #writeBin(bin: number, { version, targets }: Bin): Promise<void> {
    return this.#write(`${version}.${this.#nameOf(bin)}`, { ...COMMON, _type: 'targets', version, targets });
  }

  async #writeTop(): Promise<void> {
    const version = this.#version;
    const meta = { 'snapshot.json': { version } };
    await this.#write(`${version}.snapshot`, { ...COMMON, _type: 'snapshot', version, meta: this.#meta });
    await this.#write('timestamp', { ...COMMON, _type: 'timestamp', version, meta });
  }

  async #write(name: string, signed: object): Promise<void> {
    this.files.set(`${name}.json`, encodeMetadata(await signMetadata(signed, [this.#signer])));
  }

  #binOf(digest: string): number {
    return Number.parseInt(digest.slice(0, 8), 16) >>> (32 - this.#bits);
  }

  #nameOf(bin: number): string {
    return `${PREFIX}-${bin.toString(16).padStart(Math.ceil(this.#bits / 4), '0')}`;
  }
}

const targetOf = (path: string): Targets[string] => ({
  length: 12_345,
  hashes: { sha256: digestOf(`body of ${path}`) },
});
