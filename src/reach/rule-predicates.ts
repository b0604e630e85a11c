import { seenOf, type Judgement, type Predicate } from './rule-facts.ts';

/*
 * What the rule asks of a mirror, each question by itself. All are pure and say why they answered as they did.
 */

const HOUR = 3_600_000;

const yes = (why: string): Judgement => ({ holds: true, why });
const no = (why: string): Judgement => ({ holds: false, why });

const reachable = (verdict: string | undefined): boolean => verdict === 'ok' || verdict === 'slow';

/** One vantage that found something else there is enough: nobody gets poison by chance. */
export const isPoisoned: Predicate = (mirror, facts) => {
  const found = seenOf(mirror, facts).find(({ rows }) => rows[0]?.verdict === 'poisoned');
  if (found === undefined) return no('is not poisoned');
  return yes(`is poisoned, seen from ${found.vantage}: ${found.rows[0]?.reason ?? ''}`);
};

export const isBlockedFromEnough: Predicate = (mirror, facts, rule) => {
  const seen = seenOf(mirror, facts);
  const wanted = Math.min(rule.vantages, Math.max(facts.vantages.length, 1));
  const from = seen.filter(
    ({ rows }) =>
      rows.length >= rule.rounds && rows.slice(0, rule.rounds).every(({ verdict }) => verdict === 'blocked'),
  );
  const names = from.map(({ vantage }) => vantage).join(', ');
  const count = `blocked from ${from.length} of ${facts.vantages.length} vantages${names === '' ? '' : ` (${names})`}`;
  const told = `${count}, ${rule.rounds} times in a row; the rule asks for ${wanted}`;
  return from.length >= wanted ? yes(`is ${told}`) : no(`is ${told}`);
};

export const isSpare: Predicate = ({ state }) =>
  state === 'spare' ? yes('is a spare') : no(`is ${state}, no spare`);

export const wasPushed: Predicate = ({ pushedEdition, error }) => {
  if (pushedEdition === null) return no('was never pushed');
  return error === null
    ? yes(`was pushed edition ${pushedEdition}`)
    : no(`could not be pushed last time: ${error}`);
};

export const isOkWhereSeen: Predicate = (mirror, facts) => {
  const seen = seenOf(mirror, facts);
  if (seen.length === 0) return no('was not probed yet');
  const bad = seen.find(({ rows }) => !reachable(rows[0]?.verdict));
  if (bad !== undefined) return no(`is ${bad.rows[0]?.verdict ?? 'unknown'} from ${bad.vantage}`);
  return yes(`is ok from ${seen.map(({ vantage }) => vantage).join(', ')}`);
};

/** People who blocked a mirror have their reasons, and poison is theirs to look into. */
export const mayReturn: Predicate = ({ id }, { places }, { returnHours }) => {
  const out = places.out[id];
  if (out === undefined) return no('was taken out by hand');
  if (out.poisoned) return no('was poisoned; look into it, and list it by hand');
  return returnHours === null ? no('never returns by itself, says the rule') : yes('may return');
};

export const isOkForLong: Predicate = (mirror, facts, { returnHours }) => {
  const rows = seenOf(mirror, facts).flatMap((seen) => seen.rows);
  const since = Math.max(
    facts.places.out[mirror.id]?.at ?? 0,
    ...rows.filter(({ verdict }) => !reachable(verdict)).map(({ at }) => at),
  );
  const hours = (facts.at - since) / HOUR;
  const good = rows.filter(({ at }) => at > since).length;
  const told = `has been ok for ${Math.max(0, Math.floor(hours))} hours and ${good} probes; the rule asks for ${returnHours ?? 0} hours`;
  return good > 1 && hours >= (returnHours ?? Infinity) ? yes(told) : no(told);
};
