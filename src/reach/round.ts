import type { Depot } from '#depot';
import type { Store } from '#store';
import { ReachError } from './error.ts';
import { noMirror, openRegister, type Mirror } from './mirrors.ts';
import { VantageError } from './probe/answer.ts';
import { controlFailure } from './probe/control.ts';
import { ownPaper } from './probe/paper.ts';
import { probe, type ProbeOptions } from './probe/probe.ts';
import { believe, saveProbes, type ProbeRow } from './probe/rows.ts';
import { readRule } from './rule.ts';
import { readState, writeState } from './state.ts';
import { HERE, listVantages, lookFrom, type Vantage } from './vantages.ts';

export type RoundOptions = {
  store: Store;
  depot: Depot;
  /** The variables of this process; commands are handed a few of them. */
  environment: NodeJS.ProcessEnv;
  /** Pages to open beside the front, such as a recent story: paths of the edition. */
  pages: readonly string[];
  /** Ids of the mirrors to look at. Default: all but those that are retired. */
  mirrors?: readonly string[];
  /** Ids of the vantages to look from. Default: all. */
  vantages?: readonly string[];
  /** The time of this round, and a clock: milliseconds since 1970. */
  at: number;
  now: () => number;
  /** Milliseconds for one answer. Default 20,000. */
  answerMs?: number;
  /** Whether spares and retired mirrors are looked at from every vantage too. Default: what the rule says. */
  everywhere?: boolean;
  /** Told of what was found, and of how many looks there are in this round. */
  told?: (row: ProbeRow, looks: number) => void;
  /** Ends the round at once; nothing of it is kept. */
  signal?: AbortSignal;
};

export type Round = {
  rows: readonly ProbeRow[];
  /** Vantages that do not work, and why; they say nothing of mirrors. */
  broken: readonly { vantage: string; why: string }[];
  /** Vantages that reached no mirror and yet their control: there they are blocked. */
  believed: readonly string[];
};

/** Mirrors that are looked at together from one vantage. */
const TOGETHER = 3;
const BROKEN = 'vantages.broken';

/**
 * Looks at the mirrors from the vantages and keeps what was found.
 *
 * @throws ReachError `no_mirror`, `no_vantage`, `no_edition`; the signal's reason once it aborts
 */
export async function probeRound(options: RoundOptions): Promise<Round> {
  const { store, depot, at, now } = options;
  const mirrors = await wantedMirrors(options);
  const vantages = await wantedVantages(options);
  const paper = ownPaper(depot);
  if (paper === null && mirrors.length > 0)
    throw new ReachError(
      'no_edition',
      'There is no signed edition, so nothing can prove what a mirror shows; make keys with "longwave keys create" and press',
    );
  const rule = await readRule(store);
  const signal = options.signal ?? new AbortController().signal;
  const limits = {
    answerMs: options.answerMs ?? 20_000,
    slowMs: rule.slowSeconds * 1000,
    graceMs: rule.graceMinutes * 60_000,
  };
  const everywhere = options.everywhere ?? rule.sparesFrom === 'all';
  // A look from inside a country shows whoever watches that line an address that nobody was given yet.
  const seenFrom = ({ id }: Vantage): Mirror[] =>
    mirrors.filter(({ state }) => everywhere || id === HERE.id || state === 'listed' || state === 'blocked');
  const looks = vantages.reduce((sum, vantage) => sum + seenFrom(vantage).length, 0);
  const found = await Promise.all(
    vantages.map((vantage) =>
      paper === null
        ? Promise.resolve<Round>({ rows: [], broken: [], believed: [] })
        : fromVantage(
            vantage,
            seenFrom(vantage),
            {
              at,
              limits,
              environment: options.environment,
              signal,
              told: (row) => options.told?.(row, looks),
            },
            (mirror) => ({
              mirror,
              look: lookFrom(vantage, options.environment),
              paper,
              pages: options.pages,
              limits,
              now,
              signal,
            }),
          ),
    ),
  );
  const round = {
    rows: found.flatMap(({ rows }) => rows),
    broken: found.flatMap(({ broken }) => broken),
    believed: found.flatMap(({ believed }) => believed),
  };
  await believe(store, round.believed, at);
  await saveProbes(store, round.rows, at);
  const before = (await brokenVantages(store)).filter(
    ({ vantage }) => !vantages.some(({ id }) => id === vantage),
  );
  await writeState(store, BROKEN, [...before, ...round.broken]);
  return round;
}

