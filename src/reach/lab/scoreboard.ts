import { simulateAttrition, type Curve } from './attrition.ts';
import { CURTAIN } from './judge.ts';
import type { BrowserName } from './reader-calls.ts';
import { TARGETS, type Summary, type Times } from './summary.ts';

export type Scoreboard = {
  summaries: readonly Summary[];
  curves: readonly Curve[];
  samples: number;
  seed: number;
  /** The day of the run, `2026-11-27`. */
  day: string;
  /** What it ran on, in words. */
  machine: string;
  versions: Partial<Record<BrowserName, string>>;
};

const TITLES: Record<BrowserName, string> = { chromium: 'Chromium', firefox: 'Firefox' };

/** docs/LAB.md: what readers of a paper met under each technique, as measured. */
export function scoreboardText(board: Scoreboard): string {
  return [
    intro(board),
    `![Times from block to story for each technique, and the share of readers who keep the paper while mirrors are blocked one by one](pictures/lab.svg)\n`,
    verdict(board),
    table(board),
    curtain(board),
    failures(board),
    explanations(board),
    attrition(board),
    METHOD,
  ]
    .filter((part) => part !== '')
    .join('\n');
}

const intro = ({ samples, seed, day, machine, versions }: Scoreboard): string => `# The censor lab

What a returning reader sees under each technique that a censor is known to use, measured in real browsers, beside a plain site under the same block. The reader was here once before; then the block goes up, and seven of the eight mirrors with it; then a story that came out meanwhile is opened, by its usual address. Nobody clicks on anything else. The next story is opened after it.

This page is written by \`longwave lab\`. Last run: ${day}, ${samples === 1 ? 'each row once' : `${samples} samples a row`}, seed ${seed}, ${Object.values(versions).join(' and ')}, ${machine}.
`;

function verdict({ summaries }: Scoreboard): string {
  const stories = summaries.filter(({ row }) => row.must === 'story');
  const late = stories.filter(
    ({ first, next }) => (first?.p95 ?? Infinity) > TARGETS.first || (next?.p95 ?? Infinity) > TARGETS.next,
  );
  const failed = summaries.filter(({ passed, samples }) => passed < samples);
  const all = summaries.reduce((sum, { samples }) => sum + samples, 0);
  const good = summaries.reduce((sum, { passed }) => sum + passed, 0);
  return [
    `**${good} of ${all} visits went as they have to.** ${failed.length === 0 ? 'No row failed.' : `Not always: ${names(failed)}.`}`,
    late.length === 0
      ? `**Every row meets the targets**: the story within ${seconds(TARGETS.first)} at p95, the next within ${seconds(TARGETS.next)}.`
      : `Later than the targets (the story within ${seconds(TARGETS.first)} at p95, the next within ${seconds(TARGETS.next)}): ${names(late)}.`,
    '',
  ].join('\n\n');
}

/** Rows by their names, and in which browser where it was not in all. */
function names(list: readonly Summary[]): string {
  const rows = [...new Set(list.map(({ row }) => row))];
  return rows
    .map((row) => {
      const browsers = list.filter((one) => one.row === row).map(({ browser }) => TITLES[browser]);
      return `${row.technique} (${browsers.join(', ')})`;
    })
    .join('; ');
}

function table({ summaries, samples }: Scoreboard): string {
  const browsers = [...new Set(summaries.map(({ browser }) => browser))];
  const rows = [...new Set(summaries.map(({ row }) => row))];
  const head = ['technique', ...browsers.flatMap((one) => [`${TITLES[one]}: story`, 'next']), 'plain site'];
  const lines = rows.map((row) => {
    const own = summaries.filter((one) => one.row === row);
    const cells = browsers.flatMap((browser) => {
      const one = own.find((summary) => summary.browser === browser);
      return one === undefined
        ? ['', '']
        : [mark(one), timesText(one.row.must === 'story' ? one.next : null, samples)];
    });
    return [row.technique, ...cells, plainText(own)];
  });
  return `${[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}

Times are seconds from the navigation until headline and end of the story are drawn${samples > 1 ? ', p50 / p95' : ''}. ✓ as it has to be; ✗ not; ⚠ the failure that was to be expected.
`;
}

function mark({ row, passed, samples, first }: Summary): string {
  const share = passed === samples ? '' : ` ${passed}/${samples}`;
  if (passed < samples && first === null && row.must !== 'forged')
    return `✗${samples > 1 ? share : ''} not seen`;
  const sign = passed < samples ? '✗' : row.must === 'forged' ? '⚠' : '✓';
  if (row.must === 'forged') return `${sign}${share} forged soon after the first visit`;
  return `${sign}${share} ${row.must === 'offline' ? 'kept copy, ' : ''}${timesText(first, samples)}`.trim();
}

const timesText = (times: Times | null, samples: number): string => {
  if (times === null) return '–';
  return samples > 1 ? `${figure(times.p50)} / ${figure(times.p95)}` : figure(times.p50);
};

