import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_MS, sampleNewsroom, serving, temporary, until } from './command.ts';
import { longwave } from './here.ts';

/*
 * `longwave keys` and what hangs on it, by the real command: a newsroom of one holder, and requests that go astray.
 */

// The sample may have to be made first, which must not be part of a test's time.
beforeAll(async () => (await sampleNewsroom()).remove(), SAMPLE_MS);

const LONG = 120_000;
const PASSPHRASE = 'correct horse is no passphrase';

const work = temporary();
const data = join(work.path, 'data');
const keys = join(work.path, 'keys');
const pass = join(work.path, 'pass');
const settings = { LONGWAVE_DATA: data, LONGWAVE_KEYS: keys };
const file = (name: string): string => join(work.path, name);
const secret = (name: string, text: string): string => {
  writeFileSync(file(name), text, { mode: 0o600 });
  return file(name);
};
const run = (...args: string[]) => longwave(['keys', ...args], settings);
const offline = (): string =>
  join(keys, readdirSync(keys).find((name) => /^offline-.*json$/.test(name)) ?? '');

type Finding = { check: string; verdict: string; found: string; todo: string };
async function doctor(more: Record<string, string> = {}): Promise<Finding[]> {
  const { json } = await longwave(['doctor', '--json'], { ...settings, ...more });
  return (json as { findings: Finding[] }).findings.filter(({ check }) => check === 'keys');
}

let unsigned: { stdout: string; stderr: string; keys: Finding[] };
let created: { stdout: string; stderr: string };

beforeAll(async () => {
  secret('pass', `${PASSPHRASE}\n`);
  const init = await longwave(
    ['init', '--name', 'Harbour Light', '--address', 'https://harbour.example'],
    settings,
  );
  unsigned = { ...init, keys: await doctor() };
  created = await run('create', '--passphrase-file', pass);
}, LONG);

afterAll(() => work.remove());

describe('longwave keys', () => {
  it('are wanting in a new newsroom, which says so', () => {
    expect(unsigned.stderr).toContain('Editions are not signed');
    expect(unsigned.stdout).toContain('longwave keys create');
    expect(unsigned.keys).toMatchObject([
      { verdict: 'warn', todo: expect.stringContaining('longwave keys create') },
    ]);
  });

  it('creates keys once, and never says a secret', async () => {
    expect(created.stdout).toContain('Take the offline files off this machine');
    const seeds = readFileSync(join(keys, 'online.json'), 'utf8').match(/[0-9a-f]{64}/g) ?? [];
    expect(seeds).toHaveLength(4);
    const shown = await run('show');
    const changed = await run('renew', '--key', offline(), '--passphrase-file', pass);
    expect(changed.status, changed.stderr).toBe(0);
    const said = [created, shown, changed].map(({ stdout, stderr }) => stdout + stderr).join('');
    for (const one of [...seeds, PASSPHRASE]) expect(said).not.toContain(one);
    const again = await run('create', '--passphrase-file', pass);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('There are keys in');
  });

  it('shows fingerprint, words, roles and dates', async () => {
    const { json, status } = await run('show', '--json');
    expect(status).toBe(0);
    expect(json).toMatchObject({
      paper: 'Harbour Light',
      sample: false,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      words: expect.arrayContaining([expect.any(String)]),
      waiting: null,
    });
  });

  it.each([
    [['rotate', 'everything'], 2, '"everything" is no role; there are press, snapshot'],
    [['rotate', 'online', 'root'], 2, 'in two steps'],
    [['rotate', 'root', '--key', '/nowhere.json'], 1, 'There is no file "/nowhere.json"'],
    [['renew', 'press'], 2, '"press" is not renewed'],
    [['renew', '--days', 'many'], 2, '--days is "many"; give a whole number from 1 to 3650'],
    [['thresholds'], 2, 'Say --root, --targets or --add'],
    [['sign', '/nowhere.json'], 2, '--key'],
    [['accept', '/nowhere.json'], 1, 'No change of the keys waits'],
    [['request', '/tmp/request.json'], 1, 'No change of the keys waits'],
    [['create', '--holders', '0'], 2, '--holders is "0"'],
    [['shout'], 2, 'shout'],
  ])(
    '%j ends with %i and says what to do',
    async (args, status, message) => {
      const ran = await run(...args);
      expect(ran.stderr).toContain(message);
      expect(ran.status).toBe(status);
      expect(ran.stderr).not.toContain('fault in Longwave');
    },
    LONG,
  );

  it(
    'wants the right passphrase, from a file of the owner’s alone, and changes nothing otherwise',
    async () => {
      const before = readdirSync(join(keys, 'root'));
      const wrong = await run(
        'renew',
        '--key',
        offline(),
        '--passphrase-file',
        secret('wrong', 'not this one, no'),
      );
      expect(wrong).toMatchObject({ status: 1 });
      expect(wrong.stderr).toContain('That is not the passphrase of offline-');
      chmodSync(secret('open', PASSPHRASE), 0o644);
      const open = await run('renew', '--key', offline(), '--passphrase-file', file('open'));
      expect(open.stderr).toContain('Others on this machine can read');
      const nobody = await run('renew', '--key', offline());
      expect(nobody).toMatchObject({ status: 2 });
      expect(nobody.stderr).toContain('Give --passphrase-file');
      const short = await run('holder', '--to', work.path, '--passphrase-file', secret('short', 'secret'));
      expect(short.stderr).toContain('shorter than 12 characters');
      expect(readdirSync(join(keys, 'root'))).toEqual(before);
      expect(readdirSync(keys)).not.toContain('change.json');
    },
    LONG,
  );

  it('refuses thresholds that nobody could meet', async () => {
    const ran = await run('thresholds', '--root', '2', '--key', offline(), '--passphrase-file', pass);
    expect(ran).toMatchObject({ status: 1 });
    expect(ran.stderr).toContain('2 signatures would be needed, and only 1 holders are left');
    const unknown = await run('revoke', 'abcdabcd', '--key', offline(), '--passphrase-file', pass);
    expect(unknown.stderr).toContain('No holder is called "abcdabcd"');
  });
});

