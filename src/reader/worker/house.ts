import type { Clock } from './clock.ts';
import type { WorkerData } from './data.ts';
import { Desk } from './desk.ts';
import type { Choices } from './desk.ts';
import { KeptStories } from './kept.ts';
import { Paper } from './paper.ts';
import type { PaperState } from './paper.ts';
import { isNeutral, isShared } from './places.ts';
import { openVault } from './vault.ts';
import type { Vault } from './vault.ts';
import type { WorkerScope } from './worker-scope.ts';

/* What this worker holds while it lives, and what of it stays. */

/** As it is kept between two lives. */
type State = PaperState & {
  /** The root that this reader began with: later programs may bring another, which has to follow from this one. */
  pin: string;
  choices: Choices;
};

const UNREGISTER_MS = 1_000;
const NO_CHOICES: Choices = { keepAll: false, wipeOnExit: false, stealth: false };

export type House = {
  own: string;
  data: WorkerData;
  scope: WorkerScope;
  clock: Clock;
  paper: Paper;
  desk: Desk;
  kept: KeptStories;
  choices: Choices;
  /** Whether this is a neutral mirror. */
  neutral: () => boolean;
  /** Writes down what is to stay, once for all changes that come together. */
  save: () => Promise<void>;
  /** Forgets everything and takes the worker away. */
  wipe: () => Promise<void>;
  /** Whether that was done. */
  wiped: boolean;
};

export async function openHouse(scope: WorkerScope, data: WorkerData, clock: Clock): Promise<House> {
  const own = scope.registration.scope;
  const vault = openVault(scope.caches, own);
  const state = readState(await vault.load(), data);
  const { choices, pin } = state;
  const kept = new KeptStories(scope.caches);
  const keeper = new Keeper(vault, () => ({ ...paper.state, pin, choices }), choices);
  const paper = new Paper({
    own,
    root: new TextEncoder().encode(pin),
    state,
    fetch: (url, init) => scope.fetch(url, init),
    clock,
    network: () => networkOf(scope),
    changed: () => void keeper.save(),
  });
  const neutral = (): boolean => isNeutral({ own, list: paper.list });
  const wipe = async (): Promise<void> => {
    house.wiped = true;
    await keeper.close();
    await kept.clear();
    const gone = scope.registration.unregister();
    // A browser takes the worker away after it looked for a newer one, which a host may keep it waiting for.
    await Promise.race([gone, new Promise<void>((done) => void clock.after(UNREGISTER_MS, done))]);
  };
  const later = (work: Promise<unknown>): void => void work.catch(() => undefined);
  const desk = new Desk({
    own,
    data,
    paper,
    kept,
    now: clock.now,
    after: clock.after,
    choices: () => choices,
    hidden: () => choices.stealth && neutral(),
    onLine: () => scope.navigator.onLine,
    later: (work) => later(work.then(() => (isShared({ own, list: paper.list }) ? wipe() : undefined))),
  });
  const save = (): Promise<void> => keeper.save();
  const house = { own, data, scope, clock, paper, desk, kept, choices, neutral, save, wipe, wiped: false };
  return house;
}

/** Writes the state, unless nothing is to stay. */
class Keeper {
  readonly #vault: Vault;
  readonly #state: () => State;
  readonly #choices: Choices;
  #waiting: Promise<void> | null = null;
  #writing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(vault: Vault, state: () => State, choices: Choices) {
    this.#vault = vault;
    this.#state = state;
    this.#choices = choices;
  }

  save(): Promise<void> {
    this.#waiting ??= Promise.resolve().then(async () => {
      this.#waiting = null;
      if (this.#closed) return;
      const state = this.#state();
      const { choices, pin, seed } = state;
      // Then only that choice stays, and what it needs to hold.
      this.#writing = this.#vault.save(
        this.#choices.wipeOnExit ? { pin, choices, seed, trust: {}, list: null, lessons: {} } : state,
      );
      await this.#writing;
    });
    return this.#waiting;
  }

  async close(): Promise<void> {
    this.#closed = true;
    // What is being written would be there again after it was cleared.
    await this.#writing.catch(() => undefined);
    await this.#vault.clear();
  }
}

function readState(value: unknown, data: WorkerData): State {
  const fresh: State = {
    trust: {},
    list: null,
    lessons: {},
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    pin: data.root,
    choices: { ...NO_CHOICES },
  };
  if (typeof value !== 'object' || value === null) return fresh;
  return { ...fresh, ...(value as Partial<State>) };
}

/** Blocks differ from network to network; a browser tells little of which it is in. */
function networkOf({ navigator }: WorkerScope): string {
  const { type, effectiveType } = navigator.connection ?? {};
  return type ?? effectiveType ?? '';
}
