import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { censor, met, type Packets } from './censor.ts';
import { makeAuthority, trustIn, type Authority } from './certificates.ts';
import type { HostManners, HostsCalls } from './host-manners.ts';
import { ALL_HOSTS, PLACES } from './names.ts';
import { FORGED_PAGE } from './forged.ts';
import { labPrefix, makeNamespaces, type Namespaces, type Place } from './namespaces.ts';
import { startPost, type Post } from './post.ts';
import type { BrowserName, ReaderCalls } from './reader-calls.ts';
import { startResolver, type Lie, type Resolver } from './resolver.ts';
import type { WireCalls, WireManners } from './wire-manners.ts';

/** What stands in a reader's way: all of it is set anew for each row. */
export type Obstacles = {
  packets: readonly Packets[];
  lies: readonly Lie[];
  wire: WireManners;
  hosts: HostManners;
};

export type Lab = {
  folder: string;
  hosts: Post<HostsCalls>;
  wire: Post<WireCalls>;
  resolver: Resolver;
  /** Ends every connection and puts the obstacles up. */
  set(obstacles: Obstacles): Promise<void>;
  /** Packets that a rule has met and connections that were tampered with. */
  struck(): Promise<number>;
  /** A reader's browser with a profile of its own; with `trusting` the censor's authority is installed in it. */
  reader(options: { browser: BrowserName; profile?: string; trusting?: boolean }): Promise<Reader>;
  close(): Promise<void>;
};

export type Reader = { post: Post<ReaderCalls>; profile: string; close(): Promise<void> };

const FILES = {
  hosts: join(import.meta.dirname, 'hosts.child.ts'),
  wire: join(import.meta.dirname, 'wire.child.ts'),
  reader: join(import.meta.dirname, 'reader.child.ts'),
};

/** Builds the three places and everybody in them. Whatever happens, `close` takes all of it away again. */
export async function openLab(): Promise<Lab> {
  const folder = await mkdtemp(join(tmpdir(), labPrefix()));
  const closers: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).toReversed()) await one();
  };
  try {
    return await build(folder, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  folder: string,
  closers: (() => Promise<void>)[],
  close: () => Promise<void>,
): Promise<Lab> {
  const spaces = await makeNamespaces(ALL_HOSTS);
  closers.push(() => spaces.remove());
  const [own, censorAuthority] = await Promise.all([
    makeAuthority(join(folder, 'authority'), 'Lab', ALL_HOSTS),
    makeAuthority(join(folder, 'censor'), 'Ministry', ALL_HOSTS),
  ]);
  const stores = { usual: join(folder, 'store'), trusting: join(folder, 'store-trusting') };
  await trustIn(stores.usual, [{ name: 'Lab', file: own.root }]);
  await cp(stores.usual, stores.trusting, { recursive: true });
  await trustIn(stores.trusting, [{ name: 'Ministry', file: censorAuthority.root }]);
  const hosts = await startPost<HostsCalls>(child(spaces, 'hosts', FILES.hosts));
  closers.push(() => hosts.stop());
  await hosts.call(
    'listen',
    ALL_HOSTS.map((host) => ({ ...host, ...own.pairOf(host) })),
  );
  const wire = await startPost<WireCalls>(child(spaces, 'wire', FILES.wire));
  closers.push(() => wire.stop());
  const forged = ALL_HOSTS.map(
    (host) => [host.name, { ...censorAuthority.pairOf(host), page: FORGED_PAGE }] as const,
  );
  await wire.call('intercept', Object.fromEntries(forged));
  const resolver = await startResolver(spaces, folder, ALL_HOSTS);
  closers.push(() => resolver.stop());
  await writeFile(join(folder, 'resolv.conf'), `nameserver ${PLACES.wireToReader}\n`);
  return {
    folder,
    hosts,
    wire,
    resolver,
    async set({ packets, lies, wire: manners, hosts: answers }) {
      await wire.call('set', manners);
      await censor(spaces, packets);
      await resolver.tell(lies);
      await hosts.call('set', answers);
    },
    struck: async () => (await met(spaces)) + (await wire.call('tampered', null)),
    reader: (options) => openReader({ spaces, folder, own, stores }, options),
    close,
  };
}

const QUIET = '--disable-warning=ExperimentalWarning';
const BIND = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';

const child = (spaces: Namespaces, place: Place, file: string): [string, string[]] =>
  spaces.inside(place, process.execPath, [QUIET, file]);

type Grounds = { spaces: Namespaces; folder: string; own: Authority; stores: Stores };
type Stores = { usual: string; trusting: string };

async function openReader(
  { spaces, folder, own, stores }: Grounds,
  options: { browser: BrowserName; profile?: string; trusting?: boolean },
): Promise<Reader> {
  const place = await mkdtemp(join(folder, 'reader-'));
  const [profile, home] = [join(place, 'profile'), join(place, 'home')];
  if (options.profile === undefined) await mkdir(profile);
  else await cp(options.profile, profile, { recursive: true });
  const store = options.browser === 'firefox' ? profile : join(home, '.pki', 'nssdb');
  await mkdir(home, { recursive: true });
  await cp(options.trusting === true ? stores.trusting : stores.usual, store, { recursive: true });
  // Within the namespace's own view of the files; the machine's resolver stays what it is.
  const command = [BIND, join(folder, 'resolv.conf'), process.execPath, QUIET, FILES.reader];
  const post = await startPost<ReaderCalls>(spaces.inside('reader', 'sh', ['-c', ...command]), {
    NODE_EXTRA_CA_CERTS: own.root,
  });
  await post.call('launch', { browser: options.browser, profile, home });
  return {
    post,
    profile,
    async close() {
      await post.call('close', null).catch(() => undefined);
      await post.stop();
    },
  };
}
