import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporary } from './command.ts';
import { longwave } from './here.ts';

/*
 * The drills of docs/KEYS.md, run as they stand there: only the folders are others, and passphrases are typed by a
 * script that stands in front of the command and hands it to this process, which starts sooner than one of its own.
 */

const root = resolve(import.meta.dirname, '..');
const LONG = 240_000;

/** The shell blocks below a mark `<!-- drill: name -->`, up to the next mark of a drill; `<!-- move -->` cuts them. */
function drill(name: string): string[] {
  const text = readFileSync(join(root, 'docs', 'KEYS.md'), 'utf8');
  const [, rest = ''] = text.split(`<!-- drill: ${name} -->`);
  const [own = ''] = rest.split(/<!-- drill: |\n## Daily life|\n## The fingerprint/);
  return own
    .split('<!-- move -->')
    .map((part) => [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block).join(''));
}

const drills = (): string[] =>
  [...readFileSync(join(root, 'docs', 'KEYS.md'), 'utf8').matchAll(/<!-- drill: (.*?) -->/g)].map(
    ([, name = '']) => name,
  );

type Place = { path: string; data: string; keys: string; port: number; remove: () => void };

let ready: Place;
const made: Place[] = [];

/** A machine of its own: data, keys, and the sticks of the holders. */
async function place(): Promise<Place> {
  const folder = temporary();
  const { path } = folder;
  const [data, keys] = [join(path, 'data'), join(path, 'keys')];
  const door = createServer((socket) => void answer(socket, settingsOf({ data, keys }))).listen(
    0,
    '127.0.0.1',
  );
  await once(door, 'listening');
  const remove = (): void => {
    door.close();
    folder.remove();
  };
  const here = { path, data, keys, port: (door.address() as AddressInfo).port, remove };
  made.push(here);
  for (const stick of ['one', 'two', 'three', 'four', 'five', 'carry', 'bin']) {
    mkdirSync(join(path, 'media', stick), { recursive: true });
  }
  for (const file of ['a', 'b', 'c', 'd']) {
    writeFileSync(join(path, `pass-${file}`), `the passphrase of holder ${file}\n`, { mode: 0o600 });
  }
  putInFront(here);
  return here;
}

function putInFront({ path, port }: Place): void {
  const file = join(path, 'media', 'bin', 'longwave');
  writeFileSync(file, IN_FRONT.replaceAll('PORT', String(port)).replaceAll('HERE', path));
  chmodSync(file, 0o755);
}

/** Reads the number of words and the words, and answers with status, output and errors: each ends with a zero byte. */
async function answer(socket: Socket, settings: Record<string, string>): Promise<void> {
  let asked = '';
  for await (const piece of socket.setEncoding('utf8')) {
    asked += piece as string;
    const [count = '', ...words] = asked.split('\0');
    if (words.length <= Number(count || Infinity)) continue;
    const { status, stdout, stderr } = await longwave(words.slice(0, Number(count)), settings);
    socket.end(`${status}\0${stdout}\0${stderr}\0`);
    return;
  }
}

/** Stands for the command, and types what a person would: yes, and a passphrase for each file. */
const IN_FRONT = `#!/usr/bin/env bash
set -eu
more=()
if [ "$1" = keys ]; then
  case "$2" in
    create) for n in "$@"; do case "$last" in --holders) for p in a b c; do more+=(--passphrase-file "HERE/pass-$p"); done;; esac; last="$n"; done;;
    holder) more+=(--passphrase-file "HERE/pass-a");;
    sign) more+=(--yes);;
    rotate) case " $* " in *" root "*) more+=(--new-passphrase-file "HERE/pass-b");; esac;;
  esac
  key=""
  for n in "$@"; do
    case "$n" in --key) key=yes;; --*) key="";; *) if [ -n "$key" ]; then more+=(--passphrase-file "HERE/pass-a"); fi;; esac
  done
fi
set -- "$@" "\${more[@]}"
exec 3<>/dev/tcp/127.0.0.1/PORT
printf '%s\\0' "$#" "$@" >&3
for part in status stdout stderr; do IFS= read -r -d '' "$part" <&3; done
printf '%s' "$stdout"
printf '%s' "$stderr" >&2
exit "$status"
`.replace('more=()', 'more=(); last=""');

async function shell(here: Place, script: string): Promise<string> {
  const text = script
    .replaceAll('/media/', `${here.path}/media/`)
    .replaceAll('fingerprint.svg', `${here.path}/fingerprint.svg`);
  const child = spawn('bash', ['-euo', 'pipefail', '-x', '-c', text], {
    cwd: here.path,
    env: {
      ...Object.fromEntries(
        Object.entries(process.env).filter(
          ([name]) => !name.startsWith('LONGWAVE_') && name !== 'DATABASE_URL',
        ),
      ),
      PATH: `${here.path}/media/bin:${process.env.PATH ?? ''}`,
      LONGWAVE_DATA: here.data,
      LONGWAVE_KEYS: here.keys,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  expect(status, said).toBe(0);
  return said;
}

const settingsOf = ({ data, keys }: Pick<Place, 'data' | 'keys'>) => ({
  LONGWAVE_DATA: data,
  LONGWAVE_KEYS: keys,
});

type Shown = {
  fingerprint: string;
  fingerprints: { version: number; fingerprint: string }[];
  root: { version: number; expires: string };
  targets: { version: number; expires: string };
  holders: { name: string }[];
  roles: { role: string; threshold: number; keys: string[] }[];
  waiting: unknown;
};

async function shown(here: Place): Promise<Shown> {
  const { json, stderr, status } = await longwave(['keys', 'show', '--json'], settingsOf(here));
  expect(status, stderr).toBe(0);
  return json as Shown;
}

type Finding = { check: string; verdict: string; found: string };

/** What the doctor says of the keys must be well, whatever else is not. */
async function wellSigned(here: Place): Promise<void> {
  const { json } = await longwave(['doctor', '--json'], settingsOf(here));
  const keys = (json as { findings: Finding[] }).findings.filter(({ check }) => check === 'keys');
  expect(keys.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
  expect(keys.map(({ found }) => found)).toContain('The edition carries the newest root and targets');
}

/** The newsroom of the drills again, to be changed. */
async function copy(): Promise<Place> {
  const here = await place();
  for (const part of ['data', 'keys', join('media')]) {
    cpSync(join(ready.path, part), join(here.path, part), { recursive: true });
  }
  // The copied script types for the machine that it was copied from.
  putInFront(here);
  return here;
}

const nameOf = (here: Place, stick: string): string => {
  const file = readdirSync(join(here.path, 'media', stick)).find((name) => name.startsWith('holder-')) ?? '';
  return file.slice('holder-'.length, -'.json'.length);
};

beforeAll(async () => {
  ready = await place();
  await shell(ready, 'longwave init --name "Harbour Light" --address https://harbour.example');
  const [text = ''] = drill('making them');
  await shell(ready, text);
  await shell(ready, 'longwave press --out /media/mirror');
}, LONG);

afterAll(() => {
  for (const one of made) one.remove();
});

describe('the drills of docs/KEYS.md', () => {
  const run: string[] = ['making them'];

  async function after(name: string, change: (text: string, here: Place) => string = (text) => text) {
    run.push(name);
    const here = await copy();
    const before = await shown(here);
    const parts = drill(name);
    expect(parts.join('')).toContain('longwave press');
    for (const text of parts) await shell(here, change(text, here));
    return { here, before, now: await shown(here) };
  }
  const withLost = (text: string, here: Place): string => text.replaceAll('3f9a12cd', nameOf(here, 'one'));

  it('making them: two of three holders, a fingerprint in print, a signed edition', async () => {
    const now = await shown(ready);
    expect(now.holders.map(({ name }) => name)).toEqual(
      ['one', 'two', 'three'].map((stick) => nameOf(ready, stick)),
    );
    expect(now.roles.filter(({ threshold }) => threshold === 2).map(({ role }) => role)).toEqual([
      'root',
      'targets',
    ]);
    expect(readFileSync(join(ready.path, 'fingerprint.svg'), 'utf8')).toContain('<svg');
    expect(existsSync(join(ready.path, 'media', 'mirror', 'edition', 'tuf', '1.root.json'))).toBe(true);
    await wellSigned(ready);
  });

  it.each(['a lost offline key', 'a leaked offline key'])(
    '%s: the holder is another',
    async (name) => {
      const { here, before, now } = await after(name, withLost);
      const gone = nameOf(ready, 'one');
      expect(before.holders.map((holder) => holder.name)).toContain(gone);
      expect(now.holders.map((holder) => holder.name)).not.toContain(gone);
      expect(now.holders).toHaveLength(3);
      expect(now.root.version).toBeGreaterThan(before.root.version);
      expect(now.fingerprints[0]?.fingerprint).toBe(before.fingerprint);
      await wellSigned(here);
    },
    LONG,
  );

  it(
    'too few offline keys left: a new paper, whose edition holds nothing of the old keys',
    async () => {
      const { here, before, now } = await after('too few offline keys left');
      expect(now.root.version).toBe(1);
      expect(now.fingerprints).toHaveLength(1);
      expect(now.fingerprint).not.toBe(before.fingerprint);
      await wellSigned(here);
    },
    LONG,
  );

  it(
    'a leaked online key: all four are others, the holders the same',
    async () => {
      const { here, before, now } = await after('a leaked online key');
      const keysOf = (from: Shown, role: string) => from.roles.find((one) => one.role === role)?.keys;
      for (const role of ['press', 'snapshot', 'timestamp'])
        expect(keysOf(now, role)).not.toEqual(keysOf(before, role));
      expect(now.holders).toEqual(before.holders);
      await wellSigned(here);
      // What the leaked keys signed, and whoever has them may sign, is believed no more by who knows the new ones.
      const old = join(ready.path, 'media', 'mirror');
      const saved = await longwave(['save', '2026/01/01/any.html', '--from', old], settingsOf(here));
      expect([saved.status, saved.stderr]).toEqual([1, expect.stringContaining('have been replaced since')]);
      const log = await longwave(['log', '--verify', '--from', old, '--json'], settingsOf(here));
      expect(log).toMatchObject({ status: 1, json: { newest: { state: 'unknown' } } });
    },
    LONG,
  );

  it(
    'a seized server: the paper goes on elsewhere with what a mirror and the holders have',
    async () => {
      const backup = join(ready.path, 'backup.tar.gz');
      if (!existsSync(backup)) await shell(ready, `longwave backup ${backup}`);
      const { here, before, now } = await after('a seized server', (text, at) => {
        cpSync(backup, join(at.path, 'media', 'carry', 'backup.tar.gz'));
        for (const folder of [at.data, at.keys]) rmSync(folder, { recursive: true });
        return text;
      });
      expect(now.fingerprints[0]?.fingerprint).toBe(before.fingerprint);
      expect(now.root.version).toBe(2);
      await wellSigned(here);
    },
    LONG,
  );

  it(
    'a lost passphrase: another holder in the place',
    async () => {
      const { here, now } = await after('a lost passphrase');
      expect(now.holders.map(({ name }) => name)).not.toContain(nameOf(ready, 'one'));
      await wellSigned(here);
    },
    LONG,
  );

  it(
    'moving to a new machine: the same keys, and nothing of them left on the stick',
    async () => {
      let part = 0;
      const { here, before, now } = await after('moving to a new machine', (text, at) => {
        if (part++ === 1) for (const folder of [at.data, at.keys]) rmSync(folder, { recursive: true });
        return text;
      });
      expect(part).toBe(2);
      expect(now).toEqual(before);
      expect(existsSync(join(here.path, 'media', 'carry', 'keys'))).toBe(false);
      await wellSigned(here);
    },
    LONG,
  );

  it(
    'the yearly renewal: the same keys for longer',
    async () => {
      const { here, before, now } = await after('the yearly renewal');
      expect([now.root.version, now.targets.version]).toEqual([2, 2]);
      expect(now.holders).toEqual(before.holders);
      expect(Date.parse(now.root.expires)).toBeGreaterThanOrEqual(Date.parse(before.root.expires));
      await wellSigned(here);
    },
    LONG,
  );

  it(
    'from one holder to three',
    async () => {
      const { now } = await after('from one holder to three', (text, at) => {
        rmSync(at.keys, { recursive: true });
        for (const stick of ['one', 'two', 'three']) {
          rmSync(join(at.path, 'media', stick), { recursive: true });
        }
        const begin =
          'longwave keys holder --to /media/one\nlongwave keys create --holder /media/one/holder-*.json\n';
        const sign =
          'longwave keys request /media/carry/first.json\nlongwave keys sign /media/carry/first.json --key /media/one/offline-*.json\nlongwave keys accept /media/carry/first.json\n';
        return `${begin}${sign}${text}`;
      });
      expect(now.holders).toHaveLength(3);
      expect(now.roles.find(({ role }) => role === 'root')).toMatchObject({ threshold: 2 });
    },
    LONG,
  );

  it('are all run here', () => {
    expect(run.sort()).toEqual(drills().sort());
  });
});
