import type { Packets } from './censor.ts';
import { BLOCKED_PAGE } from './forged.ts';
import type { HostManner, HostManners } from './host-manners.ts';
import type { Obstacles } from './lab.ts';
import { BLOCK_PAGE, MIRRORS, ORIGIN, WHITELISTED, type LabHost } from './names.ts';
import type { Paper } from './paper.ts';
import type { Lie } from './resolver.ts';
import { WIRE_PORT, type WireManner, type WireManners } from './wire-manners.ts';

/*
 * A row of the matrix: one technique. In every row seven of the eight mirrors are out of reach; which one is left is
 * drawn anew for each sample. Where nothing else is said the seven are blackholed, the worst for whoever waits.
 */

export type Row = {
  id: string;
  /** What the censor does. */
  technique: string;
  /** How the lab does it. */
  simulated: string;
  /** Who gets through, and by what. */
  survives: string;
  /** What the reader sees. */
  sees: string;
  /** What has to happen. `offline`: the kept story, dated; `forged`: the failure that no signature can prevent. */
  must: 'story' | 'offline' | 'forged';
  /** Which story is opened: today's, the long one, or one that was kept for offline reading. */
  story: 'today' | 'long' | 'kept';
  /** Where it is opened. */
  from: LabHost;
  /** Whether the censor's authority is installed in the reader's browser. */
  trusting: boolean;
  /** Whether only the mirror that is left can give the story, so that it has to have been asked. */
  onlyLeft: boolean;
  /** What has to hold besides: nobody asks for the banned name; no connection carries much. */
  also: 'unnamed' | 'small' | null;
  /** Whether a plain site gets through all the same. */
  plain: boolean;
  obstacles(stage: Stage): Obstacles;
};

export type Stage = {
  paper: Paper;
  /** The mirror that is left. */
  alive: LabHost;
  /** The seven others, in the drawn order. */
  dead: readonly LabHost[];
};

export type Acts = {
  packets?: readonly Packets[];
  lies?: readonly Lie[];
  wire?: WireManners;
  hosts?: HostManners;
  /** What becomes of the seven mirrors; blackholed where left out. */
  dead?: 'reachable';
};

function obstacles({ paper, dead }: Stage, acts: Acts): Obstacles {
  const genuine: HostManner = { how: 'genuine', folder: paper.today };
  const everybody = [ORIGIN, ...MIRRORS].map(({ name }) => [name, genuine] as const);
  const notice: HostManner = { how: 'block-page', status: 200, page: BLOCKED_PAGE };
  const gone = acts.dead === 'reachable' ? [] : dead.map(({ ip }): Packets => ({ how: 'blackhole', ip }));
  return {
    packets: [...gone, ...(acts.packets ?? [])],
    lies: acts.lies ?? [],
    wire: acts.wire ?? {},
    hosts: {
      ...Object.fromEntries(everybody),
      [BLOCK_PAGE.name]: notice,
      [WHITELISTED.name]: notice,
      ...acts.hosts,
    },
  };
}

const USUAL = {
  must: 'story',
  story: 'today',
  from: ORIGIN,
  trusting: false,
  plain: false,
  onlyLeft: true,
  also: null,
  sees: 'the story, from a mirror, and one line that says so',
} as const;

type Given = Partial<Row> & Pick<Row, 'id' | 'technique' | 'simulated' | 'survives'>;

export const row = (given: Given, acts: (stage: Stage) => Acts): Row => ({
  ...USUAL,
  ...given,
  obstacles: (stage) => obstacles(stage, acts(stage)),
});

export const onWire = (manner: WireManner, hosts: readonly LabHost[] = [ORIGIN]): Acts => ({
  wire: Object.fromEntries(hosts.map(({ name }) => [name, manner])),
  packets: hosts.map(({ ip }) => ({ how: 'proxy', ip, port: WIRE_PORT })),
});

export const blackholed: Packets = { how: 'blackhole', ip: ORIGIN.ip };

/** The origin is out of reach, and the seven answer in a way of their own. */
export const badMirrors = (dead: readonly LabHost[], manner: (at: number) => HostManner): Acts => ({
  packets: [blackholed],
  dead: 'reachable',
  hosts: Object.fromEntries(dead.map(({ name }, at) => [name, manner(at)])),
});

export const WORKER_HAS = 'a reader who was here before: the worker has the mirrors';
