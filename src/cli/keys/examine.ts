import { parseMetadata, PRESS_ROLE, readCommon, TIMESTAMP_PATH } from '#edition';
import type { Site } from '#newsroom';
import {
  bad,
  CLOCKS_DIFFER,
  ok,
  SET_CLOCK,
  unknown,
  warn,
  type Ask,
  type Finding,
} from '../doctor-finding.ts';
import { isFailed, type Patient } from '../doctor-patient.ts';
import { Refusal } from '../out.ts';
import { minute } from '../story/see.ts';
import { readChange } from './change.ts';
import { isOpenToOthers } from './disk.ts';
import { day } from './explain.ts';
import { offlineFilesIn } from './folder.ts';
import { openKeys, readAuthority } from './open.ts';
import type { OpenKeys } from './open.ts';
import { carriesAnchors, standingIn } from './renewal.ts';
import { isSample } from './sample.ts';
import { UNSIGNED } from './newsroom.ts';
import { sep } from 'node:path';

const DAY = 86_400_000;
/** Two months are enough to reach two holders. */
const AHEAD = 60 * DAY;
/** Signatures are made anew at half of their life; with less than this part of it left, that has failed. */
const LATE = 0.4;

const RENEW = 'Renew it with "longwave keys renew"; docs/KEYS.md, "The yearly renewal"';

/** What the doctor says of the keys. */
export async function checkKeys(patient: Patient, { settings, at }: Ask): Promise<Finding[]> {
  const { keys: folder, data } = settings;
  const here = isOpenToOthers(folder) !== null;
  const site = (await patient.newsroom?.site.get()) ?? null;
  const findings = here ? await checkPlace(folder, data, site) : [];
  const opened = here ? await openOr(folder) : null;
  if (opened instanceof Refusal) {
    return [...findings, bad('keys', opened.message, opened.details.join('; '))];
  }
  findings.push(...(await checkWaiting(folder, here)));
  if (opened === null) return [...findings, warn('keys', ...split(UNSIGNED))];
  findings.push(
    ...checkPaper(opened, site),
    ...checkOffline(opened, at),
    ...checkEdition(patient, opened, at),
  );
  return findings;
}

/** "What is the case: what to do" as its two halves. */
function split(text: string): [string, string] {
  const [found = '', todo = ''] = text.split('; ');
  return [found, `${todo.charAt(0).toUpperCase()}${todo.slice(1)}`];
}

