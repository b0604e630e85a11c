import type { Mirror, ProbeRow } from '#reach';
import { bad, ok, unknown, warn, type Ask, type Finding } from './doctor-finding.ts';
import { isFailed, type Patient } from './doctor-patient.ts';

const DAY = 86_400_000;
const SEE = 'See "longwave mirror history"';

/** What readers would find at the mirrors, by what was seen last. */
export async function checkMirrors({ store }: Patient, { at, settings }: Ask): Promise<Finding[]> {
  if (isFailed(store)) return [unknown('mirrors', 'not known while the database cannot be opened')];
  const { brokenVantages, openRegister, readPlaces, readProbes } = await import('#reach');
  const mirrors = await openRegister(store).list();
  const listed = mirrors.filter(({ state }) => state === 'listed');
  if (listed.length === 0 && mirrors.length === 0)
    return [ok('mirrors', 'none; readers depend on one address')];
  const { last, vacant } = await readPlaces(store);
  const newest = newestOf(await readProbes(store, at - DAY));
  const findings = [
    ...listed.flatMap((mirror) => checkListed(mirror, newest, last)),
    ...mirrors.flatMap((mirror) => (last.includes(mirror.id) ? [keptLast(mirror.id)] : [])),
    ...(await brokenVantages(store)).map(({ vantage, why }) =>
      warn(
        'mirrors',
        `The vantage "${vantage}" does not work: ${why}`,
        'Mend it, or "longwave vantage remove" it',
      ),
    ),
  ];
  if (vacant > 0)
    findings.push(
      warn(
        'mirrors',
        `${vacant} places in the list are vacant since a mirror was poisoned`,
        'Add a spare with "longwave mirror add"',
      ),
    );
  if (listed.every(({ pushedEdition }) => pushedEdition === null))
    findings.push(
      bad('mirrors', 'The list that readers get is empty', 'Add a mirror with "longwave mirror add"'),
    );
  const waits = mirrors.filter(({ state }) => state === 'spare').length;
  if (listed.length > 0 && waits === 0)
    findings.push(
      warn(
        'mirrors',
        'No spare waits to take the place of one that is blocked',
        'Add one with "longwave mirror add"',
      ),
    );
  if (settings.probeMinutes === 0)
    findings.push(
      warn(
        'mirrors',
        'Nobody looks whether mirrors can be reached',
        'Set LONGWAVE_PROBE_MINUTES to 10, or leave it out',
      ),
    );
  return findings.length > 0
    ? findings
    : [ok('mirrors', `${listed.length} in the list, ${waits} spares; all ok where seen`)];
}

/** What each vantage found last at each mirror, within a day. */
function newestOf(rows: readonly ProbeRow[]): ProbeRow[] {
  return [...new Map(rows.map((row) => [`${row.mirror} ${row.vantage}`, row])).values()];
}

function checkListed(
  { id, pushedEdition, error }: Mirror,
  newest: readonly ProbeRow[],
  last: readonly string[],
): Finding[] {
  if (pushedEdition === null)
    return [
      bad(
        'mirrors',
        `"${id}" is not named to readers, since the paper was never pushed there${error === null ? '' : `: ${error}`}`,
        `Push it with "longwave mirror push ${id}"`,
      ),
    ];
  const pushing =
    error === null
      ? []
      : [
          warn(
            'mirrors',
            `The last push to "${id}" failed: ${error}`,
            `Mend that; "longwave mirror push ${id}" tries it now`,
          ),
        ];
  const seen = newest
    .filter(
      ({ mirror, verdict }) =>
        mirror === id && verdict !== 'ok' && !(verdict === 'blocked' && last.includes(id)),
    )
    .map(({ vantage, verdict, reason }) =>
      (verdict === 'poisoned' ? bad : warn)(
        'mirrors',
        `"${id}" is ${verdict} from ${vantage}: ${reason}`,
        SEE,
      ),
    );
  return [...pushing, ...seen];
}

const keptLast = (id: string): Finding =>
  warn(
    'mirrors',
    `"${id}" is blocked but stays in the list, last, since no spare can take its place`,
    'Add a spare with "longwave mirror add", and push to it',
  );
