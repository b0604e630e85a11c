import type { Store } from '#store';
import type { Patient } from './doctor-patient.ts';
import { isFailed } from './doctor-patient.ts';
import { minute } from './story/see.ts';
import { checkEdition } from './doctor-edition.ts';
import { bad, ok, unknown, warn, type Ask, type Finding } from './doctor-finding.ts';
import { checkMirrors } from './doctor-mirrors.ts';
import { checkMail } from './mail/examine.ts';
import { checkKeys } from './keys/examine.ts';
import { checkDisk, checkFolder, checkSettings, countMedia } from './doctor-folder.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

type Check = (patient: Patient, ask: Ask) => Promise<Finding[]>;

/** Every check there is, in the order they are told. One that throws is a finding of its own. */
const CHECKS: Record<string, Check> = {
  settings: checkSettings,
  folder: checkFolder,
  disk: checkDisk,
  database: checkDatabase,
  newsroom: checkNewsroom,
  jobs: checkJobs,
  edition: checkEdition,
  keys: checkKeys,
  mirrors: checkMirrors,
  mail: checkMail,
  pictures: checkPictures,
  quarantine: checkQuarantine,
};

/** Looks at everything, whatever is broken: each row stands alone. */
export async function examine(patient: Patient, ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(CHECKS)) {
    try {
      findings.push(...(await check(patient, ask)));
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      findings.push(bad(name, found, 'Mend that and run the doctor again'));
    }
  }
  return findings;
}

const CLOSED = 'not known while the database cannot be opened';

async function checkDatabase({ store }: Patient): Promise<Finding[]> {
  if (isFailed(store)) return [bad('database', store.found, store.todo)];
  const problems = await store.health();
  if (problems.length === 0)
    return [ok('database', `${store.engine}, schema ${await store.schemaVersion()}`)];
  return [
    bad(
      'database',
      problems.join('; '),
      'Stop Longwave, keep a copy of the database, and restore the newest backup into an empty folder with "longwave restore"',
    ),
  ];
}

async function checkNewsroom({ newsroom }: Patient): Promise<Finding[]> {
  if (newsroom === null) return [unknown('newsroom', CLOSED)];
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

async function checkJobs({ store }: Patient, { at }: Ask): Promise<Finding[]> {
  if (isFailed(store)) return [unknown('jobs', CLOSED)];
  const findings = await failedJobs(store);
  const next = await store.jobs.next();
  if (next !== null && next < at - 5 * MINUTE) {
    findings.push(
      warn(
        'jobs',
        `Work has been waiting since ${minute(next)}`,
        'Is "longwave serve" running? It keeps the clock',
      ),
    );
  }
  return findings.length > 0
    ? findings
    : [ok('jobs', next === null ? 'none waiting' : `the next is due ${minute(next)}`)];
}

async function failedJobs(store: Store): Promise<Finding[]> {
  const jobs = await store.jobs.list({ state: 'failed', limit: 20 });
  return jobs.map(({ kind, attempts, error }) =>
    bad(
      'jobs',
      `The job "${kind}" failed ${attempts} times: ${error ?? 'no reason was kept'}`,
      'Mend the cause; "longwave doctor --retry" lets failed jobs run again',
    ),
  );
}

async function checkPictures({ newsroom }: Patient, { settings, at }: Ask): Promise<Finding[]> {
  const files = await countMedia(settings);
  if (newsroom === null) return [unknown('pictures', `${files} files; their licences are ${CLOSED}`)];
  const soon = await newsroom.media.expiring(at + 30 * DAY);
  return soon.length === 0
    ? [ok('pictures', `${files} files; no licence of a picture in use ends within 30 days`)]
    : soon.map(({ media, expires, stories }) =>
        (expires <= at ? bad : warn)(
          'pictures',
          `The licence of picture ${media} ${expires <= at ? 'ended' : 'ends'} ${new Date(expires).toISOString().slice(0, 10)}; it stands in ${stories} live stories`,
          'Renew it, or put another picture into those stories',
        ),
      );
}

async function checkQuarantine({ store }: Patient, { settings, at }: Ask): Promise<Finding[]> {
  if (isFailed(store)) return [unknown('quarantine', CLOSED)];
  const { quarantine } = await import('#newsroom');
  const { data: folder } = settings;
  const waiting = await quarantine({ store, folder, now: () => at, random: Math.random }).list();
  if (waiting.length === 0) return [ok('quarantine', 'empty')];
  return [
    warn(
      'quarantine',
      `${waiting.length} items of imports wait`,
      'See "longwave quarantine list"; mend and retry them, or purge them',
    ),
  ];
}
