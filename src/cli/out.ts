import type { Writable } from 'node:stream';
import { stripVTControlCharacters, styleText } from 'node:util';

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
  line(text?: string): void;
  /** The command's answer: printed as JSON, or by `print` for people. */
  result(value: unknown, print: () => void): void;
  table(rows: readonly (readonly string[])[], head: readonly string[]): void;
  note(text: string): void;
  bar(label: string): Bar;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
};

const SHOW_AFTER_MS = 400;
const DRAW_EVERY_MS = 80;

export function openOut(options: {
  json: boolean;
  stdout: Writable;
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now: () => number;
}): Out {
  const { json, stdout, stderr, now } = options;
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { stream: json ? stderr : stdout });
  const line = (text = ''): void => void (json ? stderr : stdout).write(`${text}\n`);
  return {
    json,
    line,
    note: (text) => void stderr.write(`${text}\n`),
    result(value, print) {
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
      else print();
    },
    table(rows, head) {
      for (const text of tableLines([head, ...rows])) line(text);
    },
    bar: (label) => progressBar({ label, stderr, now }),
    bold: style('bold'),
    dim: style('dim'),
    good: style('green'),
    bad: style('red'),
  };
}

/** Characters that a terminal shows, each counted once; wide scripts are near enough for a table. */
function width(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}

function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, width(cell))));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd(),
  );
}

/** Shows itself only when the work takes long enough to be waited for, and only on a terminal. */
function progressBar(options: {
  label: string;
  stderr: Writable & { isTTY?: boolean; columns?: number };
  now: () => number;
}): Bar {
  const { stderr, now } = options;
  const started = now();
  let drawn = 0;
  let shown = false;
  let label = options.label;
  const draw = (done: number, total: number): void => {
    const share = total > 0 ? Math.min(1, done / total) : 0;
    const cells = Math.max(10, Math.min(40, (stderr.columns ?? 80) - label.length - 30));
    const full = Math.round(share * cells);
    const rest =
      share > 0 && share < 1
        ? `, ${Math.ceil(((now() - started) / share - (now() - started)) / 1000)} s left`
        : '';
    stderr.write(
      `\r\u001b[2K${label} ${'█'.repeat(full)}${'░'.repeat(cells - full)} ${Math.floor(share * 100)} %${rest}`,
    );
    shown = true;
  };
  return {
    to(done, total, text) {
      if (text) label = text;
      const time = now();
      if (!stderr.isTTY || time - started < SHOW_AFTER_MS || time - drawn < DRAW_EVERY_MS) return;
      drawn = time;
      draw(done, total);
    },
    end(text) {
      if (shown) stderr.write('\r\u001b[2K');
      if (text) stderr.write(`${text}\n`);
    },
  };
}
