import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LAB_ROWS, sweepLabs, type BrowserName, type Outcome } from '#reach';
import { beforeAll, describe, expect, it } from 'vitest';
import { longwave, until } from './command.ts';

/*
 * The censor lab, each row once in both browsers, where it is root that runs the tests: nobody else may make network
 * namespaces.
 */

const root = resolve(import.meta.dirname, '..');
const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];
/** Milliseconds on a machine with much else to do. */
const LAB_TIME = 1_500_000;

const ours = (): string[] => {
  try {
    return readdirSync('/run/netns').filter((name) => name.startsWith('longwave-lab-'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

describe('the censor lab', () => {
  it('leaves nothing behind when it was killed: whoever comes next clears it away', async () => {
    const lab = fork(join(import.meta.dirname, 'lab.child.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(lab, 'message');
    const made = ours().filter((name) => name.includes(`-${lab.pid}-`));
    expect(made).toHaveLength(3);
    const working = inside(made);
    // Hosts, the wire, and the resolver.
    expect(working.length).toBeGreaterThanOrEqual(3);
    lab.kill('SIGKILL');
    await once(lab, 'exit');
    await sweepLabs();
    expect(ours().filter((name) => made.includes(name))).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`longwave-lab-${lab.pid}-`))).toEqual([]);
    await until('what ran in them has ended', () =>
      Promise.resolve(working.every((pid) => !existsSync(`/proc/${pid}`))),
    );
  }, 60_000);

  it('says what it needs', async () => {
    const refused = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'lab', '--json'], {
      uid: 65_534,
      gid: 65_534,
      env: { PATH: process.env.PATH ?? '', NODE_DISABLE_COMPILE_CACHE: '1' },
    });
    let said = '';
    refused.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [status] = (await once(refused, 'close')) as [number];
    expect(status).toBe(1);
    expect(said).toContain('needs root');
    const wrong = await longwave(['lab', '--rows', 'curtain,nonsense', '--json'], {});
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('There is no row "nonsense"');
    expect((await longwave(['lab', '--browser', 'lynx', '--json'], {})).status).toBe(2);
  }, 60_000);

  describe('has a returning reader', () => {
    let outcomes: readonly Outcome[] = [];
    const before = ours();
    beforeAll(async () => {
      const { json, stderr } = await longwave(
        ['lab', '--together', '--no-write', '--seed', '1', '--json'],
        {},
      );
      outcomes = (json as { outcomes?: Outcome[] }).outcomes ?? [];
      if (outcomes.length === 0) throw new Error(stderr);
    }, LAB_TIME);

    it.each(
      BROWSERS.flatMap((browser) =>
        LAB_ROWS.map((row) => [row.technique, row.sees, browser, row.id] as const),
      ),
    )('%s: %s (%s)', (_technique, _sees, browser, id) => {
      const outcome = outcomes.find((one) => one.row === id && one.browser === browser);
      expect(outcome?.why).toBe('');
      expect(outcome?.passed).toBe(true);
    });

    it('and takes everything away', () => {
      expect(ours().filter((name) => !before.includes(name))).toEqual([]);
    });
  });
});

/** Processes that are in some namespaces. */
function inside(names: readonly string[]): number[] {
  const lists = names.map((name) => execFileSync('ip', ['netns', 'pids', name], { encoding: 'utf8' }));
  return lists.flatMap((list) => list.split('\n')).flatMap((line) => (line === '' ? [] : [Number(line)]));
}
