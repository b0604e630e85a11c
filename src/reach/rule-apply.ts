import type { Store } from '#store';
import { leavePress } from './list.ts';
import { openRegister } from './mirrors.ts';
import { counted, readBelieved, readProbes } from './probe/rows.ts';
import { readRule } from './rule.ts';
import { decide, type Decision } from './rule-decide.ts';
import type { Facts } from './rule-facts.ts';
import { readPlaces, writePlaces } from './rule-places.ts';
import { listVantages } from './vantages.ts';

const HOUR = 3_600_000;
const WEEK = 168;

/** What the rule would do now, without doing it. */
export async function foresee(store: Store, at: number): Promise<Decision> {
  const rule = await readRule(store);
  const hours = Math.max(WEEK, 2 * (rule.returnHours ?? 0));
  const facts: Facts = {
    at,
    mirrors: await openRegister(store).list(),
    vantages: (await listVantages(store)).map(({ id }) => id),
    probes: counted(await readProbes(store, at - hours * HOUR), await readBelieved(store)),
    places: await readPlaces(store),
  };
  return decide(facts, rule);
}

/** Does what the rule says, and leaves the press the job to sign the new list. */
export async function applyRule(store: Store, at: number): Promise<Decision> {
  return store.transaction(async () => {
    const before = await readPlaces(store);
    const decision = await foresee(store, at);
    const register = openRegister(store);
    for (const { id, to } of decision.moves) await register.setState(id, to, at);
    await writePlaces(store, decision.places);
    const reordered = before.last.join() !== decision.places.last.join();
    const relisted = decision.moves.some(({ from, to }) => from === 'listed' || to === 'listed');
    if (reordered || relisted) await leavePress(store, at);
    return decision;
  });
}
