import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, openNote, signerFromSeed, toHex } from '#edition';
import { hash } from 'node:crypto';
import { SAMPLE_MS, sampleNewsroom, serving } from './command.ts';
import { longwave } from './here.ts';
import type { Ran } from './command.ts';

type Change = { what: string; path: string | null; headline: string | null; atHand: boolean; story: boolean };
type Edition = {
  edition: number;
  counts: { added: number; changed: number; removed: number } | null;
  changes: Change[];
};
type Listed = { size: number; signedBy: string | null; editions: Edition[] };
type Followed = { path: string; changes: (Change & { edition: number })[] };

describe('longwave log', () => {
  let data: { path: string; remove(): void };
  let changed = '';
  let withdrawn = '';
  let redacted = '';
  const told: Ran[] = [];
  const run = (...args: string[]): Promise<Ran> => longwave(args, { LONGWAVE_DATA: data.path });
  const json = async <T>(...args: string[]): Promise<T> => (await run(...args, '--json')).json as T;

  beforeAll(async () => {
    data = await sampleNewsroom();
    const { stories } = await json<{ stories: { id: string }[] }>(
      'story',
      'list',
      '--state',
      'live',
      '--lang',
      'en',
      '--limit',
      '3',
    );
    [changed = '', withdrawn = '', redacted = ''] = stories.map(({ id }) => id);
    const file = join(data.path, 'story.md');
    const { stdout } = await run('story', 'show', changed, '--markdown');
    writeFileSync(file, stdout.replace(/^headline: .*$/m, 'headline: Another headline for once'));
    await run('story', 'revise', changed, file);
    told.push(await run('story', 'publish', changed));
    told.push(await run('story', 'withdraw', withdrawn, '--reason', 'It was not so'));
  }, SAMPLE_MS);

  afterAll(() => data.remove());

  it('shows what each edition changed, the newest first, stories by their headlines', async () => {
    expect(told.map(({ status, stderr }) => [status, stderr])).toEqual([
      [0, expect.anything()],
      [0, expect.anything()],
    ]);
    const { size, editions, signedBy } = await json<Listed>('log');
    expect([size, editions.map(({ edition }) => edition)]).toEqual([4, [4, 3, 2, 1]]);
    expect(signedBy).toMatch(/^longwave\/[0-9a-f]{16}\+/);
    expect(editions[3]?.counts).toBeNull();
    expect(editions[0]?.changes.filter(({ what }) => what === 'withdrawn')).toHaveLength(1);
    expect(editions[1]?.counts?.changed).toBe(editions[1]?.changes.length);
    const headlines = editions.flatMap((edition) => edition.changes.map(({ headline }) => headline));
    expect(headlines).toContain('Another headline for once');
    const { stdout } = await run('log', '--limit', '1');
    expect(stdout).toMatch(/^Edition 4 .* changed, \d+ removed\n {2}/);
    expect(stdout).toContain('3 older; --limit shows more');
    expect(stdout).not.toContain('Edition 3 ');
  });

  it('follows one story by its id or its path', async () => {
    const byId = await json<Followed>('log', changed);
    expect(byId.changes.map(({ edition, what }) => [edition, what])).toContainEqual([3, 'changed']);
    const byPath = await json<Followed>('log', `/${byId.path}`);
    expect(byPath.changes).toEqual(byId.changes);
    expect((await json<Followed>('log', withdrawn)).changes[0]?.what).toBe('withdrawn');
    expect((await run('log', '2020/01/01/nothing.html')).status).toBe(1);
    expect((await run('log', '../etc')).status).toBe(2);
  });

  it('checks the whole chain here, in a folder and on a host, against the installation’s own root', async () => {
    const out = join(data.path, 'out');
    await run('press', '--out', out);
    const server = await serving({ LONGWAVE_DATA: data.path });
    try {
      for (const from of [[], ['--from', out], ['--from', server.address, '--loopback']]) {
        const {
          status,
          json: report,
          stderr,
        } = await longwave(['log', '--verify', '--json', ...from], {
          LONGWAVE_DATA: data.path,
        });
        expect([from, status, stderr]).toEqual([from, 0, '']);
        expect(report).toMatchObject({ problems: [], apart: 0 });
        expect((report as { size: number; followed: number }).followed).toBe(
          (report as { size: number }).size - 1,
        );
      }
    } finally {
      await server.stop();
    }
    const elsewhere = join(data.path, 'elsewhere');
    const nobody = await longwave(['log', '--verify', '--from', out], { LONGWAVE_DATA: elsewhere });
    expect([nobody.status, nobody.stdout]).toEqual([1, expect.stringContaining('--fingerprint names')]);
    const root = join(out, 'edition/tuf/1.root.json');
    const named = await longwave(['log', '--verify', '--from', out, '--root', root], {
      LONGWAVE_DATA: elsewhere,
    });
    expect(named.status).toBe(0);
    // A copy that is behind is told of by what this installation knows.
    await run('front', 'banner', 'Ferries sail again');
    const later = await longwave(['log', '--verify', '--from', out, '--json'], { LONGWAVE_DATA: data.path });
    expect([later.status, later.json]).toMatchObject([0, { behind: 1, problems: [] }]);
    expect((await run('log', '--verify', '--from', out)).stdout).toContain('It is 1 edition behind');
    const saved = await longwave(
      [
        'save',
        (await json<Followed>('log', changed)).path,
        '--from',
        out,
        '--out',
        join(data.path, 'saved.html'),
      ],
      { LONGWAVE_DATA: data.path },
    );
    expect([saved.status, saved.stdout]).toEqual([0, expect.stringContaining('knows a newer edition')]);
    const path = join(out, 'edition/log/change/1');
    const bytes = readFileSync(path);
    bytes[9] = (bytes[9] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const damaged = await run('log', '--verify', '--from', out);
    expect([damaged.status, damaged.stdout]).toEqual([
      1,
      expect.stringContaining('Edition 2: what it changed'),
    ]);
  }, 60_000);

  it('prints the checkpoint for witnesses and keeps what they sign until the next', async () => {
    const { stdout } = await run('log', 'checkpoint');
    const note = openNote(Buffer.from(stdout));
    const signer = await signerFromSeed(Buffer.alloc(32, 7));
    const body = Buffer.concat([Buffer.of(4), Buffer.from(fromHex(signer.key.keyval.public))]);
    const name = 'witness.example';
    const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), body]), 'buffer').subarray(0, 4);
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(1_795_000_000n);
    const signature = await signer.sign(Buffer.from(`cosignature/v1\ntime 1795000000\n${note.text}`));
    const line = `— ${name} ${Buffer.concat([id, time, signature]).toString('base64')}\n`;
    const file = join(data.path, 'line.txt');
    writeFileSync(file, line);
    const key = `${name}+${toHex(id)}+${body.toString('base64')}`;
    const added = await run('log', 'checkpoint', '--add-witness', file, '--witness-key', key);
    expect([added.status, added.stderr]).toEqual([0, '']);
    expect((await run('log', 'checkpoint')).stdout).toBe(`${stdout}${line}`);
    expect((await run('log', 'checkpoint', '--witness-key', key)).stdout).toContain('2026-11-');
    // Signing the times anew and packing leave it; the next edition has a checkpoint of its own.
    expect((await run('log', '--verify')).status).toBe(0);
    const again = await run('log', 'checkpoint', '--add-witness', file, '--witness-key', `${key}x`);
    expect(again.status).not.toBe(0);
    await run('story', 'correct', changed, '--text', 'A note');
    const next = (await run('log', 'checkpoint')).stdout;
    expect(openNote(Buffer.from(next)).lines).toHaveLength(1);
    const late = await run('log', 'checkpoint', '--add-witness', file, '--witness-key', key);
    expect([late.status, late.stderr]).toEqual([1, expect.stringContaining('not signed by')]);
    expect((await run('log', 'checkpoint')).stdout).toBe(next);
  }, 60_000);

  it('tells nothing of a redacted story, which leaves no byte in the edition', async () => {
    const { story } = await json<{ story: { path: string } }>('story', 'show', redacted);
    const slug = story.path.split('/').at(-1)?.replace('.html', '') ?? '';
    expect(slug.length).toBeGreaterThan(5);
    const { status, stderr } = await run('story', 'withdraw', redacted, '--reason', 'Danger', '--redact');
    expect(status).toBe(0);
    expect(stderr).toMatch(/backups from before/);
    expect(stderr).toMatch(/mirrors/);
    const { stdout } = await run('log', '--json');
    expect(stdout).not.toContain(slug);
    const found = execFileSync('sh', [
      '-c',
      `grep -rlaF -e "${slug}" "${join(data.path, 'edition')}" || true`,
    ]);
    expect(found.toString()).toBe('');
    expect((await run('log', '--verify')).status).toBe(0);
  }, 60_000);

  it('explains itself, and refuses what it cannot do', async () => {
    const help = await run('log', '--help');
    expect([help.status, help.stdout]).toEqual([0, expect.stringMatching(/Examples:[\s\S]*--add-witness/)]);
    for (const args of [
      ['--limit', '0'],
      ['--add-witness', 'x'],
      ['checkpoint', '--add-witness', '/nowhere/file'],
      ['x.html', '--verify'],
      ['--from', '/nowhere'],
      ['--root', 'a', '--fingerprint', 'b'],
    ]) {
      expect([args, (await run('log', ...args)).status]).toEqual([args, 2]);
    }
  });
});
