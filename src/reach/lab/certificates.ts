import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabHost } from './names.ts';
import { run } from './run.ts';

/*
 * Two authorities: the one that the lab's hosts have their certificates from, and the censor's. Leaves come with an
 * intermediate, both with ECDSA keys, and hold as much as those of public authorities, so that a handshake costs what it
 * costs on the internet: the curtain counts those bytes.
 */

export type Pair = { key: string; cert: string };

export type Authority = {
  /** File of the root that browsers may be told to trust. */
  root: string;
  /** PEM of a host's key and chain. */
  pairOf(host: LabHost): Pair;
};

/** Makes an authority and a certificate for each host, in a folder of its own. */
export async function makeAuthority(
  folder: string,
  name: string,
  hosts: readonly LabHost[],
): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const at = (file: string): string => join(folder, file);
  await issue(
    at,
    'root',
    `/O=${name}/CN=${name} Root`,
    null,
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign',
  );
  await issue(
    at,
    'between',
    `/O=${name}/CN=${name} Servers 1`,
    'root',
    'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign',
  );
  // One key for all leaves, as nobody looks at it.
  await newKey(at('leaf.key'));
  const pairs = new Map<string, Pair>();
  await Promise.all(hosts.map(async (host) => pairs.set(host.name, await leaf(at, host))));
  return {
    root: at('root.crt'),
    pairOf({ name: wanted }) {
      const pair = pairs.get(wanted);
      if (pair === undefined) throw new Error(`There is no certificate for "${wanted}"`);
      return pair;
    },
  };
}

async function leaf(at: (file: string) => string, { name }: LabHost): Promise<Pair> {
  const extensions = `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:${name},DNS:www.${name}\n${PADDING}`;
  await issue(at, name, `/CN=${name}`, 'between', extensions, at('leaf.key'));
  const [key, own, between] = await Promise.all(
    ['leaf.key', `${name}.crt`, 'between.crt'].map((file) => readFile(at(file), 'utf8')),
  );
  return { key: key ?? '', cert: `${own}${between}` };
}

/** In place of the receipts of two logs and the addresses that a public authority writes into each certificate. */
const PADDING = `1.3.6.1.4.1.32473.1=DER:0482016c${'00'.repeat(364)}`;

const newKey = (file: string): Promise<string> =>
  run('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file]);

async function issue(
  at: (file: string) => string,
  file: string,
  subject: string,
  issuer: string | null,
  extensions: string,
  key?: string,
): Promise<void> {
  if (key === undefined) await newKey(at(`${file}.key`));
  const own = key ?? at(`${file}.key`);
  await writeFile(at(`${file}.ext`), extensions);
  await run('openssl', ['req', '-new', '-sha256', '-key', own, '-subj', subject, '-out', at(`${file}.csr`)]);
  const by =
    issuer === null
      ? ['-signkey', own]
      : [
          '-CA',
          at(`${issuer}.crt`),
          '-CAkey',
          at(`${issuer}.key`),
          '-set_serial',
          `0x${randomBytes(16).toString('hex')}`,
        ];
  await run('openssl', [
    'x509',
    '-req',
    '-sha256',
    '-days',
    '30',
    '-in',
    at(`${file}.csr`),
    '-extfile',
    at(`${file}.ext`),
    ...by,
    '-out',
    at(`${file}.crt`),
  ]);
}

/** Tells a folder of Mozilla's certificate store, as Firefox's profiles and Chromium on Linux use it, whom to trust. */
export async function trustIn(
  folder: string,
  roots: readonly { name: string; file: string }[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!existsSync(join(folder, 'cert9.db')))
    await run('certutil', ['-d', `sql:${folder}`, '-N', '--empty-password']);
  for (const { name, file } of roots)
    await run('certutil', ['-d', `sql:${folder}`, '-A', '-t', 'C,,', '-n', name, '-i', file]);
}
