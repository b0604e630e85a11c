import type { Depot } from '#depot';
import type { Newsroom } from '#newsroom';
import { bad, CLOCKS_DIFFER, ok, SET_CLOCK, warn, type Ask, type Finding } from './doctor-finding.ts';
import { isFailed, type Patient } from './doctor-patient.ts';
import { minute } from './story/see.ts';

/** Findings of one kind that are told one by one. */
const MOST = 20;

const PRESS_ALL = 'Run "longwave press --full"';

export async function checkEdition(patient: Patient, ask: Ask): Promise<Finding[]> {
  const { depot, damage, newsroom } = patient;
  if (isFailed(depot)) return [bad('edition', depot.found, depot.todo)];
  if (damage !== null) return [bad('edition', damage, PRESS_ALL)];
  const head = depot.head();
  if (!head) return [bad('edition', 'There is none, readers see nothing', 'Run "longwave press"')];
  const pointer = depot.damage();
  const findings: Finding[] = [];
  if (pointer !== null)
    findings.push(warn('edition', `${pointer.message}; its copy stands in for it`, PRESS_ALL));
  if (head.published > ask.at + CLOCKS_DIFFER) findings.push(fromFuture(head, ask.at));
  findings.push(...(await checkAge(head, newsroom)));
  if (ask.deep) findings.push(...(await checkObjects(depot, ask)));
  if (findings.every((finding) => finding.verdict === 'ok')) {
    const { edition, files, published } = head;
    findings.unshift(ok('edition', `${edition}, ${files} files, published ${minute(published)}`));
  }
  return findings;
}

const fromFuture = ({ edition, published }: { edition: number; published: number }, at: number): Finding =>
  warn(
    'edition',
    `Edition ${edition} was published ${minute(published)}, and here it is ${minute(at)}`,
    SET_CLOCK,
  );

/** How many changes of what readers see an edition lacks; 1,000 stands for as many or more. */
export async function changesAfter(
  { note }: NonNullable<ReturnType<Depot['head']>>,
  newsroom: Newsroom,
): Promise<number> {
  const { seq } = (note ?? {}) as { seq?: number };
  return typeof seq === 'number' ? (await newsroom.live.changes(seq, 1000)).length : 0;
}

async function checkAge(
  head: NonNullable<ReturnType<Depot['head']>>,
  newsroom: Newsroom | null,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const { program } = (head.note ?? {}) as { program?: string };
  const left = newsroom === null ? 0 : await changesAfter(head, newsroom);
  if (left > 0)
    findings.push(
      warn('edition', `${left} changes are not in edition ${head.edition}`, 'Run "longwave press"'),
    );
  const { programMark } = await import('#press');
  if (program !== programMark())
    findings.push(
      warn(
        'edition',
        `Edition ${head.edition} was made by another version of Longwave`,
        'Run "longwave press", or start "longwave serve", which does',
      ),
    );
  return findings;
}

async function checkObjects(depot: Depot, ask: Ask): Promise<Finding[]> {
  const { problems, objects } = await depot.check({ progress: ask.progress });
  if (problems.length === 0) return [ok('edition', `all ${objects} objects are whole`)];
  const todo = `${PRESS_ALL}; a picture that is named again after that comes back with a backup`;
  const findings = problems.slice(0, MOST).map((problem) => bad('edition', problem, todo));
  const more = problems.length - MOST;
  return more > 0 ? [...findings, bad('edition', `and ${more} more`, todo)] : findings;
}
