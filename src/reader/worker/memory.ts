import type { MetadataStore } from '#edition';

/*
 * What this reader trusts. Each attempt at a source writes into a layer of its own; only that of the source that won is
 * kept, so that no mixture of two sources is ever believed.
 */

export type Layer = MetadataStore & {
  /** Keeps what was written, unless something newer was kept meanwhile. @returns whether it was kept */
  commit(): boolean;
};

export class TrustMemory {
  #values: Map<string, Uint8Array>;
  /** Rises with each commit. */
  #turn = 0;

  constructor(values: Record<string, string>) {
    this.#values = new Map(
      Object.entries(values).map(([name, text]) => [name, new TextEncoder().encode(text)]),
    );
  }

  /** All that is trusted, as texts. */
  dump(): Record<string, string> {
    return Object.fromEntries(
      [...this.#values].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]),
    );
  }

  layer(): Layer {
    const values = new Map(this.#values);
    const turn = this.#turn;
    return {
      read: (role) => Promise.resolve(values.get(role) ?? null),
      write: (role, bytes) => Promise.resolve(void values.set(role, bytes)),
      remove: (role) => Promise.resolve(void values.delete(role)),
      commit: () => {
        if (turn !== this.#turn && isOlder(values, this.#values)) return false;
        this.#values = values;
        this.#turn += 1;
        return true;
      },
    };
  }
}

/** Whether one of the two comes before the other: by roots, then by times, which rise with everything below them. */
function isOlder(one: Map<string, Uint8Array>, other: Map<string, Uint8Array>): boolean {
  for (const role of ['root', 'timestamp']) {
    const [a, b] = [versionIn(one.get(role)), versionIn(other.get(role))];
    if (a !== b) return a < b;
  }
  return false;
}

/** The version of a role's metadata that was checked before; 0 where there is none. */
export function versionIn(bytes: Uint8Array | undefined): number {
  if (bytes === undefined) return 0;
  const { signed } = JSON.parse(new TextDecoder().decode(bytes)) as { signed: { version: number } };
  return signed.version;
}
