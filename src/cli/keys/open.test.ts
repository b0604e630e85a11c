import { randomBytes } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterEach, describe, expect, it } from 'vitest';
import { temporary } from '../../../test/command.ts';
import { projectRoot } from '../settings.ts';
import { withLock } from './lock.ts';
import { makeKeys } from './make.ts';
import { openKeys } from './open.ts';
import { checkSample, isSample, SAMPLE } from './sample.ts';

const cleaning: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});

/** Keys of the sample, which need no passphrase, in a folder that goes with the test. */
async function keys(options: { holders?: number; threshold?: number } = {}): Promise<string> {
  const { holders = 1, threshold = 1 } = options;
  const made = temporary();
  cleaning.push(() => made.remove());
  const folder = join(made.path, 'keys');
  await makeKeys({
    folder,
    to: folder,
    paper: 'Far Shore',
    sample: true,
    passphrases: Array.from({ length: holders }, () => null),
    others: [],
    thresholds: { root: threshold, targets: threshold },
    at: Date.now(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
  });
  return folder;
}

describe('the keys of a newsroom', () => {
  it('are none where none were made', async () => {
    expect(await openKeys('/nowhere/keys')).toBeNull();
    const made = temporary();
    cleaning.push(() => made.remove());
    expect(await openKeys(made.path)).toBeNull();
  });

  it('sign with the keys that root and targets name, and say whose they are', async () => {
    const opened = await openKeys(await keys({ holders: 3, threshold: 2 }));
    const { authority, signers, sample, fingerprint, anchors } = opened ?? {};
    expect(sample).toBe(true);
    expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(anchors?.roots).toHaveLength(1);
    expect(authority?.root.roles.snapshot.keyids).toEqual([signers?.snapshot.keyid]);
    expect(authority?.root.roles.timestamp.keyids).toEqual([signers?.timestamp.keyid]);
    expect(Object.keys(authority?.targets.delegations?.keys ?? {})).toEqual([signers?.press.keyid]);
    expect(authority?.root.longwave.log.startsWith(`${signers?.log.name}+`)).toBe(true);
  });

  it('are nobody else’s to read', async () => {
    const folder = await keys();
    chmodSync(join(folder, 'online.json'), 0o640);
    await expect(openKeys(folder)).rejects.toThrow(
      `Others on this machine can read "${join(folder, 'online.json')}"`,
    );
    chmodSync(join(folder, 'online.json'), 0o600);
    chmodSync(folder, 0o750);
    await expect(openKeys(folder)).rejects.toMatchObject({
      details: [`Run: chmod go-rwx "${folder}"`, expect.anything()],
    });
    chmodSync(folder, 0o700);
    expect(await openKeys(folder)).not.toBeNull();
  });

  it('that are damaged, of another paper or lost are refused with what to do', async () => {
    const [one, two] = [await keys(), await keys()];
    const online = join(one, 'online.json');
    const whole = readFileSync(online);
    writeFileSync(online, readFileSync(join(two, 'online.json')), { mode: 0o600 });
    await expect(openKeys(one)).rejects.toThrow('does not hold the press key');
    writeFileSync(online, whole.subarray(0, 100));
    await expect(openKeys(one)).rejects.toThrow('is damaged');
    rmSync(online);
    await expect(openKeys(one)).rejects.toThrow('but no online keys');
    writeFileSync(online, whole, { mode: 0o600 });
    const root = join(one, 'root', '1.root.json');
    writeFileSync(root, readFileSync(root, 'utf8').replace('"sample":true', '"sample":false'));
    await expect(openKeys(one)).rejects.toThrow('do not hold together');
  });

  it('are written for their owner alone', async () => {
    const folder = await keys({ holders: 2 });
    const { statSync } = await import('node:fs');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(0o600);
    }
    expect(readdirSync(folder).filter((name) => /tmp|part|lock/.test(name))).toEqual([]);
  });

  it('are changed by one command at a time, and a dead one’s lock is taken over', async () => {
    const folder = await keys();
    await withLock(folder, async () => {
      await expect(withLock(folder, () => Promise.resolve())).rejects.toThrow(
        'Another command is changing these keys',
      );
    });
    const { hostname } = await import('node:os');
    writeFileSync(join(folder, 'lock'), `${hostname()} ${process.pid} 1`);
    expect(await withLock(folder, () => Promise.resolve('done'))).toBe('done');
    writeFileSync(join(folder, 'lock'), 'another-host 7 1');
    await expect(withLock(folder, () => Promise.resolve())).rejects.toMatchObject({
      details: [expect.stringContaining('remove')],
    });
  });
});

describe('sample keys', () => {
  const sample = { address: SAMPLE.address, publisher: { name: SAMPLE.publisher, logo: null } };
  const real = { ...sample, address: 'https://harbour.example' };

  it('are those of the newsroom in sample/', () => {
    const file = readFileSync(join(projectRoot(), 'sample', 'newsroom.yaml'), 'utf8');
    const { address, publisher } = parse(file) as { address: string; publisher: { name: string } };
    expect(isSample({ address, publisher: { name: publisher.name, logo: null } })).toBe(true);
  });

  it('sign no real paper, and real keys no sample', () => {
    expect(() => checkSample({ sample: true }, real)).toThrow('sign no real paper');
    expect(() => checkSample({ sample: false }, sample)).toThrow('not signed with real keys');
    checkSample({ sample: true }, sample);
    checkSample({ sample: false }, real);
  });
});
