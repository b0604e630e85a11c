import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import type { Opened } from './open.ts';
import type { Settings } from './settings.ts';

/** What one look found. `bad` means readers or the newsroom are harmed now; `warn` that they will be. */
export type Finding = { check: string; verdict: 'ok' | 'warn' | 'bad'; found: string; todo: string };

export type Ask = {
  settings: Settings;
  at: number;
  /** Also re-hash every object of the editions. */
  deep: boolean;
  progress: (done: number, total: number) => void;
};

const ok = (check: string, found: string): Finding => ({ check, verdict: 'ok', found, todo: '' });
const warn = (check: string, found: string, todo: string): Finding => ({
  check,
  verdict: 'warn',
  found,
  todo,
});
const bad = (check: string, found: string, todo: string): Finding => ({ check, verdict: 'bad', found, todo });

const MINUTE = 60_000;
const DAY = 86_400_000;
const LOW_DISK = 1e9;
const VERY_LOW_DISK = 1e8;

type Check = (opened: Opened, ask: Ask) => Promise<Finding[]>;

/** Every check there is, in the order they are told. One that throws is a finding of its own. */
const CHECKS: Record<string, Check> = {
  disk: checkDisk,
  database: checkDatabase,
  newsroom: checkNewsroom,
  jobs: checkJobs,
  edition: checkEdition,
  pictures: checkPictures,
  quarantine: checkQuarantine,
};

export async function examine(opened: Opened, ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      findings.push(...(await check(opened, ask)));
    } catch (error) {
      findings.push(
        bad(
          name,
          error instanceof Error ? error.message : String(error),
          'Mend that and run the doctor again',
        ),
      );
    }
  }
  return findings;
}

async function checkDisk(_opened: Opened, { settings }: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    await access(settings.data, constants.W_OK);
  } catch {
    return [
      bad('disk', `"${settings.data}" cannot be written`, 'Let the user that runs Longwave own the folder'),
    ];
  }
  const { bavail, bsize } = await statfs(settings.data);
  const free = bavail * bsize;
  const found = `${(free / 1e9).toFixed(1)} GB free in "${settings.data}"`;
  if (free < VERY_LOW_DISK)
    findings.push(bad('disk', found, 'Make room: nothing can be published when the disk is full'));
  else if (free < LOW_DISK) findings.push(warn('disk', found, 'Make room before the disk is full'));
  else findings.push(ok('disk', found));
  return findings;
}

async function checkDatabase({ store }: Opened): Promise<Finding[]> {
  const problems = await store.health();
  const version = await store.schemaVersion();
  if (problems.length === 0) return [ok('database', `${store.engine}, schema ${version}`)];
  return [
    bad(
      'database',
      problems.join('; '),
      'Restore the newest backup into an empty folder with "longwave restore"',
    ),
  ];
}

async function checkNewsroom({ newsroom }: Opened): Promise<Finding[]> {
  const site = await newsroom.site.get();
  if (!site) return [bad('newsroom', 'It has no name and address', 'Run "longwave init"')];
  const findings = [ok('newsroom', `${site.publisher.name}, ${site.address}, ${site.languages.join(', ')}`)];
  if (!site.address.startsWith('https://')) {
    findings.push(
      warn(
        'newsroom',
        `Its address "${site.address}" is not https`,
        'Put a proxy with TLS in front (docs/deploy/) and correct the address',
      ),
    );
  }
  return findings;
}

async function checkJobs({ store }: Opened, { at }: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const job of await store.jobs.list({ state: 'failed', limit: 20 })) {
    findings.push(
      bad(
        'jobs',
        `The job "${job.kind}" failed ${job.attempts} times: ${job.error ?? 'no reason was kept'}`,
        'Mend the cause; "longwave doctor --retry" lets failed jobs run again',
      ),
    );
  }
  const next = await store.jobs.next();
  if (next !== null && next < at - 5 * MINUTE) {
    findings.push(
      warn(
        'jobs',
        `Work has been waiting since ${new Date(next).toISOString()}`,
        'Is "longwave serve" running? It keeps the clock',
      ),
    );
  }
  return findings.length > 0
    ? findings
    : [ok('jobs', next === null ? 'none waiting' : `the next is due ${new Date(next).toISOString()}`)];
}

async function checkEdition({ damage, depot, newsroom }: Opened, ask: Ask): Promise<Finding[]> {
  if (damage !== null) return [bad('edition', damage, 'Run "longwave press --full"')];
  const head = depot.head();
  if (!head) return [bad('edition', 'There is none, readers see nothing', 'Run "longwave press"')];
  const findings: Finding[] = [];
  const { seq, program } = (head.note ?? {}) as { seq?: number; program?: string };
  const behind = typeof seq === 'number' ? (await newsroom.live.changes(seq, 1000)).length : 0;
  const { programMark } = await import('#press');
  if (behind > 0)
    findings.push(
      warn('edition', `${behind} changes are not in edition ${head.edition}`, 'Run "longwave press"'),
    );
  if (program !== programMark())
    findings.push(
      warn(
        'edition',
        `Edition ${head.edition} was made by another version of Longwave`,
        'Run "longwave press", or start "longwave serve", which does',
      ),
    );
  if (ask.deep) {
    const { problems, objects } = await depot.check({ progress: ask.progress });
    for (const problem of problems.slice(0, 20))
      findings.push(
        bad('edition', problem, 'Move the "edition" folder away and run "longwave press --full"'),
      );
    if (problems.length === 0) findings.push(ok('edition', `all ${objects} objects are whole`));
  }
  if (findings.every((finding) => finding.verdict === 'ok')) {
    findings.unshift(
      ok(
        'edition',
        `${head.edition}, ${head.files} files, published ${new Date(head.published).toISOString()}`,
      ),
    );
  }
  return findings;
}

async function checkPictures({ newsroom }: Opened, { at }: Ask): Promise<Finding[]> {
  const soon = await newsroom.media.expiring(at + 30 * DAY);
  return soon.length === 0
    ? [ok('pictures', 'no licence of a picture in use ends within 30 days')]
    : soon.map(({ media, expires, stories }) =>
        (expires <= at ? bad : warn)(
          'pictures',
          `The licence of picture ${media} ${expires <= at ? 'ended' : 'ends'} ${new Date(expires).toISOString().slice(0, 10)}; it stands in ${stories} live stories`,
          'Renew it, or put another picture into those stories',
        ),
      );
}

async function checkQuarantine(opened: Opened, { settings, at }: Ask): Promise<Finding[]> {
  const { quarantine } = await import('#newsroom');
  const waiting = await quarantine({
    store: opened.store,
    folder: settings.data,
    now: () => at,
    random: Math.random,
  }).list();
  if (waiting.length === 0) return [ok('quarantine', 'empty')];
  return [
    warn(
      'quarantine',
      `${waiting.length} items of imports wait`,
      'See "longwave quarantine list"; mend and retry them, or purge them',
    ),
  ];
}