describe('signing elsewhere', () => {
  const stick = file('stick');
  const request = file('request.json');
  let key = '';
  let begun: { stdout: string; stderr: string };

  beforeAll(async () => {
    mkdirSync(stick);
    key = join(stick, 'offline.json');
    renameSync(offline(), key);
    begun = await run('rotate', 'press');
    await run('request', request);
  }, LONG);

  it('waits, is shown, and lets no other change begin', async () => {
    expect(begun.stdout, begun.stderr).toContain('It waits for signatures');
    expect((await run('show', '--json')).json).toMatchObject({ waiting: { what: 'rotate press' } });
    const other = await run('renew');
    expect(other).toMatchObject({ status: 1 });
    expect(other.stderr).toContain('The change "rotate press"');
    expect((await doctor()).map(({ found }) => found).join()).toContain('waits for signatures');
  });

  it(
    'needs neither newsroom nor keys, says first what it signs, and asks',
    async () => {
      const alone = { LONGWAVE_DATA: file('nowhere'), LONGWAVE_KEYS: file('no-keys') };
      const carried = file('carried.json');
      cpSync(request, carried);
      const asked = await longwave(['keys', 'sign', carried, '--key', key], alone);
      expect(asked).toMatchObject({ status: 2 });
      expect(asked.stdout).toContain('For the paper "Harbour Light":');
      expect(asked.stdout).toContain('The press gets a new key');
      expect(asked.stderr).toContain('Say --yes');
      const secrets =
        readFileSync(join(keys, 'change.json'), 'utf8').match(/"press": "([0-9a-f]{64})"/)?.[1] ?? 'none';
      expect(readFileSync(carried, 'utf8')).not.toContain(secrets);
      const signed = await longwave(
        ['keys', 'sign', carried, '--key', key, '--passphrase-file', pass, '--yes', '--json'],
        alone,
      );
      expect(signed.json, signed.stderr).toMatchObject({ added: 1, open: [] });
    },
    LONG,
  );

  it(
    'is refused for a stranger, and takes back nothing that was altered on the way',
    async () => {
      await run('holder', '--to', file('stranger'), '--passphrase-file', pass);
      const stranger = join(
        file('stranger'),
        readdirSync(file('stranger')).find((name) => name.startsWith('offline')) ?? '',
      );
      const refused = await run('sign', request, '--key', stranger, '--passphrase-file', pass, '--yes');
      expect(refused).toMatchObject({ status: 1 });
      expect(refused.stderr).toContain('does not ask for a signature of that file');
      const carried = readFileSync(file('carried.json'), 'utf8');
      for (const [from, to] of [
        ['"expires": "20', '"expires": "21'],
        ['"edition.json"', '"*"'],
      ] as const) {
        const altered = carried
          .slice(carried.lastIndexOf('"targets": {\n    "signatures"'))
          .replaceAll(from, to);
        writeFileSync(
          file('altered.json'),
          carried.slice(0, carried.lastIndexOf('"targets": {\n    "signatures"')) + altered,
        );
        const back = await run('accept', file('altered.json'));
        expect(back).toMatchObject({ status: 1 });
        expect(back.stderr).toContain('nothing was taken');
      }
      writeFileSync(file('noise.json'), carried.slice(0, 500));
      expect((await run('accept', file('noise.json'))).stderr).toContain('is no signing request');
      const unsigned = await run('accept', request);
      expect(unsigned.status).toBe(0);
      expect(unsigned.stdout).toContain('It waits for signatures');
    },
    LONG,
  );

  it('comes to pass once it is back, and an old request no more', async () => {
    const done = await run('accept', file('carried.json'), '--json');
    expect(done.json, done.stderr).toMatchObject({ change: 'rotate press', done: true });
    expect((await run('accept', file('carried.json'))).stderr).toContain('No change of the keys waits');
  });

  it('can be dropped', async () => {
    await run('rotate', 'log');
    expect((await run('cancel', '--json')).json).toEqual({ cancelled: 'rotate log' });
    expect(readdirSync(keys)).not.toContain('change.json');
    expect((await run('cancel', '--json')).json).toEqual({ cancelled: null });
  });
});

