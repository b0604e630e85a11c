import type { HostSeen } from './host-manners.ts';
import { FORGED_HEADLINE } from './forged.ts';
import { ORIGIN } from './names.ts';
import type { Sight } from './reader-calls.ts';
import type { Row, Stage } from './row.ts';

/** All that a row brought to light. */
export type Evidence = {
  plain: Sight;
  first: Sight;
  next: Sight;
  /** Names that were asked for while the first story was opened. */
  asked: readonly string[];
  /** What hosts saw by then. */
  seen: readonly HostSeen[];
  /** How often the censor struck. */
  struck: number;
  /** Why the story is not genuine at the mirror that is left and at the origin; null where it is. */
  verified: { mirror: string | null; origin: string | null } | null;
};

/** A connection behind the curtain, and how many of them a host may see at once. */
export const CURTAIN = { bytes: 10 * 1024, atOnce: 6 } as const;

/** What was not as it has to be in a row; empty where all was. */
export function judge(row: Row, stage: Stage, evidence: Evidence): string {
  return [plainProblem(row, evidence), ...PROBLEMS[row.must](row, stage, evidence)]
    .filter(Boolean)
    .join('; ');
}

/** A plain site has to fail, or the row would prove nothing. */
function plainProblem(row: Row, { plain, struck }: Evidence): string {
  if (plain.seen !== row.plain)
    return row.plain
      ? `a plain site was cut off: ${plain.instead}`
      : 'a plain site got through, so nothing was blocked';
  return row.plain && struck === 0 ? 'the censor never had to strike' : '';
}

type Problems = (row: Row, stage: Stage, evidence: Evidence) => string[];

const PROBLEMS: Record<Row['must'], Problems> = {
  story: (row, stage, evidence) => [
    unseen(evidence.first, 'the story'),
    unseen(evidence.next, 'the next story'),
    ...(row.also === 'unnamed' ? [named(evidence)] : []),
    ...(row.also === 'small' ? [heavy(evidence)] : []),
    !row.onlyLeft || askedAt(evidence, stage)
      ? ''
      : `the mirror that was left, ${stage.alive.name}, was never asked`,
  ],
  offline: (_, __, { first, next }) => [
    unseen(first, 'the kept story'),
    next.controlled && next.text !== ''
      ? ''
      : `for what was not kept the reader saw ${next.instead || 'nothing'}`,
  ],
  forged: (_, __, { next, verified }) => [
    next.text.includes(FORGED_HEADLINE)
      ? ''
      : 'the seized origin could not show its forged page, so the documentation is wrong',
    verified?.mirror === null ? '' : `the mirror does not verify: ${verified?.mirror}`,
    verified?.origin === null ? 'the seized origin verifies' : '',
  ],
};

const unseen = ({ seen, instead, ms }: Sight, what: string): string =>
  seen ? '' : `${what} was not seen within ${(ms / 1000).toFixed(1)} s: ${instead || 'nothing was shown'}`;

/** The banned name stands neither in what was asked for nor on the tab. */
function named({ asked, first }: Evidence): string {
  if (asked.includes(ORIGIN.name)) return `the banned name ${ORIGIN.name} was asked for`;
  return /far.?shore/i.test(first.title) ? `the tab says "${first.title}"` : '';
}

const askedAt = ({ seen }: Evidence, { alive }: Stage): boolean =>
  seen.some(({ name, requests }) => name === alive.name && requests.length > 0);

function heavy({ seen }: Evidence): string {
  const { mostBytes, atOnce } = heaviest(seen);
  const problems = [
    mostBytes > CURTAIN.bytes ? `a connection carried ${mostBytes} bytes` : '',
    atOnce > CURTAIN.atOnce ? `${atOnce} connections to one host were open at once` : '',
  ];
  return problems.filter(Boolean).join(', ');
}

/** Of all hosts: bytes of the connection that carried most, and connections to one of them at once. */
export const heaviest = (seen: readonly HostSeen[]): Pick<HostSeen, 'mostBytes' | 'atOnce'> => ({
  mostBytes: Math.max(0, ...seen.map(({ mostBytes }) => mostBytes)),
  atOnce: Math.max(0, ...seen.map(({ atOnce }) => atOnce)),
});
