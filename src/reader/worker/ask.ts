import { said } from '#edition';
import { keepStory } from './keep.ts';
import type { House } from './house.ts';
import { addressOf, pathAt } from './places.ts';

/* What pages may ask of the worker. Pages are the paper's own: no other can reach it. */

export type Answer = { ok: true; [name: string]: unknown } | { ok: false; why: string };

type Question = Readonly<Record<string, unknown>>;

const ASKS: Readonly<Record<string, (house: House, question: Question) => Promise<Record<string, unknown>>>> =
  {
    status,
    keep,
    kept: async ({ kept, own }) => ({
      stories: (await kept.list()).map(({ at, title, url }) => ({ path: pathAt(url, own), title, at })),
    }),
    'keep-all': (house, { on }) => choose(house, 'keepAll', on),
    'wipe-on-exit': (house, { on }) => choose(house, 'wipeOnExit', on),
    stealth: (house, { on }) => {
      if (on === true && !house.neutral()) throw new Error(said`Stealth needs a neutral mirror`);
      return choose(house, 'stealth', on);
    },
    wipe: async (house) => {
      await house.wipe();
      return {};
    },
    bye,
    report: (house) => Promise.resolve({ report: reportOf(house) }),
    'send-report': sendReport,
  };

/** Answers one question; null where it is none of ours. */
export async function answerAsk(house: House, value: unknown): Promise<Answer | null> {
  if (typeof value !== 'object' || value === null || !('longwave' in value) || value.longwave !== 1)
    return null;
  const question: Question = { ...value };
  const name = String(question['ask']);
  const ask = Object.hasOwn(ASKS, name) ? ASKS[name] : undefined;
  if (ask === undefined) return { ok: false, why: `No act "${name}"; reload the page` };
  try {
    return { ok: true, ...(await ask(house, question)) };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

async function status({
  choices,
  kept,
  neutral,
  own,
  paper,
  scope,
}: House): Promise<Record<string, unknown>> {
  const standing = await paper.standing();
  const uses = new Map(paper.list?.mirrors.map(({ address, use }) => [address, use]));
  return {
    edition: standing?.record.number ?? null,
    confirmedAt: standing?.confirmedAt ?? null,
    source: paper.source,
    sources: paper.places().map((place) => ({ ...place, use: uses.get(place.address) ?? 'entry' })),
    kept: (await kept.list()).length,
    ...choices,
    neutral: neutral(),
    storedBytes: (await scope.navigator.storage?.estimate())?.usage ?? 0,
    own,
  };
}

async function keep(house: House, { on, path }: Question): Promise<Record<string, unknown>> {
  if (typeof path !== 'string') throw new Error(said`No path`);
  const { clock, kept, own, paper } = house;
  if (on !== true) await kept.remove(addressOf(own, path));
  else if (!(await keepStory({ paper, kept, own, now: clock.now }, path)))
    throw new Error(`The edition has no page "${path}" that could be kept`);
  return {};
}

async function choose(
  house: House,
  name: keyof House['choices'],
  on: unknown,
): Promise<Record<string, unknown>> {
  const { choices, kept } = house;
  // Nothing can stay of what is kept where nothing is to stay.
  if (on === true && name !== 'stealth') choices.keepAll = choices.wipeOnExit = false;
  choices[name] = on === true;
  if (choices.wipeOnExit) await kept.clear();
  await house.save();
  return {};
}

/** A page was left. Where nothing is to stay after the last one, everything goes with it. */
async function bye({ choices, clock, scope, wipe }: House): Promise<Record<string, unknown>> {
  if (!choices.wipeOnExit) return {};
  // Whoever follows a link leaves one page for the next, which is not there yet.
  await new Promise<void>((done) => void clock.after(EXIT_MS, done));
  const open = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (open.length === 0) await wipe();
  return {};
}

const EXIT_MS = 2_000;

type Report = { day: string; country: string | null; places: { address: string; state: string }[] };

/** Everything that "tell the newsroom" sends: which places answered here today, and nothing of who asks or what was read. */
function reportOf({ clock, paper }: House): Report {
  const day = new Date(clock.now()).toISOString().slice(0, 10);
  const places = paper
    .places()
    .filter(({ state }) => state !== 'unknown')
    .map(({ address, state }) => ({ address, state }));
  return { day, country: null, places };
}

/** Only ever on the reader's word. */
async function sendReport(house: House, { report }: Question): Promise<Record<string, unknown>> {
  if (house.neutral()) throw new Error(said`Nothing is sent from a neutral mirror`);
  const { paper, scope } = house;
  const address = paper.list?.origin ?? house.data.address;
  const response = await scope.fetch(`${address}-/reach/report`, {
    method: 'POST',
    // A simple request, which needs no leave to be asked first.
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(report),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  if (!response.ok) throw new Error(`The newsroom answered ${response.status}`);
  return {};
}
