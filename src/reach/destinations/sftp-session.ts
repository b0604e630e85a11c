import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2';
import { z } from 'zod';
import type { OpenOptions, Secrets } from '../destination.ts';
import { ReachError } from '../error.ts';
import { capital, errno, systemError } from './system-error.ts';

/** What an SFTP mirror keeps in its options. */
export const SFTP_OPTIONS = z.object({
  /** `SHA256:…`, as `ssh-keygen -lf` shows it; the server has to show this key. */
  hostKey: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/)
    .optional(),
});

export type SftpPlace = { host: string; port: number; user: string; path: string };

/** `sftp://user@host:port/path` */
export function readSftpTarget(target: string): SftpPlace {
  const problem = (what: string): ReachError =>
    new ReachError(
      'bad_mirror',
      `The target "${target}" ${what}; write it like sftp://user@host.example.org/folder`,
    );
  if (!URL.canParse(target)) throw problem('is no address');
  const url = new URL(target);
  if (url.protocol !== 'sftp:') throw problem('does not begin with sftp://');
  if (url.password !== '') throw problem('holds a password, which belongs elsewhere');
  if (url.username === '' || url.hostname === '') throw problem('names no user or no host');
  const path = decodeURIComponent(url.pathname).replace(/\/+$/, '');
  if (path === '') throw problem('names no folder');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 22 : Number(url.port),
    user: decodeURIComponent(url.username),
    // "/~/site" is below the user’s own folder, as with other programs.
    path: path.startsWith('/~/') ? path.slice(3) : path,
  };
}

const READY_MS = 20_000;
const KEEP_ALIVE_MS = 15_000;

export type Session = { sftp: SFTPWrapper; client: Client; hostKey: string };

/**
 * Connects. A host key that is not the pinned one ends it before any password is sent.
 *
 * @param pinned null to take any, when a mirror is added and the key is about to be pinned
 * @throws ReachError `host_key`, `no_secret`, `denied`, `unreachable`
 */
export async function openSession(
  { mirror, secrets, signal }: OpenOptions,
  pinned: string | null,
): Promise<Session> {
  const { host, port, user } = readSftpTarget(mirror.target);
  const where = nameOf(mirror.target);
  const { Client: SshClient } = (await import('ssh2')).default;
  const client = new SshClient();
  let shown = '';
  const config: ConnectConfig = {
    host,
    port,
    username: user,
    readyTimeout: READY_MS,
    keepaliveInterval: KEEP_ALIVE_MS,
    ...credentials(mirror.id, secrets),
    hostVerifier: (key: Buffer) => {
      shown = `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
      return pinned === null || shown === pinned;
    },
  };
  const end = (): void => void client.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      client.on('error', reject);
      client.on('close', () =>
        reject(new ReachError('unreachable', `${capital(where)} closed the connection`)),
      );
      client.on('ready', () => client.sftp((error, opened) => (error ? reject(error) : resolve(opened))));
      client.connect(config);
    });
    return { sftp, client, hostKey: shown };
  } catch (error) {
    client.end();
    if (pinned !== null && shown !== '' && shown !== pinned)
      throw changedKey(mirror.id, where, { pinned, shown });
    throw connectError(error, where);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

export const nameOf = (target: string): string => {
  const { host, path } = readSftpTarget(target);
  return `the folder "${path}" at ${host}`;
};

function credentials(id: string, secrets: Secrets): Partial<ConnectConfig> {
  const { PASSWORD, KEY, KEY_FILE, KEY_PASSPHRASE } = secrets;
  const privateKey = KEY ?? (KEY_FILE === undefined ? undefined : keyIn(KEY_FILE));
  if (privateKey !== undefined) {
    return { privateKey, ...(KEY_PASSPHRASE === undefined ? {} : { passphrase: KEY_PASSPHRASE }) };
  }
  if (PASSWORD !== undefined) return { password: PASSWORD };
  throw new ReachError(
    'no_secret',
    `The mirror "${id}" needs KEY_FILE, KEY or PASSWORD; set LONGWAVE_MIRROR_${id.toUpperCase().replaceAll('-', '_')}_KEY_FILE, or keep them with "longwave mirror secret"`,
  );
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ReachError('no_secret', `The key file "${file}" cannot be read (${errno(error)})`, {
      cause: error,
    });
  }
}

const changedKey = (
  id: string,
  where: string,
  { pinned, shown }: { pinned: string; shown: string },
): ReachError =>
  new ReachError(
    'host_key',
    `${capital(where)} shows the host key ${shown} instead of ${pinned}; nothing was sent. Ask its owner; if the change is right, remove the mirror "${id}" and add it again`,
  );

function connectError(error: unknown, where: string): Error {
  if (error instanceof ReachError) return error;
  const cause = { cause: error };
  const level = error instanceof Error && 'level' in error ? error.level : '';
  if (level === 'client-authentication') {
    return new ReachError(
      'denied',
      `${capital(where)} does not accept the user with this key or password`,
      cause,
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  // The library reports a key that it cannot read before it connects; its words hold nothing of the key.
  if (/privateKey|passphrase/i.test(message)) {
    return new ReachError(
      'no_secret',
      'The private key cannot be read; check the file and its KEY_PASSPHRASE',
      cause,
    );
  }
  const told = systemError(error, where, 'connecting');
  if (told instanceof ReachError) return told;
  return new ReachError('unreachable', `${capital(where)} cannot be reached: ${message}`, cause);
}
