import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { historyOf, stretchesOf, type History } from './history.ts';
import type { Mirror } from './mirrors.ts';
import { drawHistory, spanText } from './picture.ts';
import { PICTURE_STYLE, SIGNS } from './picture-signs.ts';
import { ticksOf } from './picture-time.ts';
import type { ProbeRow } from './probe/rows.ts';
import { VERDICTS, type Verdict } from './probe/verdict.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const TO = Date.UTC(2026, 10, 27, 12);
const FROM = TO - DAY;

const mirror = (id: string, state: Mirror['state'] = 'listed'): Mirror => ({
  id,
  kind: 'folder',
  target: '/canary',
  address: `https://${id}.example/`,
  use: 'data',
  state,
  options: {},
  addedAt: 0,
  changedAt: 0,
  pushedEdition: null,
  pushedAt: null,
  error: null,
});

const row = (vantage: string, hour: number, verdict: Verdict): ProbeRow => ({
  mirror: 'oak',
  vantage,
  at: FROM + hour * HOUR,
  verdict,
  reason: '',
  ms: null,
  edition: null,
});

const ROWS = [
  row('tehran', 0, 'ok'),
  row('here', 0, 'ok'),
  row('tehran', 1, 'blocked'),
  row('tehran', 1.5, 'ok'),
  row('tehran', 2, 'blocked'),
  row('tehran', 4, 'blocked'),
  row('here', 24, 'slow'),
];

const history = (): History =>
  historyOf({
    mirrors: [mirror('oak'), mirror('elm', 'spare')],
    rows: ROWS,
    from: FROM,
    to: TO,
    intervals: 24,
  });

describe('what was found over time', () => {
  it('is the worst of each interval, this machine first, with what was found last', () => {
    const [oak, elm] = history().mirrors;
    expect(oak?.lanes.map(({ vantage }) => vantage)).toEqual(['here', 'tehran']);
    expect(oak?.lanes[1]?.verdicts.slice(0, 6)).toEqual(['ok', 'blocked', 'blocked', null, 'blocked', null]);
    expect(oak?.lanes[0]?.verdicts[23]).toBe('slow');
    expect(oak?.lanes[0]?.last).toMatchObject({ verdict: 'slow', at: TO });
    expect(elm?.lanes).toEqual([]);
  });

  it('comes as stretches that no gap is in', () => {
    expect(stretchesOf(['ok', 'blocked', 'blocked', null, 'blocked'])).toEqual([
      { verdict: 'ok', start: 0, end: 1 },
      { verdict: 'blocked', start: 1, end: 3 },
      { verdict: 'blocked', start: 4, end: 5 },
    ]);
  });
});

describe('the picture', () => {
  it('is well-formed whatever the paper is called, says in words what it shows, and fetches nothing', () => {
    const svg = drawHistory(history(), 'Far <Shore> & "Sons"');
    const parser = new SaxesParser();
    const text: string[] = [];
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('text', (piece) => text.push(piece));
    parser.write(svg).close();
    expect(text).toContain('Mirrors of Far <Shore> & "Sons"');
    expect(text).toContain('Mirrors of Far <Shore> & "Sons", 2026-11-26 12:00 to 2026-11-27 12:00 UTC');
    expect(text.join(' ')).toContain(
      'oak (listed) from tehran: now blocked, ok in 1 of 4 intervals, blocked in 3 of 4 intervals. elm (spare): not probed.',
    );
    expect(text).toContain('oak from tehran: blocked, 2026-11-26 13:00 to 2026-11-26 15:00 UTC');
    for (const words of [
      'time, UTC →',
      'mirror, vantage',
      'poisoned: not the paper',
      'not probed',
      '27 Nov',
      '18:00',
    ])
      expect(text).toContain(words);
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|href|canary|<script/);
  });

  it('tells verdicts apart without colour, and signs from their ground on light and dark', () => {
    expect(new Set(Object.values(SIGNS)).size).toBe(VERDICTS.length);
    for (const palette of PICTURE_STYLE.split('@media')) {
      for (const verdict of VERDICTS) {
        const fill = new RegExp(`\\.${verdict} \\.fill\\{fill:(#\\w+)`).exec(palette)?.[1] ?? '';
        const sign = new RegExp(`\\.${verdict} \\.sign\\{stroke:(#\\w+)`).exec(palette)?.[1] ?? '';
        expect(contrast(fill, sign), `${verdict} ${fill} ${sign}`).toBeGreaterThan(4.5);
      }
      const ground = /\.ground\{fill:(#\w+)/.exec(palette)?.[1] ?? '';
      const faint = /\.vantage\{fill:(#\w+)/.exec(palette)?.[1] ?? '';
      expect(contrast(ground, faint)).toBeGreaterThan(4.5);
    }
  });

  it('has a handful of marks on its axis, however long the time', () => {
    for (const days of [1, 2, 7, 30, 90]) {
      const ticks = ticksOf(TO - days * DAY, TO);
      expect(ticks.length, `${days} days`).toBeGreaterThan(2);
      expect(ticks.length, `${days} days`).toBeLessThan(13);
      for (const { at } of ticks) expect(at).toBeGreaterThanOrEqual(TO - days * DAY);
    }
    expect(spanText(DAY / 96)).toBe('15 minutes');
    expect(spanText((7 * DAY) / 96)).toBe('1.8 hours');
    expect(spanText((90 * DAY) / 40)).toBe('2.3 days');
  });
});

/** WCAG's ratio of two colours' brightness. */
function contrast(one: string, other: string): number {
  const [bright = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
