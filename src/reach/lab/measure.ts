import { FORGED_HEADLINE } from './forged.ts';
import type { Lab, Reader } from './lab.ts';
import { addressOf, ORIGIN } from './names.ts';
import type { PaperStory } from './paper.ts';
import type { BrowserName, Sight } from './reader-calls.ts';
import type { Memory } from './rehearse.ts';
import type { Row, Stage } from './row.ts';
import { heaviest, judge, type Evidence } from './judge.ts';

/** What one reader met in one row. Times are milliseconds from the navigation until the story was drawn. */
export type Outcome = {
  row: string;
  browser: BrowserName;
  /** Which of the samples of its row it is, from 0. */
  sample: number;
  /** The mirror that was left. */
  alive: string;
  /** Whether what had to happen did, and what was wrong where not. */
  passed: boolean;
  why: string;
  /** From block to story, and to the story opened next; null where it was not seen. */
  first: number | null;
  next: number | null;
  /** Whether a plain site was readable in the same row, and what was seen instead. */
  plain: { seen: boolean; instead: string };
  /** Bytes of the connection that carried most and connections to one host at once. */
  mostBytes: number;
  atOnce: number;
};

/** Milliseconds after which readers give up: one with a plain site, one with a worker, one who looks whether a page has changed. */
const PATIENCE = { plain: 3_000, worker: 10_000, glance: 2_500 } as const;
const GLANCES = 6;

/** One row, once, in one browser. */
export async function measure(
  lab: Lab,
  row: Row,
  { browser, memory, stage, sample }: { browser: BrowserName; memory: Memory; stage: Stage; sample: number },
): Promise<Outcome> {
  const obstacles = row.obstacles(stage);
  await lab.set(obstacles);
  const profile = row.from === ORIGIN ? memory.origin : memory.entry;
  const reader = await lab.reader({ browser, profile, trusting: row.trusting });
  try {
    const story = stage.paper.stories[row.story];
    const plain = await see(reader, row, story, true);
    const struck = await lab.struck();
    // What the plain reader left behind is not the other one's.
    await lab.set(obstacles);
    await lab.resolver.clear();
    const first = await see(reader, row, story, false);
    const asked = await lab.resolver.asked();
    const seen = await lab.hosts.call('seen', null);
    const next =
      row.must === 'forged'
        ? await seeForged(reader, row, stage)
        : await see(reader, row, stage.paper.stories.second, false);
    const verified = row.must === 'forged' ? await verifyEverywhere(reader, stage) : null;
    const evidence: Evidence = {
      plain,
      first,
      next,
      asked,
      seen,
      struck: struck + (await lab.struck()),
      verified,
    };
    return { ...outcome(row, browser, stage, evidence), sample };
  } finally {
    await reader.close();
  }
}

/** A seized origin is opened again until a browser has taken what it serves: they look for a newer worker after a visit. */
async function seeForged(reader: Reader, row: Row, { paper }: Stage): Promise<Sight> {
  const forged = { ...paper.stories.today, headline: FORGED_HEADLINE, ending: '' };
  let sight = await see(reader, row, forged, false, PATIENCE.glance);
  for (let turn = 1; turn < GLANCES && !sight.seen; turn++)
    sight = await see(reader, row, forged, false, PATIENCE.glance);
  return sight;
}

const see = (
  reader: Reader,
  row: Row,
  story: PaperStory,
  plain: boolean,
  patience: number = plain ? PATIENCE.plain : PATIENCE.worker,
): Promise<Sight> =>
  reader.post.call('visit', {
    // A plain site has one address, which is banned.
    url: `${addressOf(plain ? ORIGIN : row.from)}${story.path}`,
    headline: story.headline,
    ending: story.ending,
    patience,
    plain,
  });

/** Whether the story is genuine by its signatures, at the mirror that is left and at the origin. */
async function verifyEverywhere(reader: Reader, { paper, alive }: Stage) {
  const { fingerprint } = paper;
  const ask = (address: string) =>
    reader.post.call('verify', { address, fingerprint, path: paper.stories.today.path });
  return { mirror: await ask(addressOf(alive)), origin: await ask(addressOf(ORIGIN)) };
}

function outcome(row: Row, browser: BrowserName, stage: Stage, evidence: Evidence): Omit<Outcome, 'sample'> {
  const { first, next, plain, seen } = evidence;
  const why = judge(row, stage, evidence);
  return {
    row: row.id,
    browser,
    alive: stage.alive.name,
    passed: why === '',
    why,
    first: first.seen ? first.ms : null,
    next: next.seen ? next.ms : null,
    plain: { seen: plain.seen, instead: plain.instead },
    ...heaviest(seen),
  };
}
