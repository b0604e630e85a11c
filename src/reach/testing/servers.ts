import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Secrets } from '../destination.ts';
import type { MirrorKind } from '../mirrors.ts';

/* For tests alone: real servers on loopback, each with a folder, and what a mirror there is called. */

export type Served = {
  kind: MirrorKind;
  target: string;
  options: Record<string, unknown>;
  secrets: Secrets;
  /** Where the server keeps the files, if they lie there under their own names. */
  folder: string | null;
  stop(): Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Ends once the port takes connections. @throws Error with what the process said when it ends before */
async function answering(child: ChildProcess, port: number, said: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended: ${said()}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((next) => setTimeout(next, 20));
  }
}

async function started(program: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  await answering(child, port, () => said);
  return child;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}

/**
 * OpenSSH's own server with its own configuration and port, for the user who runs the test.
 *
 * @param shell whether the user may run commands there. Default true
 */
export async function serveSftp(
  base: string,
  { shell = true }: { shell?: boolean } = {},
): Promise<Served & { hostKey: string; newHostKey(): Promise<void> }> {
  const folder = join(base, 'served');
  mkdirSync(folder, { recursive: true });
  const [hostKeyFile, userKey] = [join(base, 'host_key'), join(base, 'user_key')];
  for (const file of [hostKeyFile, userKey]) makeKey(file);
  const port = await freePort();
  const config = join(base, 'sshd_config');
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${hostKeyFile}`,
    'PidFile none',
    `AuthorizedKeysFile ${userKey}.pub`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    'Subsystem sftp internal-sftp',
    ...(shell ? [] : ['ForceCommand internal-sftp']),
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  // Where sshd puts itself apart, when root starts it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const start = (): Promise<ChildProcess> => started('/usr/sbin/sshd', ['-D', '-e', '-f', config], port);
  let child = await start();
  return {
    kind: 'sftp',
    target: `sftp://${userInfo().username}@127.0.0.1:${port}${folder}`,
    options: {},
    secrets: { KEY_FILE: userKey },
    folder,
    hostKey:
      execFileSync('ssh-keygen', ['-lf', `${hostKeyFile}.pub`], { encoding: 'utf8' }).split(' ')[1] ?? '',
    async newHostKey() {
      await stopped(child);
      makeKey(hostKeyFile);
      child = await start();
    },
    stop: () => stopped(child),
  };
}

function makeKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file], { input: 'y\n' });
}

/** A server from npm that checks signatures, in a process of its own: its lists of many files need old ciphers. */
export async function serveS3(base: string): Promise<Served> {
  const directory = join(base, 's3');
  mkdirSync(directory, { recursive: true });
  const script = join(import.meta.dirname, 's3.child.ts');
  const child = spawn(process.execPath, ['--openssl-legacy-provider', script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    kind: 's3',
    target: `http://127.0.0.1:${port}/papers/far-shore/`,
    options: { region: 'us-east-1', pathStyle: true },
    secrets: { ACCESS_KEY: 'S3RVER', SECRET_KEY: 'S3RVER' },
    folder: null,
    stop: () => stopped(child),
  };
}

/** A server of plain FTP, reached by rclone. */
export async function serveFtp(base: string): Promise<Served> {
  const folder = join(base, 'served');
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const password = 'harbour-lantern';
  const config = join(base, 'rclone.conf');
  const obscured = execFileSync('rclone', ['obscure', password], { encoding: 'utf8' }).trim();
  const remote = ['type = ftp', 'host = 127.0.0.1', `port = ${port}`, 'user = mira', `pass = ${obscured}`];
  writeFileSync(config, ['[place]', ...remote, ''].join('\n'));
  const child = await started(
    // The system's own, which has the package of the distribution.
    '/usr/bin/python3',
    [
      '-m',
      'pyftpdlib',
      '--interface=127.0.0.1',
      `--port=${port}`,
      '--write',
      `--directory=${folder}`,
      '--username=mira',
      `--password=${password}`,
    ],
    port,
  );
  return {
    kind: 'rclone',
    target: 'place:',
    options: {},
    secrets: { CONFIG: config },
    folder,
    stop: () => stopped(child),
  };
}

/** rclone's own server of a protocol, reached through a remote of a configuration made for it. */
export async function serveRclone(base: string, protocol: 'webdav' | 'sftp'): Promise<Served> {
  const folder = join(base, 'served');
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const password = 'harbour-lantern';
  const obscured = execFileSync('rclone', ['obscure', password], { encoding: 'utf8' }).trim();
  const config = join(base, 'rclone.conf');
  const remote =
    protocol === 'webdav'
      ? ['type = webdav', `url = http://127.0.0.1:${port}`, 'vendor = other']
      : ['type = sftp', 'host = 127.0.0.1', `port = ${port}`];
  writeFileSync(config, ['[place]', ...remote, 'user = mira', `pass = ${obscured}`, ''].join('\n'));
  const child = await started(
    'rclone',
    ['serve', protocol, folder, `--addr=127.0.0.1:${port}`, '--user=mira', `--pass=${password}`, '--config='],
    port,
  );
  return {
    kind: 'rclone',
    target: 'place:',
    options: {},
    secrets: { CONFIG: config },
    folder,
    stop: () => stopped(child),
  };
}

export function serveFolder(base: string): Promise<Served> {
  const folder = join(base, 'served');
  mkdirSync(folder, { recursive: true });
  return Promise.resolve({
    kind: 'folder',
    target: folder,
    options: {},
    secrets: {},
    folder,
    stop: () => Promise.resolve(),
  });
}
