import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { openOut, type Out } from './out.ts';
import { visible, visibleInLine } from './visible.ts';

describe('text as a terminal may show it', () => {
  test.each([
    ['an escape sequence', '\u001b[2J\u001b]0;x\u0007', String.raw`\u001b[2J\u001b]0;x\u0007`],
    ['an escape sequence of one byte', '\u009b31m', String.raw`\u009b31m`],
    ['a line painted over', 'no\ryes\b', String.raw`no\u000dyes\u0008`],
    ['words in another order', 'a\u202eb\u2066c\u200f', String.raw`a\u202eb\u2066c\u200f`],
    ['what nobody sees', 'a\u200bb\u00adc\ufeff\u2028', String.raw`a\u200bb\u00adc\ufeff\u2028`],
    ['hidden letters beyond the first plane', 'a\u{e0041}', String.raw`a\udb40\udc41`],
    ['half a character', 'a\ud800', String.raw`a\ud800`],
    ['a joiner between Latin letters', 'pay\u200dpal', String.raw`pay\u200dpal`],
  ])('%s is written out', (_what, given, shown) => {
    expect(visible(given)).toBe(shown);
    expect(visible(shown)).toBe(shown);
  });

  test.each(['Two\nlines\tand a tab', 'می‌گوید', 'क्‍ष', '👩‍🚒 ✈️', 'Ёж, naïve, 12 %'])('%j stays', (given) => {
    expect(visible(given)).toBe(given);
  });

  test('a part of a line begins no line of its own', () => {
    expect(visibleInLine('a\n✓ Authentic\tb\u001b')).toBe(String.raw`a\u000a✓ Authentic\u0009b\u001b`);
  });

  test('inside JSON it means the same', () => {
    const value = { headline: 'a\u202eb\u009b31m\u{e0041}"\\' };
    expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
  });
});

describe('what a command prints', () => {
  const HOSTILE = '\u001b[31mred\u202e';
  const SHOWN = String.raw`\u001b[31mred\u202e`;

  async function printed(options: { json: boolean; isTTY: boolean }, act: (out: Out) => void) {
    const stdout = Object.assign(new PassThrough(), {
      isTTY: options.isTTY,
      getColorDepth: () => (options.isTTY ? 4 : 1),
    });
    const stderr = new PassThrough();
    act(openOut({ json: options.json, stdout, stderr, now: () => 0, seal: 'seal' }));
    stdout.end();
    stderr.end();
    return Promise.all([text(stdout), text(stderr)]);
  }

  test('lines, tables, notes and faults show what stories put in them, and obey none of it', async () => {
    const [stdout, stderr] = await printed({ json: false, isTTY: false }, (out) => {
      out.line(`1 ${HOSTILE}`);
      out.table([[HOSTILE, 'two\nlines']], ['head', '']);
      out.note(HOSTILE);
      out.fault({ message: HOSTILE, details: [HOSTILE] });
    });
    expect(stdout.split('\n')).toEqual([
      `1 ${SHOWN}`,
      `head${' '.repeat(SHOWN.length - 4)}`.trimEnd(),
      `${SHOWN}  two lines`,
      '',
    ]);
    expect(stderr.replaceAll('\u001b[31m✗\u001b[39m', '✗')).toBe(`${SHOWN}\n✗ ${SHOWN}\n  · ${SHOWN}\n`);
  });

  test('a bar shows what its label holds, on its own line', async () => {
    const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
    let now = 0;
    const out = openOut({ json: false, stdout: new PassThrough(), stderr, now: () => now, seal: 'seal' });
    const bar = out.bar(`${HOSTILE}\nlabel`);
    now = 1_000;
    bar.to(1, 2);
    bar.end(`${HOSTILE}\nend`);
    stderr.end();
    const drawn = await text(stderr);
    expect(drawn).toContain(`${SHOWN}${String.raw`\u000a`}label`);
    expect(drawn).not.toContain(HOSTILE);
    expect(drawn.split('\n')).toHaveLength(2);
  });

  test('our own styles reach a terminal, what stands in them is shown', async () => {
    const [stdout] = await printed({ json: false, isTTY: true }, (out) => {
      out.line(`${out.good('✓')} ${HOSTILE} ${out.bold(HOSTILE)}`);
      out.text(HOSTILE);
    });
    expect(stdout).toBe(`\u001b[32m✓\u001b[39m ${SHOWN} \u001b[1m${SHOWN}\u001b[22m\n${SHOWN}\n`);
  });

  test('a text to be kept goes unchanged into a file, and JSON is one line of plain characters', async () => {
    expect((await printed({ json: false, isTTY: false }, (out) => out.text(HOSTILE)))[0]).toBe(
      `${HOSTILE}\n`,
    );
    const [stdout] = await printed({ json: true, isTTY: true }, (out) => {
      out.result({ headline: HOSTILE }, () => out.line('never'));
      out.line('to people');
    });
    expect(stdout).toBe(`{"headline":"${SHOWN}"}\n`);
  });
});
