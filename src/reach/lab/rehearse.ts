import { cp, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from './error.ts';
import type { Lab } from './lab.ts';
import { addressOf, ALL_HOSTS, ENTRY_MIRROR, MIRRORS, ORIGIN, type LabHost } from './names.ts';
import type { Paper } from './paper.ts';
import type { BrowserName } from './reader-calls.ts';

/** Profiles of readers who were here before, kept as they were when their browsers closed. */
export type Memory = Record<'origin' | 'entry', string>;

/** Milliseconds that a browser has for what is not measured. */
const EASY = 20_000;

/**
 * Two readers of one browser visit the paper while nothing is in the way: one at its own address, who keeps a story for
 * offline, one at the neutral mirror, in stealth. What they remember is what each row begins with.
 *
 * @throws LabError where a browser takes no worker, for then no row says anything
 */
export async function rehearse(lab: Lab, paper: Paper, browser: BrowserName): Promise<Memory> {
  const genuine = { how: 'genuine', folder: paper.before } as const;
  await lab.set({
    packets: [],
    lies: [],
    wire: {},
    hosts: Object.fromEntries(ALL_HOSTS.map(({ name }) => [name, genuine])),
  });
  return {
    origin: await visitOnce(lab, paper, browser, ORIGIN),
    entry: await visitOnce(lab, paper, browser, ENTRY_MIRROR),
  };
}

async function visitOnce(lab: Lab, paper: Paper, browser: BrowserName, host: LabHost): Promise<string> {
  const reader = await lab.reader({ browser });
  try {
    const { kept } = paper.stories;
    const url = `${addressOf(host)}${kept.path}`;
    const sight = await reader.post.call('visit', { url, ...kept, patience: EASY, plain: false });
    if (!sight.seen)
      throw new LabError(`Without any block ${browser} did not show "${url}": ${sight.instead}`);
    if (!(await reader.post.call('settle', { patience: EASY })))
      throw new LabError(`The worker at "${addressOf(host)}" did not come to rest in ${browser}`);
    const question =
      host === ORIGIN ? { ask: 'keep', path: kept.path, on: true } : { ask: 'stealth', on: true };
    const said = await reader.post.call('ask', { url, question, patience: EASY });
    if ((said as { ok?: unknown } | null)?.ok !== true)
      throw new LabError(`The worker in ${browser} refused to ${question.ask}: ${JSON.stringify(said)}`);
    // Nobody closes the browser in the same moment.
    await reader.post.call('visit', { url, ...kept, patience: EASY, plain: false });
  } finally {
    await reader.close();
  }
  const place = join(await mkdtemp(join(lab.folder, 'memory-')), 'profile');
  await cp(reader.profile, place, { recursive: true });
  return place;
}

/** Which mirror is left in a sample, and in which order the seven others are gone; the same for the same seed. */
export function drawMirrors(random: () => number): { alive: LabHost; dead: LabHost[] } {
  const order = [...MIRRORS];
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [order[at], order[other]];
    if (one === undefined || two === undefined) continue;
    [order[at], order[other]] = [two, one];
  }
  const alive = order.pop();
  if (alive === undefined) throw new LabError('There is no mirror to leave alive');
  return { alive, dead: order };
}
