import type { Writable } from 'node:stream';
import type { Bar } from './out.ts';

const SHOW_AFTER_MS = 400;
const DRAW_EVERY_MS = 80;
const CELLS = 24;

type Row = { label: string; done: number; total: number; ended: boolean };

/** A bar for each of several works that go on at once, one line each; on a terminal alone, and only if it takes long. */
export function openBars(options: {
  labels: readonly string[];
  stderr: Writable & { isTTY?: boolean };
  now: () => number;
}): Bar[] {
  const { labels, stderr, now } = options;
  const rows: Row[] = labels.map((label) => ({ label, done: 0, total: 0, ended: false }));
  const width = Math.max(0, ...labels.map((label) => label.length));
  const started = now();
  let [drawn, shown] = [0, false];
  const clear = (): void => {
    if (shown) stderr.write(`\u001b[${rows.length}A\u001b[0J`);
  };
  const draw = (): void => {
    clear();
    for (const row of rows) stderr.write(`${lineOf(row, width)}\n`);
    shown = true;
  };
  return rows.map((row) => ({
    to(done, total) {
      Object.assign(row, { done, total });
      const time = now();
      if (stderr.isTTY !== true || time - started < SHOW_AFTER_MS || time - drawn < DRAW_EVERY_MS) return;
      drawn = time;
      draw();
    },
    end() {
      row.ended = true;
      if (!rows.every(({ ended }) => ended)) return;
      clear();
      shown = false;
    },
  }));
}

function lineOf({ label, done, total, ended }: Row, width: number): string {
  const share = ended ? 1 : total > 0 ? Math.min(1, done / total) : 0;
  const full = Math.round(share * CELLS);
  const count = total > 0 ? ` ${done} of ${total}` : '';
  return `${label.padEnd(width)} ${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${Math.floor(share * 100)} %${count}`;
}
