import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOSTS_GATE, NOWHERE, PLACES, type LabHost } from './names.ts';
import { run } from './run.ts';

/*
 * Three network namespaces in a row: reader – wire – hosts. Whatever passes between a browser and a host passes through
 * the wire, which is the censor's. Nothing of the machine's own network is touched: no link, rule, route or setting
 * outside the three.
 */

export type Place = 'reader' | 'wire' | 'hosts';

export type Namespaces = {
  /** The name of a place's namespace, as `ip netns` knows it. */
  name(place: Place): string;
  /** Puts the words in front that make a program run there. */
  inside(place: Place, program: string, args: readonly string[]): [string, string[]];
  /** Ends what still runs there and takes everything away. */
  remove(): Promise<void>;
};

const PREFIX = 'longwave-lab';
const FOLDER = '/run/netns';
/** As on the open internet; and the curtain counts packets as they travel, not as a card would glue them together. */
const LINK = ['mtu', '1500', 'gso_max_size', '1500'];

/** Labs that this process made so far. */
let made = 0;

/** Names tell labs that stand at the same time apart, by their process too, so that what a killed one left is found. */
export async function makeNamespaces(hosts: readonly LabHost[]): Promise<Namespaces> {
  await sweepLabs();
  const prefix = `${labPrefix()}${++made}-`;
  const name = (place: Place): string => `${prefix}${place}`;
  const spaces: Namespaces = {
    name,
    inside: (place, program, args) => ['ip', ['netns', 'exec', name(place), program, ...args]],
    remove: async () => {
      for (const place of ['reader', 'wire', 'hosts'] as const) await removeNamespace(name(place));
    },
  };
  try {
    for (const place of ['reader', 'wire', 'hosts'] as const) {
      await run('ip', ['netns', 'add', name(place)]);
      await run('ip', ['-n', name(place), 'link', 'set', 'lo', 'up']);
    }
    await connect(name('reader'), PLACES.reader, name('wire'), PLACES.wireToReader, 'to-reader');
    await connect(name('hosts'), HOSTS_GATE, name('wire'), PLACES.wireToHosts, 'to-hosts');
    for (const { ip } of hosts)
      await run('ip', ['-n', name('hosts'), 'addr', 'add', `${ip}/24`, 'dev', 'to-wire']);
    await run('ip', ['-n', name('wire'), 'route', 'add', NOWHERE, 'via', HOSTS_GATE]);
    await run(...spaces.inside('wire', 'sysctl', ['-qw', 'net.ipv4.ip_forward=1']));
    await run(...spaces.inside('wire', 'sysctl', ['-qw', 'net.netfilter.nf_conntrack_acct=1']));
  } catch (error) {
    await spaces.remove();
    throw error;
  }
  return spaces;
}

/** A cable from a place to the wire, which is also the place's way out. */
async function connect(place: string, ip: string, wire: string, gateway: string, device: string) {
  await run('ip', [
    'link',
    'add',
    'to-wire',
    'netns',
    place,
    'type',
    'veth',
    'peer',
    'name',
    device,
    'netns',
    wire,
  ]);
  await run('ip', ['-n', place, 'addr', 'add', `${ip}/24`, 'dev', 'to-wire']);
  await run('ip', ['-n', wire, 'addr', 'add', `${gateway}/24`, 'dev', device]);
  await run('ip', ['-n', place, 'link', 'set', 'to-wire', 'up', ...LINK]);
  await run('ip', ['-n', wire, 'link', 'set', device, 'up', ...LINK]);
  await run('ip', ['-n', place, 'route', 'add', 'default', 'via', gateway]);
}

/** How the names of all that a process of the lab makes begin: its number tells whether somebody still needs it. */
export const labPrefix = (): string => `${PREFIX}-${process.pid}-`;

/** Takes away what labs left behind whose process is gone: namespaces, and folders for temporary files. */
export async function sweepLabs(): Promise<void> {
  for (const name of await leftIn(FOLDER)) await removeNamespace(name);
  for (const name of await leftIn(tmpdir())) await rm(join(tmpdir(), name), { recursive: true, force: true });
}

async function leftIn(folder: string): Promise<string[]> {
  const left: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const id = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name)?.[1];
    if (id !== undefined && !(await isAlive(Number(id)))) left.push(name);
  }
  return left;
}

async function isAlive(pid: number): Promise<boolean> {
  return readFile(`/proc/${pid}/stat`).then(
    () => true,
    () => false,
  );
}

/** A namespace lives as long as somebody is in it, so whoever is left there goes first: only our own children can be. */
async function removeNamespace(name: string): Promise<void> {
  const left = await run('ip', ['netns', 'pids', name]).catch(() => '');
  for (const pid of left.split('\n').map(Number)) {
    if (pid > 1 && pid !== process.pid) kill(pid);
  }
  await run('ip', ['netns', 'del', name]).catch(() => '');
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself between the list and the signal.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