describe('a newsroom and its keys', () => {
  it(
    'is warned in time, of open doors and of offline keys on the server',
    async () => {
      const key = file('stick/offline.json');
      await run('renew', '--days', '59', '--key', key, '--passphrase-file', pass);
      await longwave(['press'], settings);
      const soon = (await doctor()).filter(({ verdict }) => verdict === 'warn');
      expect(soon.map(({ found }) => found)).toEqual([
        expect.stringMatching(/^The root, version \d+, is good until/),
        expect.stringMatching(/^The targets, version \d+, is good until/),
      ]);
      await run('renew', '--key', key, '--passphrase-file', pass);
      await longwave(['press'], settings);
      expect((await doctor()).map(({ verdict }) => verdict)).not.toContain('warn');
      cpSync(key, join(keys, 'offline-copy.json'));
      expect((await doctor()).map(({ found }) => found).join()).toContain('offline keys on the server');
      rmSync(join(keys, 'offline-copy.json'));
      chmodSync(join(keys, 'online.json'), 0o644);
      expect(await doctor()).toMatchObject([
        { verdict: 'bad', todo: expect.stringContaining('chmod go-rwx') },
      ]);
      const pressed = await longwave(['press'], settings);
      expect(pressed).toMatchObject({ status: 1 });
      expect(pressed.stderr).toContain('chmod go-rwx');
      chmodSync(join(keys, 'online.json'), 0o600);
    },
    LONG,
  );

  it(
    'takes no sample keys for a real paper, and no real ones for the sample',
    async () => {
      const sample = await sampleNewsroom();
      try {
        const mixed = { LONGWAVE_DATA: data, LONGWAVE_KEYS: `${sample.path}.keys` };
        const pressed = await longwave(['press'], mixed);
        expect(pressed).toMatchObject({ status: 1 });
        expect(pressed.stderr).toContain('These are sample keys, which sign no real paper');
        expect(await doctor(mixed)).toContainEqual(expect.objectContaining({ verdict: 'bad' }));
        const create = await longwave(['keys', 'create', '--passphrase-file', pass], {
          LONGWAVE_DATA: sample.path,
          LONGWAVE_KEYS: file('other-keys'),
        });
        expect(create).toMatchObject({ status: 1 });
        expect(create.stderr).toContain('The sample newsroom gets no real keys');
        const shown = await longwave(['keys', 'show'], { LONGWAVE_DATA: sample.path });
        expect(shown.stdout).toContain('SAMPLE');
      } finally {
        sample.remove();
      }
    },
    LONG,
  );

  it(
    'that serves takes new keys by itself',
    async () => {
      const server = await serving(settings);
      try {
        const key = file('stick/offline.json');
        // A server that has just started may sign for other reasons too, so only the key tells.
        const keyNow = async (): Promise<string | undefined> => {
          const answer = await fetch(`${server.address}edition/tuf/timestamp.json`);
          return ((await answer.json()) as { signatures: { keyid: string }[] }).signatures[0]?.keyid;
        };
        const before = await keyNow();
        await run('rotate', 'timestamp', '--key', key, '--passphrase-file', pass);
        await until('the timestamp bears the new key', async () => (await keyNow()) !== before, 60_000);
        expect(server.stderr()).not.toContain('failed');
      } finally {
        await server.stop();
      }
      expect((await doctor()).map(({ verdict }) => verdict)).not.toContain('warn');
    },
    LONG,
  );
});
