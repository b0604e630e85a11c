import { checkTarget, downloadTarget, findTarget, TufError, updateTrust } from '#edition';
import type { Fetch, Limits, MetadataStore, Trust, TufErrorCode } from '#edition';
import { NOW } from './repository.ts';
import type { Repository } from './repository.ts';

/* A reader of a repository, with a memory of its own. Runs in browsers too. */

export class MemoryMetadata implements MetadataStore {
  readonly files = new Map<string, Uint8Array>();

  async read(role: string): Promise<Uint8Array | null> {
    return this.files.get(role) ?? null;
  }

  async write(role: string, bytes: Uint8Array): Promise<void> {
    this.files.set(role, bytes);
  }

  async remove(role: string): Promise<void> {
    this.files.delete(role);
  }
}

export type Outcome = 'ok' | TufErrorCode | 'no target';

export class Reader {
  readonly store = new MemoryMetadata();
  /** Downloaded targets by path. */
  readonly kept = new Map<string, Uint8Array>();
  readonly #repository: Pick<Repository, 'fetch' | 'fetchTarget'>;
  limits: Partial<Limits> = {};
  expiry: 'strict' | 'report' = 'strict';

  constructor(repository: Pick<Repository, 'fetch' | 'fetchTarget'>, root: Uint8Array) {
    this.#repository = repository;
    this.store.files.set('root', root);
  }

  /** A reader that was given the first root of a repository. */
  static of(repository: Repository): Reader {
    return new Reader(repository, repository.bytes('root', 1));
  }

  get fetch(): Fetch {
    return this.#repository.fetch;
  }

  update(now = NOW): Promise<Trust> {
    const { fetch, store, limits, expiry } = this;
    return updateTrust({ now, fetch, store, limits, expiry });
  }

  refresh(now = NOW): Promise<Outcome> {
    return outcomeOf(this.update(now));
  }

  /** Updates, then gets targets in order until one fails. */
  download(...paths: string[]): Promise<Outcome> {
    const all = async (): Promise<Outcome> => {
      const trust = await this.update();
      for (const path of paths) {
        const { fetch, store, limits } = this;
        const target = await findTarget({ trust, path, fetch, store, limits });
        if (target === null) return 'no target';
        const kept = this.kept.get(path);
        if (kept !== undefined && (await outcomeOf(checkTarget(target, kept))) === 'ok') continue;
        const bytes = await downloadTarget({ trust, target, fetch: this.#repository.fetchTarget });
        this.kept.set(path, bytes);
      }
      return 'ok';
    };
    return outcomeOf(all());
  }

  /** The version of a role that this reader trusts, or null. */
  version(role: string): number | null {
    const bytes = this.store.files.get(role);
    return bytes === undefined ? null : versionOf(bytes);
  }

  /** All that this reader trusts: "root 1", "timestamp 2" … in alphabetical order. */
  get trusted(): string[] {
    return [...this.store.files].map(([role, bytes]) => `${role} ${versionOf(bytes)}`).sort();
  }
}

function versionOf(bytes: Uint8Array): number {
  const file: { signed: { version: number } } = JSON.parse(new TextDecoder().decode(bytes));
  return file.signed.version;
}

/** The code of the named error that a promise ends with; whatever else it throws goes through. */
export async function outcomeOf(promise: Promise<unknown>): Promise<Outcome> {
  try {
    return (await promise) === 'no target' ? 'no target' : 'ok';
  } catch (error) {
    if (error instanceof TufError) return error.code;
    throw error;
  }
}

/** The JSON of a file, changed by a function, as bytes again; signatures stay as they are. */
export function edited(bytes: Uint8Array, edit: (file: EditableFile) => void): Uint8Array {
  const file: EditableFile = JSON.parse(new TextDecoder().decode(bytes));
  edit(file);
  return new TextEncoder().encode(JSON.stringify(file));
}

export type EditableFile = {
  signatures: { keyid: string; sig: string }[];
  signed: Record<string, unknown>;
};