const figure = (ms: number): string => (ms / 1000).toFixed(2);
const seconds = (ms: number): string => `${ms / 1000} s`;

function plainText(own: readonly Summary[]): string {
  const [seen, all] = [
    own.reduce((sum, { plain }) => sum + plain, 0),
    own.reduce((sum, { samples }) => sum + samples, 0),
  ];
  return seen === 0 ? '✗' : seen === all ? '✓' : `${seen}/${all}`;
}

function curtain({ summaries }: Scoreboard): string {
  const own = summaries.filter(({ row }) => row.id === 'curtain');
  if (own.length === 0) return '';
  const words = own.map(
    ({ browser, mostBytes, atOnce }) =>
      `in ${TITLES[browser]} no connection carried more than ${mostBytes.toLocaleString('en')} bytes, TLS and certificates counted, and at most ${atOnce} to the host were open at once`,
  );
  return `Behind the curtain, for a story of 100 KB: ${words.join('; ')}. The aim is ${CURTAIN.bytes.toLocaleString('en')} bytes and ${CURTAIN.atOnce} connections.\n`;
}

function failures({ summaries }: Scoreboard): string {
  const own = summaries.filter(({ problems }) => problems.length > 0);
  if (own.length === 0) return '';
  const lines = own.flatMap(({ row, browser, problems }) =>
    problems.slice(0, 3).map((problem) => `- ${row.technique}, ${TITLES[browser]}: ${problem}`),
  );
  return `## What went wrong\n\n${lines.join('\n')}\n`;
}

function explanations({ summaries }: Scoreboard): string {
  const rows = [...new Set(summaries.map(({ row }) => row))];
  const lines = rows.map(
    ({ technique, simulated, survives, sees }) => `| ${technique} | ${simulated} | ${survives} | ${sees} |`,
  );
  return `## The rows

| technique | how it is done here | who gets through | what the reader sees |
| --- | --- | --- | --- |
${lines.join('\n')}

**Expected failures.** A seized origin can hand its visitors another program, or have their browsers forget ours, and then shows what it likes at its own address; the row holds it to that, and shows at the same time that the mirrors and the story in them still verify while the origin does not. The first visit to a poisoned entry page, a wrong clock and mere silence are beyond any signature too: [what no signature protects](EDITION.md#what-no-signature-protects). Where only a whitelist is reachable, nothing new can come; what the reader chose to keep is shown with its date.
`;
}

function attrition({ curves, seed }: Scoreboard): string {
  const target = simulateAttrition({ live: 12, every: 120, order: 'random', seed });
  const worst = simulateAttrition({ live: 12, every: 120, order: 'oldest', seed });
  const shown = [1440, 120, 60, 30, 20, 10];
  const lines = curves.map(({ live, order, points }) => {
    const shares = shown.map(
      (every) => `${(100 * (points.find((one) => one.every === every)?.share ?? 0)).toFixed(1)} %`,
    );
    return `| ${live}, ${order === 'oldest' ? 'the best known first' : 'any of them'} | ${shares.join(' | ')} |`;
  });
  return `## Mirrors found and blocked one by one

A simulated day, on a simulated clock: readers come back every 1 to 12 hours and know the signed list of their last visit; the censor reads the same list and blocks one mirror after the other; a spare takes its place two minutes later. A reader who finds no mirror of the list alive is lost for the day.

With 12 live mirrors and one blocked every two hours **${(100 * target.share).toFixed(2)} %** of ${target.visits.toLocaleString('en')} visits find the paper, and ${(100 * worst.share).toFixed(2)} % when the censor always takes the mirror that most readers know. The aim is 99 %.

| mirrors, which is blocked | one a day | every 2 h | every hour | every 30 min | every 20 min | every 10 min |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}

const METHOD = `## How it is measured

\`longwave lab\` builds three network namespaces in a row: a reader with Debian's browsers, a wire, and hosts: the origin, eight mirrors, a block page, each with its own address, name and certificate. The wire is the censor's: its resolver lies, its nft rules drop and reject, its proxy reads the name in the ClientHello and tampers with what follows. Nothing of the machine's own network is touched, and everything is taken away at the end.

Each row begins with the browser profile of a reader who was here once, copied as it was when that browser closed: worker installed, nothing open, nothing cached for the story. A plain site is the same paper opened at its own address in a private window without scripts; it has to fail, or the row would prove nothing. A row that fails is shown as one.

\`sudo longwave lab --samples 40\` gives the percentiles, \`--results FILE\` keeps what was measured so that hours of it can be stopped and gone on with, \`--rows curtain,stealth\` and \`--browser firefox\` choose. It needs Linux, root, a development install, Chromium and Firefox, and dnsmasq, nftables, openssl and certutil. The suite, where root runs it, has each row once in both browsers, all at the same time (\`--together\`: two labs for each browser).
`;
