/*
 * Serves one story page from the origin, from a bare node:http server and from nginx, in turn, on one core, with wrk
 * on the other.
 *
 *   node bench/serve.ts [--rounds 7] [--seconds 5] [--connections 64]
 *
 * Prints a table and writes bench/results/serve.json. Needs two cores, taskset, wrk and nginx.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openDepot } from '#depot';
import { storyPage } from './serve/page.ts';
import { load } from './serve/wrk.ts';
import type { Round } from './serve/wrk.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
  },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number) as [
  number,
  number,
  number,
];

type Server = {
  name: string;
  url: string;
  process: ChildProcess;
  pids: () => number[];
  rounds: (Round & { cpu: number })[];
};

const STORY = '2026/11/23/a-story-of-eight-hundred-words.html';
const here = import.meta.dirname;
const folder = mkdtempSync(join(tmpdir(), 'longwave-serve-'));

const PORTS = { origin: 4801, bare: 4802, nginx: 4803 };

function start(name: keyof typeof PORTS, command: string[], path: string): Server {
  const child = spawn('taskset', ['-c', '0', ...command], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const url = `http://127.0.0.1:${PORTS[name]}/${path}`;
  const pids = (): number[] => [child.pid ?? 0, ...childrenOf(child.pid ?? 0)];
  return { name, url, process: child, pids, rounds: [] };
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

/** Peak resident memory of a server and its children, in MB. */
function peakMemory(server: Server): number {
  const kilobytes = server
    .pids()
    .map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0));
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

/** Seconds of processor time that a server and its children have used. */
function cpuSeconds(server: Server): number {
  const ticks = server.pids().map((pid) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

/** One round, with the microseconds of processor time that a request cost: true on a busy machine as well. */
async function measure(server: Server): Promise<Round & { cpu: number }> {
  const before = cpuSeconds(server);
  const round = await load({ url: server.url, seconds, connections });
  return { ...round, cpu: ((cpuSeconds(server) - before) * 1e6) / round.requests / seconds };
}

type Answer = { status: number; raw: string[]; body: Buffer };

function get(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, raw: response.rawHeaders, body: Buffer.concat(pieces) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

async function ready(server: Server): Promise<Answer> {
  for (let attempt = 0; attempt < 250; attempt++) {
    const answer = await get(server.url).catch(() => null);
    if (answer !== null && answer.status === 200) return answer;
    await wait(20);
  }
  throw new Error(`"${server.name}" did not answer at ${server.url}`);
}

async function writeEdition(page: Buffer, stored: Buffer): Promise<void> {
  const depot = await openDepot({ folder: join(folder, 'depot'), now: Date.now });
  const writer = await depot.begin();
  writer.put({ path: STORY, type: 'text/html; charset=utf-8', raw: page, stored, gzip: true });
  await writer.commit({ published: Date.now(), note: null });
  await depot.close();
}

/** The origin's header lines without those that node:http adds by itself, for the bare server. */
function ownFields(raw: readonly string[]): string[] {
  const fields: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = raw.slice(at, at + 2);
    if (!['Date', 'Connection', 'Keep-Alive'].includes(name)) fields.push(name, value);
  }
  return fields;
}

function nginxFile(fields: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [name = '', value = ''] = fields.slice(at, at + 2);
    if (!['Content-Type', 'Content-Length', 'Content-Encoding', 'ETag', 'Accept-Ranges'].includes(name)) {
      lines.push(`add_header ${name} "${value.replaceAll('"', '\\"')}";`);
    }
  }
  // Started by root, nginx would give its worker to somebody who may not read the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `daemon off; ${user} worker_processes 1; pid ${folder}/nginx.pid; error_log stderr crit;
events { worker_connections 1024; }
http { access_log off; types { text/html html; } sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path ${folder}/n1; proxy_temp_path ${folder}/n2; fastcgi_temp_path ${folder}/n3;
  uwsgi_temp_path ${folder}/n4; scgi_temp_path ${folder}/n5; open_file_cache max=100; gzip_static on;
  server { listen 127.0.0.1:${PORTS.nginx}; root ${folder}/site; ${lines.join('\n')} } }`;
}

const middle = (list: readonly number[]): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

async function main(): Promise<void> {
  const page = Buffer.from(storyPage(800));
  const stored = gzipSync(page, { level: 6 });
  await writeEdition(page, stored);
  const origin = start(
    'origin',
    [process.execPath, join(here, 'serve/origin.ts'), join(folder, 'depot'), '4801'],
    STORY,
  );
  const servers = [origin];
  try {
    const fields = ownFields((await ready(origin)).raw);
    writeFileSync(join(folder, 'body'), stored);
    writeFileSync(join(folder, 'fields'), `${fields.join('\n')}\n`);
    mkdirSync(join(folder, 'site/2026/11/23'), { recursive: true });
    writeFileSync(join(folder, 'site', STORY), page);
    writeFileSync(join(folder, 'site', `${STORY}.gz`), stored);
    writeFileSync(join(folder, 'nginx.conf'), nginxFile(fields));
    const bare = [
      process.execPath,
      join(here, 'serve/bare.ts'),
      join(folder, 'body'),
      join(folder, 'fields'),
      '4802',
    ];
    servers.push(start('bare', bare, STORY));
    servers.push(start('nginx', ['nginx', '-c', join(folder, 'nginx.conf'), '-p', folder], STORY));
    for (const server of servers) {
      const { body } = await ready(server);
      if (!body.equals(stored)) throw new Error(`"${server.name}" sends other bytes`);
      await load({ url: server.url, seconds: 2, connections });
    }
    for (let round = 0; round < rounds; round++) {
      // Whoever comes first in a round comes last in the next.
      for (const server of round % 2 === 0 ? servers : [...servers].reverse()) {
        server.rounds.push(await measure(server));
      }
    }
    report(servers, stored.length);
  } finally {
    for (const server of servers) {
      server.process.kill('SIGTERM');
      if (server.process.exitCode === null) await once(server.process, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(servers: readonly Server[], bytes: number): void {
  const bare = servers.find((server) => server.name === 'bare')?.rounds ?? [];
  const rows = servers.map((server) => {
    const requests = server.rounds.map((round) => round.requests);
    return {
      server: server.name,
      'requests/s': Math.round(middle(requests)),
      lowest: Math.round(Math.min(...requests)),
      highest: Math.round(Math.max(...requests)),
      'of bare': Number((middle(requests) / middle(bare.map((round) => round.requests))).toFixed(3)),
      'µs cpu': Number(middle(server.rounds.map((round) => round.cpu)).toFixed(1)),
      'p50 ms': middle(server.rounds.map((round) => round.p50)),
      'p99 ms': middle(server.rounds.map((round) => round.p99)),
      'p99 of bare': Number(
        (middle(server.rounds.map((round) => round.p99)) / middle(bare.map((round) => round.p99))).toFixed(2),
      ),
      'peak MB': peakMemory(server),
      failed: server.rounds.reduce((sum, round) => sum + round.failed, 0),
    };
  });
  console.table(rows);
  const results = {
    command: `node bench/serve.ts --rounds ${rounds} --seconds ${seconds} --connections ${connections}`,
    date: new Date().toISOString(),
    machine: { processor: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version },
    bytes,
    rows,
    rounds: Object.fromEntries(servers.map((server) => [server.name, server.rounds])),
  };
  mkdirSync(join(here, 'results'), { recursive: true });
  writeFileSync(join(here, 'results/serve.json'), `${JSON.stringify(results, null, 2)}\n`);
}

await main();
