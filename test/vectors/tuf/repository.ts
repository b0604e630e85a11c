import { encodeMetadata, signMetadata } from '#edition';
import type {
  DelegatedRole,
  Fetch,
  Hashes,
  MetaFile,
  Root,
  Signer,
  Snapshot,
  Targets,
  Timestamp,
  TopRole,
} from '#edition';
import { hashOf, signerOf } from './keys.ts';

/*
 * A TUF repository in memory that does what a test says, right or wrong, and notes what it was asked for. Runs in
 * browsers too.
 */

export const NOW = Date.UTC(2026, 10, 23, 18);
const DAY = 24 * 60 * 60 * 1000;

/** A date and time as TUF writes it, some days from {@link NOW}. */
export const inDays = (days: number): string =>
  new Date(NOW + days * DAY).toISOString().replace('.000Z', 'Z');
export const afterDays = (days: number): number => NOW + days * DAY;

const common = (): { spec_version: string; version: number; expires: string } => ({
  spec_version: '1.0.34',
  version: 1,
  expires: inDays(30),
});

export const emptyTargets = (): Targets => ({ ...common(), _type: 'targets', targets: {} });

export class Repository {
  root: Root;
  timestamp: Timestamp = { ...common(), _type: 'timestamp', meta: { 'snapshot.json': { version: 1 } } };
  snapshot: Snapshot = { ...common(), _type: 'snapshot', meta: {} };
  /** `targets` and what it delegates to. */
  readonly roles = new Map<string, Targets>([['targets', emptyTargets()]]);
  readonly signers = new Map<string, Signer[]>();
  /** What is served, by role; version n stands at n - 1. */
  readonly published = new Map<string, Uint8Array[]>();
  readonly artifacts = new Map<string, Uint8Array>();
  /** Whether timestamp and snapshot name lengths and hashes. */
  withHashes = false;
  /** Role and version of each request for metadata, "timestamp" without. */
  requests: string[] = [];
  targetRequests: string[] = [];
  #keys = 0;

  constructor(root: Root) {
    this.root = root;
  }

  static async open(): Promise<Repository> {
    const none = (): { keyids: string[]; threshold: number } => ({ keyids: [], threshold: 1 });
    const repository = new Repository({
      ...common(),
      _type: 'root',
      consistent_snapshot: true,
      keys: {},
      roles: { root: none(), timestamp: none(), snapshot: none(), targets: none() },
    });
    for (const role of ['root', 'timestamp', 'snapshot', 'targets'] as const) await repository.addKey(role);
    await repository.publish('targets', 'snapshot', 'timestamp', 'root');
    return repository;
  }

  get targets(): Targets {
    return this.role('targets');
  }

  role(name: string): Targets {
    const role = this.roles.get(name);
    if (role === undefined) throw new Error(`There is no role "${name}"`);
    return role;
  }

  newSigner(): Promise<Signer> {
    this.#keys += 1;
    return signerOf(this.#keys);
  }

  async addKey(role: TopRole, given?: Signer): Promise<Signer> {
    const signer = given ?? (await this.newSigner());
    this.trustKey(role, signer);
    this.signers.set(role, [...(this.signers.get(role) ?? []), signer]);
    return signer;
  }

  trustKey(role: TopRole, signer: Signer): void {
    this.root.keys[signer.keyid] = signer.key;
    this.root.roles[role].keyids.push(signer.keyid);
  }

  clearKeys(role: TopRole): void {
    this.root.roles[role].keyids = [];
    this.signers.set(role, []);
  }

  async rotateKeys(role: TopRole): Promise<void> {
    this.clearKeys(role);
    for (let left = this.root.roles[role].threshold; left > 0; left--) await this.addKey(role);
  }

  /** Delegates to a role, with a new key of its own; makes the role where there is none yet. */
  async delegate(parent: string, delegated: Partial<DelegatedRole> & { name: string }): Promise<Signer> {
    const signer = await this.newSigner();
    const targets = this.role(parent);
    targets.delegations ??= { keys: {}, roles: [] };
    targets.delegations.keys[signer.keyid] = signer.key;
    const role = { terminating: false, threshold: 1, ...delegated, keyids: [signer.keyid] };
    const hasScope = role.paths !== undefined || role.path_hash_prefixes !== undefined;
    targets.delegations.roles?.push(hasScope ? role : { ...role, paths: ['*'] });
    if (!this.roles.has(role.name)) this.roles.set(role.name, emptyTargets());
    this.signers.set(role.name, [...(this.signers.get(role.name) ?? []), signer]);
    return signer;
  }

  async addTarget(role: string, path: string, text: string): Promise<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    const hashes: Hashes = { sha256: await hashOf('SHA-256', bytes) };
    this.role(role).targets[path] = { length: bytes.length, hashes };
    this.artifacts.set(path, bytes);
    return bytes;
  }

  /** Signs and serves the next version of each role (the first, where there is none), and names it in the role above. */
  async publish(...roles: string[]): Promise<void> {
    for (const role of roles) {
      const signed = this.#signed(role);
      const versions = this.published.get(role) ?? [];
      if (versions.length > 0) signed.version += 1;
      const metadata = await signMetadata(structuredClone(signed), this.signers.get(role) ?? []);
      const bytes = encodeMetadata(metadata);
      this.published.set(role, [...versions, bytes]);
      const file: MetaFile = { version: signed.version };
      if (this.withHashes) {
        file.length = bytes.length;
        file.hashes = { sha256: await hashOf('SHA-256', bytes) };
      }
      if (role === 'snapshot') this.timestamp.meta['snapshot.json'] = file;
      else if (this.roles.has(role)) this.snapshot.meta[`${role}.json`] = file;
    }
  }

  #signed(role: string): Root | Timestamp | Snapshot | Targets {
    if (role === 'root') return this.root;
    if (role === 'timestamp') return this.timestamp;
    return role === 'snapshot' ? this.snapshot : this.role(role);
  }

  /** What is served of a role: the latest, or one version. */
  bytes(role: string, version?: number): Uint8Array {
    const versions = this.published.get(role) ?? [];
    const bytes = versions[(version ?? versions.length) - 1];
    if (bytes === undefined) throw new Error(`There is no version ${version} of "${role}"`);
    return bytes;
  }

  /** Serves other bytes in the place of the latest of a role. */
  replace(role: string, bytes: Uint8Array): void {
    this.published.get(role)?.splice(-1, 1, bytes);
  }

  readonly fetch: Fetch = async (path) => {
    const [, number, encoded] = /^(?:(\d+)\.)?(.*)\.json$/.exec(path) ?? [];
    if (encoded === undefined) return null;
    this.requests.push(number === undefined ? encoded : `${encoded} ${number}`);
    const versions = this.published.get(decodeURIComponent(encoded)) ?? [];
    return versions[(number === undefined ? versions.length : Number(number)) - 1] ?? null;
  };

  readonly fetchTarget: Fetch = async (path) => {
    this.targetRequests.push(path);
    const plain = this.root.consistent_snapshot
      ? path.replace(/(^|\/)[0-9a-f]{64,128}\.(?=[^/]*$)/, '$1')
      : path;
    return this.artifacts.get(decodeURIComponent(plain)) ?? null;
  };
}
