import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { sampleNewsroom, SAMPLE_MS, serving, until } from './command.ts';
import { longwave } from './here.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const tor = (...args: string[]) => {
  const child = spawn('tor', args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return { child, said: () => said };
};

/** The header line of a page, as a browser gets it that asks for it by this name. */
async function locationAt(address: string, host: string): Promise<string | undefined> {
  const [response] = (await once(get(address, { headers: { host } }), 'response')) as [
    NodeJS.ReadableStream & { headers: Record<string, string>; statusCode: number },
  ];
  response.resume();
  expect(response.statusCode).toBe(200);
  return response.headers['onion-location'];
}

it(
  'gets an onion by the configuration that "longwave init --onion" writes for Debian’s tor',
  async () => {
    const data = await sampleNewsroom();
    ends.push(() => data.remove());
    const base = mkdtempSync(join(tmpdir(), 'longwave-tor-'));
    ends.push(() => rmSync(base, { recursive: true, force: true }));
    const folder = join(base, 'service');
    const settings = { LONGWAVE_DATA: data.path };
    const first = await longwave(['init', '--onion', folder], settings);
    expect(first).toMatchObject({ status: 0 });
    expect(first.stdout).toContain(`cat ${folder}/hostname`);
    const file = join(data.path, 'tor', 'longwave.conf');
    const written = readFileSync(file, 'utf8');
    expect(written).toContain(`HiddenServiceDir ${folder}\n`);
    expect(written).toContain('HiddenServicePort 80 127.0.0.1:4000\n');
    const checked = tor('--verify-config', '-f', file, '--DataDirectory', join(base, 'data'));
    expect((await once(checked.child, 'close'))[0]).toBe(0);
    expect(checked.said()).toContain('Configuration was valid');
    const options = ['--DisableNetwork', '1', '--SocksPort', '0', '--DataDirectory', join(base, 'data')];
    const running = tor('-f', file, ...options);
    ends.push(async () => {
      running.child.kill('SIGTERM');
      if (running.child.exitCode === null) await once(running.child, 'exit');
    });
    await until('tor has made the onion', () => Promise.resolve(existsSync(join(folder, 'hostname'))));
    const again = await longwave(['init', '--onion', folder, '--json'], settings);
    const { hostname } = again.json as { hostname: string };
    expect(hostname).toMatch(/^[a-z2-7]{56}\.onion$/);
    expect(readFileSync(file, 'utf8')).toBe(written);
    const serve = await serving({ ...settings, LONGWAVE_ONION: hostname, LONGWAVE_PROBE_MINUTES: '0' });
    ends.push(() => serve.stop());
    expect(await locationAt(`${serve.address}ru/`, 'farshore.example')).toBe(`http://${hostname}/ru/`);
    expect(await locationAt(serve.address, hostname)).toBeUndefined();
  },
  SAMPLE_MS,
);

it(
  'leaves a newsroom that is there as it is, and says what is wrong',
  async () => {
    const data = await sampleNewsroom();
    ends.push(() => data.remove());
    const settings = { LONGWAVE_DATA: data.path };
    const before = readFileSync(join(data.path, 'longwave.db'));
    const { json } = await longwave(['init', '--onion', '--json'], { ...settings, LONGWAVE_PORT: '8080' });
    expect(json).toMatchObject({ folder: '/var/lib/tor/longwave' });
    expect(readFileSync(join(data.path, 'longwave.db')).equals(before)).toBe(true);
    expect(readFileSync(join(data.path, 'tor', 'longwave.conf'), 'utf8')).toContain('80 127.0.0.1:8080\n');
    for (const [args, more] of [
      [['--onion', 'tor'], {}],
      [['--onion', '/a b'], {}],
      [['--onion'], { LONGWAVE_PORT: '0' }],
      [['--onion'], { LONGWAVE_ONION: 'short.onion' }],
    ] as const) {
      expect(await longwave(['init', ...args], { ...settings, ...more })).toMatchObject({ status: 2 });
    }
    expect(await longwave(['init', '--name', 'Again'], settings)).toMatchObject({ status: 1 });
  },
  SAMPLE_MS,
);