async function openOr(folder: string): Promise<OpenKeys | Refusal | null> {
  try {
    return await openKeys(folder);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function checkPlace(folder: string, data: string, site: Site | null): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (`${folder}${sep}`.startsWith(`${data}${sep}`)) {
    findings.push(
      warn(
        'keys',
        `The keys lie in the data folder, "${folder}", and go wherever a copy of it goes`,
        'Move them to a folder outside and set LONGWAVE_KEYS',
      ),
    );
  }
  const files = offlineFilesIn(folder);
  const sample = site !== null && isSample(site);
  if (files.length > 0 && !sample && (await isReal(folder))) {
    findings.push(
      warn(
        'keys',
        `${files.length === 1 ? 'A file' : `${files.length} files`} of offline keys on the server: "${files.join('", "')}"`,
        'Carry offline keys to places of their own and delete them here: whoever seizes the server must not have them',
      ),
    );
  }
  return findings;
}

/** Keys that do not hold together are told of elsewhere; they may be real. */
async function isReal(folder: string): Promise<boolean> {
  try {
    return (await readAuthority(folder))?.root.longwave.sample !== true;
  } catch (error) {
    if (error instanceof Refusal) return true;
    throw error;
  }
}

async function checkWaiting(folder: string, here: boolean): Promise<Finding[]> {
  const change = here ? await readChange(folder) : null;
  if (change === null) return [];
  return [
    warn(
      'keys',
      `The change "${change.what}" of ${day(change.begun)} waits for signatures`,
      'Finish it with "longwave keys request", "sign" and "accept", or drop it with "longwave keys cancel"',
    ),
  ];
}

function checkPaper({ sample, authority, fingerprint }: OpenKeys, site: Site | null): Finding[] {
  const { paper } = authority.root.longwave;
  const words = `of "${paper}", root ${authority.root.version}, fingerprint ${fingerprint.slice(0, 16)}…`;
  if (site === null) return [unknown('keys', `${sample ? 'sample keys ' : ''}${words}`)];
  if (sample && !isSample(site)) {
    return [
      bad(
        'keys',
        'These are sample keys, which sign no real paper',
        'Move the folder of keys away and run "longwave keys create"',
      ),
    ];
  }
  if (!sample && isSample(site)) {
    return [bad('keys', 'The sample newsroom has real keys', 'Set LONGWAVE_KEYS to another folder')];
  }
  return [ok('keys', `${sample ? 'sample keys ' : ''}${words}`)];
}

function checkOffline({ authority }: OpenKeys, at: number): Finding[] {
  return (['root', 'targets'] as const).map((role) => {
    const { expires, version } = authority[role];
    const left = Date.parse(expires) - at;
    if (left <= 0) return bad('keys', `The ${role}, version ${version}, expired on ${day(expires)}`, RENEW);
    const found = `The ${role}, version ${version}, is good until ${day(expires)}`;
    return left < AHEAD ? warn('keys', found, RENEW) : ok('keys', found);
  });
}

/** Whether the edition that readers get is signed, by these keys, and still for a while. */
function checkEdition({ depot }: Patient, keys: OpenKeys, at: number): Finding[] {
  // Told by its own row.
  if (isFailed(depot)) return [];
  if (depot.head() === null) return [];
  const signed = depot.signed();
  if (signed.length === 0) {
    return [warn('keys', 'The current edition is not signed', 'Run "longwave press"')];
  }
  const standing = standingIn(depot);
  const carried = carriesAnchors(standing, keys)
    ? ok('keys', 'The edition carries the newest root and targets')
    : warn(
        'keys',
        'The edition does not carry the newest root and targets',
        'Run "longwave press"; a running server does so by itself',
      );
  return [carried, ...checkOnline(signed, standing.read, at)];
}

/** Roles that sign by themselves, and the days for which they do; those of signing itself. */
const ONLINE = { [PRESS_ROLE]: 'targets', snapshot: 'snapshot', timestamp: 'timestamp' } as const;

function checkOnline(
  signed: readonly string[],
  read: (path: string) => Uint8Array | null,
  at: number,
): Finding[] {
  return Object.entries(ONLINE).flatMap(([role, type]) => {
    const path =
      role === 'timestamp' ? TIMESTAMP_PATH : signed.findLast((one) => one.endsWith(`.${role}.json`));
    const bytes = path === undefined ? null : read(path);
    if (bytes === null)
      return [bad('keys', `The edition has no ${role} metadata`, 'Run "longwave press --full"')];
    const { version, expires } = parseMetadata(bytes, role, type, readCommon).signed;
    const end = Date.parse(expires);
    const until = `${expires.slice(0, 16).replace('T', ' ')} UTC`;
    if (end <= at) {
      return [
        bad(
          'keys',
          `The ${role} signature expired ${until}: readers are told that the edition may be old`,
          'Start "longwave serve", or run "longwave press"',
        ),
      ];
    }
    // Versions follow the clock, in seconds, so they tell when a role was signed.
    const signedAt = version * 1000;
    if (signedAt > at + CLOCKS_DIFFER)
      return [warn('keys', `The ${role} signature is of ${minute(signedAt)}, which is to come`, SET_CLOCK)];
    const life = end - signedAt;
    if (life > 0 && end - at < LATE * life) {
      return [
        warn(
          'keys',
          `The ${role} signature ends ${until} and should have been made anew`,
          'Is "longwave serve" running? What it prints says why signing fails',
        ),
      ];
    }
    return [ok('keys', `The ${role} signature is good until ${until}`)];
  });
}
