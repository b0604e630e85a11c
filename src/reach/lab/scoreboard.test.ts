import { describe, expect, it } from 'vitest';
import { chartText } from './chart.ts';
import type { Outcome } from './measure.ts';
import { LAB_ROWS } from './rows.ts';
import { scoreboardText, type Scoreboard } from './scoreboard.ts';
import { percentile, summarise } from './summary.ts';

const outcome = (row: string, first: number | null, more: Partial<Outcome> = {}): Outcome => ({
  row,
  browser: 'chromium',
  sample: 0,
  alive: 'amber-lane.test',
  passed: true,
  why: '',
  first,
  next: 300,
  plain: { seen: false, instead: '' },
  mostBytes: 9_000,
  atOnce: 6,
  ...more,
});

const OUTCOMES: Outcome[] = [
  ...Array.from({ length: 20 }, (_, at) => outcome('nxdomain', 500 + at * 100)),
  ...Array.from({ length: 20 }, (_, at) => outcome('curtain', 900 + at)),
  ...Array.from({ length: 19 }, () => outcome('poisoned', 900)),
  outcome('poisoned', null, { passed: false, why: 'the story was not seen within 10.0 s: <Forged>' }),
  ...Array.from({ length: 20 }, () => outcome('quic', 3_000, { plain: { seen: true, instead: '' } })),
  ...Array.from({ length: 20 }, () => outcome('seized', null)),
];
const summaries = summarise(OUTCOMES, LAB_ROWS, ['chromium', 'firefox']);
const board: Scoreboard = {
  summaries,
  curves: [
    {
      live: 12,
      order: 'random',
      points: [
        { every: 1440, share: 1 },
        { every: 10, share: 0.25 },
      ],
    },
  ],
  samples: 20,
  seed: 7,
  day: '2026-11-27',
  machine: '2 cores',
  versions: { chromium: 'Chromium 156' },
};

describe('the scoreboard', () => {
  it('counts percentiles by the nearest rank', () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile([3], 0.95)).toBe(3);
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(
      percentile(
        Array.from({ length: 40 }, (_, at) => at + 1),
        0.95,
      ),
    ).toBe(38);
  });

  it('tells what went as it had to, what failed and why, and what came late', () => {
    const text = scoreboardText(board);
    expect(text).toContain('99 of 100 visits');
    expect(text).toContain('Not always: Seven mirrors poisoned (Chromium)');
    expect(text).toContain(
      'Later than the targets (the story within 2.5 s at p95, the next within 1 s): QUIC blocked',
    );
    expect(text).toMatch(/\| DNS: the name does not exist \| ✓ 1\.40 \/ 2\.30 \| 0\.30 \/ 0\.30 \| ✗ \|/);
    expect(text).toMatch(/\| Seven mirrors poisoned \| ✗ 19\/20 0\.90/);
    expect(text).toMatch(/\| QUIC blocked \| ✓ .* \| ✓ \|/);
    expect(text).toContain('⚠ forged soon after the first visit');
    expect(text).toContain('no connection carried more than 9,000 bytes');
    expect(text).toContain('- Seven mirrors poisoned, Chromium: the story was not seen');
  });

  it('says nothing of rows and browsers that were not measured', () => {
    expect(summaries.map(({ row }) => row.id)).toEqual(['nxdomain', 'curtain', 'quic', 'poisoned', 'seized']);
    expect(scoreboardText(board)).not.toContain('Firefox |');
  });

  it('draws a row for each technique, light and dark, whatever its words are', () => {
    const [first] = summaries;
    if (first === undefined) throw new Error('Nothing was measured');
    const odd = { ...first, row: { ...first.row, technique: 'R&D <b>' } };
    const svg = chartText({ ...board, summaries: [odd, ...summaries.slice(1)] });
    expect(svg).toContain('R&amp;D &lt;b&gt;');
    expect(svg).not.toContain('<b>');
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg.match(/<circle class="chromium"/g)?.length).toBe(1 + 4);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });
});
