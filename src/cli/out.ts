import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { openBars } from './bars.ts';
import { visible, visibleInLine } from './visible.ts';

/** How a command ends. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;

/** Thrown by a command that was refused or found something wanting; ends it with status 1. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = []) {
    super(message);
    this.details = details;
  }
}

/** Thrown for a wrong way of calling; ends the command with status 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export type Bar = { to(done: number, total: number, label?: string): void; end(label?: string): void };

/**
 * A command's words. With `--json` standard output holds one JSON object and nothing else; all else that a person
 * may want to see goes to standard error.
 */
export type Out = {
  readonly json: boolean;
  /** Words for people. Whatever a story puts into them, a terminal obeys none of it. */
  line(text?: string): void;
  /** A text to be kept as it is, such as a story's Markdown: unchanged into a file or a pipe, safe on a terminal. */
  text(text: string): void;
  /** The command's answer: printed as JSON, or by `print` for people. */
  result(value: unknown, print: () => void): void;
  table(rows: readonly (readonly string[])[], head: readonly string[]): void;
  note(text: string): void;
  /** Why the command ends without having done its work. */
  fault(told: { message: string; details: readonly string[]; code?: string }): void;
  bar(label: string): Bar;
  /** One for each of several works that go on at once. */
  bars(labels: readonly string[]): Bar[];
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
};

const SHOW_AFTER_MS = 400;
const DRAW_EVERY_MS = 80;
/** How often a log, which cannot be drawn over, is told how far a long work is. */
const LOG_EVERY_MS = 5_000;

export function openOut(options: {
  json: boolean;
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now: () => number;
  /** Marks our own styles within a line; nothing that is printed may know it. */
  seal: string;
}): Out {
  const { json, stdout, stderr, now } = options;
  const seals = openSeals(options.seal);
  const main = json ? stderr : stdout;
  const line = (text = ''): void => void main.write(`${seals.shown(text, main)}\n`);
  const note = (text: string): void => void stderr.write(`${seals.shown(text, stderr)}\n`);
  const print = (value: unknown): void => void stdout.write(`${visible(JSON.stringify(value))}\n`);
  const bad = seals.style('red');
  return {
    json,
    line,
    text: (text) => void main.write(`${main.isTTY ? visible(text) : text}\n`),
    note,
    fault({ message, details, code }) {
      if (json) print({ error: { message, details, ...(code === undefined ? {} : { code }) } });
      note(`${bad('✗')} ${message}`);
      for (const detail of details) note(`  · ${detail}`);
    },
    result(value, tell) {
      if (json) print(value);
      else tell();
    },
    table(rows, head) {
      for (const text of tableLines([head, ...rows], (cell) => seals.width(cell))) line(text);
    },
    bar: (label) => progressBar({ label, stderr, now, lines: !json }),
    bars: (labels) => openBars({ labels: labels.map(visibleInLine), stderr, now }),
    bold: seals.style('bold'),
    dim: seals.style('dim'),
    good: seals.style('green'),
    bad,
  };
}

type Style = 'bold' | 'dim' | 'green' | 'red';

/**
 * Our own styles stand under a seal until a line is written: everything else in the line is text from elsewhere, whose
 * escape sequences are shown and not obeyed.
 */
function openSeals(seal: string) {
  const mark = new RegExp(`\u001b${seal}(bold|dim|green|red)<(.*?)>${seal}\u001b`, 'gs');
  const shown = (text: string, stream: Writable): string => {
    let [done, at] = ['', 0];
    for (const match of text.matchAll(mark)) {
      const [whole, style, words = ''] = match;
      done += visible(text.slice(at, match.index)) + styleText(style as Style, visible(words), { stream });
      at = match.index + whole.length;
    }
    return done + visible(text.slice(at));
  };
  return {
    style: (style: Style) => (text: string) => `\u001b${seal}${style}<${text}>${seal}\u001b`,
    shown,
    /** Characters that a terminal shows, each counted once; wide scripts are near enough for a table. */
    width: (text: string) => Array.from(visible(text.replace(mark, '$2'))).length,
  };
}

/** A cell is one line, whatever stands in it. */
function tableLines(given: readonly (readonly string[])[], width: (cell: string) => number): string[] {
  const rows = given.map((row) => row.map((cell) => cell.replace(/[\n\t]+/g, ' ')));
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, width(cell))));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/**
 * Shows itself only when the work takes long enough to be waited for; in a log as a line now and then, but where a
 * program reads the answer.
 */
function progressBar(options: {
  label: string;
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now: () => number;
  lines: boolean;
}): Bar {
  const { stderr, now, lines } = options;
  const started = now();
  let drawn = started;
  let shown = false;
  let label = visibleInLine(options.label);
  const draw = (done: number, total: number): void => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const rest =
      share >= 0.01 && share < 1
        ? `, ${Math.ceil(((now() - started) / share - (now() - started)) / 1000)} s left`
        : '';
    const figures = `${Math.floor(share * 100)} %${rest}`;
    if (!stderr.isTTY) return void stderr.write(`${label}: ${figures}\n`);
    const cells = Math.max(10, Math.min(40, (stderr.columns ?? 80) - label.length - 30));
    const full = Math.round(share * cells);
    stderr.write(`\r\u001b[2K${label} ${'█'.repeat(full)}${'░'.repeat(cells - full)} ${figures}`);
    shown = true;
  };
  return {
    to(done, total, text) {
      if (text) label = visibleInLine(text);
      const time = now();
      if (time - started < SHOW_AFTER_MS) return;
      if (!stderr.isTTY && (!lines || done >= total)) return;
      if (time - drawn < (stderr.isTTY ? DRAW_EVERY_MS : LOG_EVERY_MS)) return;
      drawn = time;
      draw(done, total);
    },
    end(text) {
      if (shown) stderr.write('\r\u001b[2K');
      if (text) stderr.write(`${visibleInLine(text)}\n`);
    },
  };
}
