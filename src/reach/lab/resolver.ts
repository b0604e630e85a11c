import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from './error.ts';
import { NOWHERE, PLACES, type LabHost } from './names.ts';
import type { Namespaces } from './namespaces.ts';
import { run, systemEnvironment } from './run.ts';

/*
 * The reader's resolver is the provider's, so it stands on the wire and lies when the censor wants it to.
 */

/** What becomes of a question for a name. */
export type Lie = { name: string } & ({ how: 'nxdomain' | 'drop' } | { how: 'inject'; ip: string });

export type Resolver = {
  /** Answers like this from now on. */
  tell(lies: readonly Lie[]): Promise<void>;
  /** Names that anybody asked for, each once, since the log was cleared. */
  asked(): Promise<string[]>;
  clear(): Promise<void>;
  stop(): Promise<void>;
};

/** @param folder where the log is written */
export async function startResolver(
  spaces: Namespaces,
  folder: string,
  hosts: readonly LabHost[],
): Promise<Resolver> {
  const log = join(folder, 'dns.log');
  await writeFile(log, '');
  let stop: () => Promise<void> = () => Promise.resolve();
  let told = '';
  const resolver: Resolver = {
    async tell(lies) {
      const words = answers(hosts, lies);
      // It keeps nothing of what it answered, so one that tells the same may go on.
      if (told === words.join(' ')) return;
      await stop();
      stop = await start(spaces, log, words);
      told = words.join(' ');
    },
    async asked() {
      const text = await readFile(log, 'utf8');
      return [...new Set([...text.matchAll(/ query\[[\w=]+\] (\S+) from/g)].map(([, name]) => name ?? ''))];
    },
    clear: () => writeFile(log, ''),
    stop: () => stop(),
  };
  await resolver.tell([]);
  return resolver;
}

/** What dnsmasq is told; who is not on the stage does not exist. */
function answers(hosts: readonly LabHost[], lies: readonly Lie[]): string[] {
  const lied = new Set(lies.map(({ name }) => name));
  return [
    '--address=/#/',
    ...hosts.filter(({ name }) => !lied.has(name)).map(({ name, ip }) => `--address=/${name}/${ip}`),
    ...lies.map((lie) => {
      if (lie.how === 'nxdomain') return `--address=/${lie.name}/`;
      return lie.how === 'inject' ? `--address=/${lie.name}/${lie.ip}` : `--server=/${lie.name}/${NOWHERE}`;
    }),
  ];
}

const ALWAYS = [
  [
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--no-resolv',
    '--no-hosts',
    '--user=root',
    '--pid-file=',
  ],
  [`--listen-address=${PLACES.wireToReader}`, '--bind-interfaces', '--cache-size=0', '--log-queries'],
].flat();

async function start(spaces: Namespaces, log: string, told: readonly string[]): Promise<() => Promise<void>> {
  const words = [...ALWAYS, `--log-facility=${log}`, ...told];
  const [program, args] = spaces.inside('wire', 'dnsmasq', words);
  const child = spawn(program, args, { env: systemEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  for (let tries = 0; child.exitCode === null && tries < 300; tries++) {
    const listening = await run(...spaces.inside('wire', 'ss', ['-Hlun', 'sport', '=', ':53']));
    if (listening.includes(PLACES.wireToReader))
      return async () => {
        child.kill('SIGTERM');
        await ended;
      };
    await new Promise((next) => setTimeout(next, 10));
  }
  child.kill('SIGKILL');
  throw new LabError(`dnsmasq does not listen: ${said.trim()}`);
}