/** The vantages that did not work when they were last used. */
export async function brokenVantages(store: Store): Promise<{ vantage: string; why: string }[]> {
  const value = await readState(store, BROKEN);
  const there = (await listVantages(store)).map(({ id }) => id);
  return (Array.isArray(value) ? value : []).filter(
    (one: unknown): one is { vantage: string; why: string } =>
      typeof one === 'object' &&
      one !== null &&
      'vantage' in one &&
      'why' in one &&
      there.includes(String(one.vantage)),
  );
}

async function wantedMirrors({ store, mirrors }: RoundOptions): Promise<Mirror[]> {
  const all = await openRegister(store).list();
  const unknown = mirrors?.find((id) => !all.some((one) => one.id === id));
  if (unknown !== undefined) throw noMirror(unknown);
  return all.filter(({ id, state }) => (mirrors === undefined ? state !== 'retired' : mirrors.includes(id)));
}

async function wantedVantages({ store, vantages }: RoundOptions): Promise<Vantage[]> {
  const all = await listVantages(store);
  const unknown = vantages?.find((id) => !all.some((one) => one.id === id));
  if (unknown !== undefined)
    throw new ReachError('no_vantage', `No vantage is called "${unknown}"; see "longwave vantage list"`);
  return vantages === undefined ? all : all.filter(({ id }) => vantages.includes(id));
}

/** A few mirrors at a time; the first that shows that the vantage does not work ends it. */
async function fromVantage(
  vantage: Vantage,
  mirrors: readonly Mirror[],
  { at, told, ...looking }: Looking & { at: number; told: (row: ProbeRow) => void },
  optionsFor: (mirror: Mirror) => ProbeOptions,
): Promise<Round> {
  const { id } = vantage;
  const rows: ProbeRow[] = [];
  const waiting = [...mirrors];
  let why: string | null = null;
  const work = async (): Promise<void> => {
    for (let mirror = waiting.shift(); mirror !== undefined && why === null; mirror = waiting.shift()) {
      try {
        const row = { ...(await probe(optionsFor(mirror))), mirror: mirror.id, vantage: id, at };
        rows.push(row);
        told(row);
      } catch (error) {
        if (!(error instanceof VantageError)) throw error;
        why = error.message;
      }
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  const none = why === null && rows.length > 0 && rows.every(({ verdict }) => verdict === 'blocked');
  if (none && vantage.control !== null) why = await lineFailure(vantage, vantage.control, looking);
  if (why !== null) return { rows: [], broken: [{ vantage: id, why }], believed: [] };
  return { rows, broken: [], believed: none && vantage.control !== null ? [id] : [] };
}

type Looking = { limits: ProbeOptions['limits']; environment: NodeJS.ProcessEnv; signal: AbortSignal };

/** Why a vantage that reached no mirror says nothing of them; null where it reached its control. */
async function lineFailure(
  vantage: Vantage,
  control: string,
  { limits, environment, signal }: Looking,
): Promise<string | null> {
  try {
    const wish = { control, ms: limits.answerMs, signal };
    const text = await controlFailure(lookFrom(vantage, environment), wish);
    return text === null
      ? null
      : `its line is cut: no mirror answers, nor does its control "${control}": ${text}`;
  } catch (error) {
    if (!(error instanceof VantageError)) throw error;
    return error.message;
  }
}
