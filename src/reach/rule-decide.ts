import type { Mirror, MirrorState } from './mirrors.ts';
import type { Facts, Judgement, Places, Predicate } from './rule-facts.ts';
import {
  isBlockedFromEnough,
  isOkForLong,
  isOkWhereSeen,
  isPoisoned,
  isSpare,
  mayReturn,
  wasPushed,
} from './rule-predicates.ts';
import type { Rule } from './rule.ts';

/** A mirror that changes its state, and why, as a sentence without its end. */
export type Move = { id: string; from: MirrorState; to: MirrorState; why: string };

export type Decision = {
  moves: readonly Move[];
  /** Mirrors that would leave but stay, last, since no spare is there, and why. */
  kept: readonly { id: string; why: string }[];
  /** What the rule remembers from now on. */
  places: Places;
};

/** All of these make a spare fit for the list. */
const FIT: readonly Predicate[] = [isSpare, wasPushed, isOkWhereSeen];
/** All of these bring one back that was taken out. */
const BACK: readonly Predicate[] = [mayReturn, isOkForLong, isOkWhereSeen];

/**
 * What the rule makes of what probes found. A poisoned mirror leaves at once. A blocked one leaves when a spare can take
 * its place: without one it stays, last, since it may be open to readers elsewhere, and a list must not end up empty.
 */
export function decide(facts: Facts, rule: Rule): Decision {
  const moves: Move[] = [];
  const kept: { id: string; why: string }[] = [];
  const out = Object.fromEntries(
    Object.entries(facts.places.out).filter(([id]) =>
      facts.mirrors.some((one) => one.id === id && one.state === 'blocked'),
    ),
  );
  const spares = facts.mirrors.filter((mirror) => all(FIT, mirror, facts, rule).holds);
  const move = (mirror: Mirror, to: MirrorState, why: string): void =>
    void moves.push({ id: mirror.id, from: mirror.state, to, why: `${mirror.id} ${why}` });
  const enter = (leaver: Mirror | null): boolean => {
    const spare = spares.find(({ use }) => use === leaver?.use) ?? spares[0];
    if (spare === undefined) return false;
    spares.splice(spares.indexOf(spare), 1);
    move(
      spare,
      'listed',
      `${leaver === null ? 'takes a vacant place' : `takes the place of ${leaver.id}`}: ${all(FIT, spare, facts, rule).why}`,
    );
    return true;
  };
  for (const mirror of facts.mirrors.filter(({ state }) => state === 'blocked')) {
    const back = all(BACK, mirror, facts, rule);
    if (!back.holds) continue;
    delete out[mirror.id];
    move(mirror, 'spare', `waits for a place again: ${back.why}`);
    // One that waits may be needed at once.
    if (wasPushed(mirror, facts, rule).holds) spares.push({ ...mirror, state: 'spare' });
  }
  // One that was never filled is not in the list yet.
  const listed = facts.mirrors.filter(
    ({ state, pushedEdition }) => state === 'listed' && pushedEdition !== null,
  );
  let { vacant } = facts.places;
  for (const mirror of listed) {
    const poisoned = isPoisoned(mirror, facts, rule);
    const blocked = isBlockedFromEnough(mirror, facts, rule);
    if (!poisoned.holds && !blocked.holds) continue;
    const replaced = enter(mirror);
    if (!poisoned.holds && !replaced) {
      kept.push({ id: mirror.id, why: `${mirror.id} ${blocked.why}, but no spare can take its place` });
      continue;
    }
    move(mirror, 'blocked', `leaves the list: it ${poisoned.holds ? poisoned.why : blocked.why}`);
    out[mirror.id] = { at: facts.at, poisoned: poisoned.holds };
    if (!replaced) vacant += 1;
  }
  while (vacant > 0 && enter(null)) vacant -= 1;
  return { moves, kept, places: { last: kept.map(({ id }) => id), vacant, out } };
}

/** Whether all hold, with the reasons of all; where one does not, its reason alone. */
function all(predicates: readonly Predicate[], mirror: Mirror, facts: Facts, rule: Rule): Judgement {
  const judgements = predicates.map((predicate) => predicate(mirror, facts, rule));
  return (
    judgements.find(({ holds }) => !holds) ?? {
      holds: true,
      why: judgements.map(({ why }) => why).join(', '),
    }
  );
}
