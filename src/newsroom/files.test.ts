import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { withoutTags } from './audio-tags.ts';
import { plainName } from './files.ts';
import { bench, codes, done } from './testing.ts';
import type { Bench } from './testing.ts';

const NAME = 'Zephyrine Quillfeather';

const latin = (text: string) => Buffer.from(text, 'latin1');

function u32(value: number, little = false): Buffer {
  const out = Buffer.alloc(4);
  if (little) out.writeUInt32LE(value);
  else out.writeUInt32BE(value);
  return out;
}

const frames = Buffer.concat(
  Array.from({ length: 4 }, () => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0]), Buffer.alloc(413, 7)])),
);

function mp3(): Buffer {
  const tag = latin(`TPE1\0\0\0\x17\0\0\0${NAME}`);
  const head = Buffer.concat([latin('ID3\x04\0\0'), Buffer.from([0, 0, 0, tag.length])]);
  const ape = Buffer.concat([
    latin('APETAGEX'),
    u32(2000, true),
    u32(32 + 30, true),
    u32(1, true),
    u32(0, true),
    Buffer.alloc(8),
  ]);
  const item = Buffer.concat([latin(NAME), Buffer.alloc(30 - NAME.length)]);
  const last = Buffer.concat([latin(`TAG${NAME}`), Buffer.alloc(128 - 3 - NAME.length)]);
  return Buffer.concat([head, tag, frames, item, ape, last]);
}

function wav(): Buffer {
  const chunk = (name: string, data: Buffer) =>
    Buffer.concat([latin(name), u32(data.length, true), data, Buffer.alloc(data.length % 2)]);
  const body = Buffer.concat([
    chunk('fmt ', Buffer.alloc(16, 1)),
    chunk('LIST', latin(`INFOIART${NAME}`)),
    chunk('data', Buffer.alloc(101, 9)),
    chunk('id3 ', latin(NAME)),
  ]);
  return Buffer.concat([latin('RIFF'), u32(body.length + 4, true), latin('WAVE'), body]);
}

function flac(): Buffer {
  const block = (type: number, data: Buffer) =>
    Buffer.concat([Buffer.from([type]), u32(data.length).subarray(1), data]);
  return Buffer.concat([
    latin('fLaC'),
    block(0, Buffer.alloc(34, 5)),
    block(4, latin(`ARTIST=${NAME}`)),
    block(0x80 | 6, latin(NAME)),
    Buffer.alloc(60, 8),
  ]);
}

function m4a(): Buffer {
  const box = (name: string, ...inside: Buffer[]) => {
    const data = Buffer.concat(inside);
    return Buffer.concat([u32(data.length + 8), latin(name), data]);
  };
  return Buffer.concat([
    box('ftyp', latin('M4A \0\0\0\0M4A mp42')),
    box('moov', box('mvhd', Buffer.alloc(20)), box('udta', box('meta', latin(NAME)))),
    box('mdat', Buffer.alloc(50, 3)),
  ]);
}

describe('tags of sounds', () => {
  it.each([
    ['mp3', mp3()],
    ['wav', wav()],
    ['flac', flac()],
    ['m4a', m4a()],
  ] as const)('are cut out of %s', (content, bytes) => {
    expect(bytes.includes(NAME)).toBe(true);
    const clean = withoutTags(bytes, content);
    if (!clean) throw new Error('It was refused');
    expect(Buffer.from(clean).includes('Quillfeather')).toBe(false);
    expect(Buffer.from(withoutTags(clean, content) ?? [])).toEqual(Buffer.from(clean));
  });

  it('leave the sound as it was', () => {
    expect(withoutTags(mp3(), 'mp3')).toEqual(frames);
    expect(Buffer.from(withoutTags(wav(), 'wav') ?? []).includes(Buffer.alloc(101, 9))).toBe(true);
    expect(withoutTags(m4a(), 'm4a')).toHaveLength(m4a().length);
    expect(Buffer.from(withoutTags(flac(), 'flac') ?? []).subarray(-60)).toEqual(Buffer.alloc(60, 8));
  });

  it.each(['wav', 'flac', 'm4a'] as const)('are not looked for in a %s that is cut off', (content) => {
    const whole = { wav, flac, m4a }[content]();
    expect(withoutTags(whole.subarray(0, 70), content)).toBeNull();
  });

  it('are not looked for in a sound of endless empty parts', () => {
    const endless = (part: Buffer): Buffer => Buffer.alloc(part.length * 150_000, part);
    const [tag, chunk] = [latin('ID3\x04\0\0\0\0\0\0'), latin('JUNK\0\0\0\0')];
    const box = Buffer.concat([u32(8), latin('free')]);
    const deep = Buffer.concat(
      Array.from({ length: 100 }, (_, at) => Buffer.concat([u32(800 - at * 8), latin('moov')])),
    );
    const padding = Buffer.from([1, 0, 0, 0]);
    const [first, rest] = [flac().subarray(0, 42), flac().subarray(42)];
    expect(withoutTags(Buffer.concat([endless(tag), mp3()]), 'mp3')).toBeNull();
    expect(withoutTags(Buffer.concat([wav(), endless(chunk)]), 'wav')).toBeNull();
    expect(withoutTags(Buffer.concat([first, endless(padding), rest]), 'flac')).toBeNull();
    expect(withoutTags(Buffer.concat([m4a(), endless(box)]), 'm4a')).toBeNull();
    expect(withoutTags(Buffer.concat([m4a(), deep]), 'm4a')).toBeNull();
  });

  it('never hang or throw on bytes that lie', () => {
    for (const content of ['mp3', 'wav', 'flac', 'm4a'] as const) {
      const whole = { mp3, wav, flac, m4a }[content]();
      for (let at = 0; at < Math.min(whole.length, 160); at++) {
        for (const value of [0, 255]) {
          const broken = Buffer.from(whole);
          broken[at] = value;
          expect(() => withoutTags(broken, content)).not.toThrow();
        }
      }
    }
  });
});

describe('a file that comes in', () => {
  const { open, clean } = opener('sqlite');
  afterAll(clean);
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
  });
  afterEach(() => desk.close());

  const add = (name: string, bytes: Uint8Array) => desk.newsroom.media.addFile({ name, bytes });

  it('is kept once, by its content, under a plain name', async () => {
    const pdf = latin('%PDF-1.7\nreport');
    const { file, warnings } = done(await add('../../Отчёт  2026?.PDF', pdf));
    expect(file).toMatchObject({
      kind: 'file',
      type: 'application/pdf',
      name: 'Отчёт-2026.pdf',
      bytes: pdf.length,
    });
    expect(warnings).toEqual([]);
    expect(readFileSync(desk.newsroom.media.file(file.id, 'original', 0))).toEqual(pdf);
    expect(done(await add('copy.pdf', pdf)).added).toBe(false);
    expect(await desk.newsroom.media.get([file.id])).toEqual([file]);
    expect(done(await add('talk.wav', wav())).file).toMatchObject({ kind: 'audio', type: 'audio/wav' });
    expect(done(await add('a.csv', latin('a,b\n1,2'))).file).toMatchObject({
      type: 'text/csv; charset=utf-8',
    });
  });

  it.each([
    ['talk.mp3', () => Buffer.concat([mp3().subarray(0, -200), Buffer.alloc(2_500_000, 7)])],
    // What is left of it fits into memory that small buffers share.
    ['talk.wav', () => Buffer.concat([wav(), latin('JUNK'), u32(2_500_000, true), Buffer.alloc(2_500_000)])],
    ['notes.txt', () => latin('All of it. '.repeat(250_000))],
    ['notes.pdf', () => latin('All of it. '.repeat(250_000))],
  ])('is looked into beside the process where it is large: %s', async (name, make) => {
    const bytes = make();
    const arrived = join(desk.folder, 'arrived');
    writeFileSync(arrived, bytes);
    let threads = 0;
    const count = (): void => void threads++;
    process.on('worker', count);
    const fromFile = await desk.newsroom.media.addFile({ name, file: arrived });
    process.off('worker', count);
    expect(threads).toBe(1);
    const inMemory = await add(name, bytes);
    expect(fromFile).toEqual(inMemory.ok ? { ...inMemory, added: true } : inMemory);
    if (!fromFile.ok) return;
    const { id, bytes: length, sha256 } = fromFile.file;
    const kept = readFileSync(desk.newsroom.media.file(id, 'original', 0));
    expect([kept.length, hash('sha256', kept)]).toEqual([length, sha256]);
  });

  it('warns of a PDF that says who made it', async () => {
    expect(done(await add('a.pdf', latin(`%PDF-1.4 /Author (${NAME})`))).warnings).toHaveLength(1);
  });

  it.each([
    ['page.html', '<html><script>1</script></html>', 'type'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'type'],
    ['report.docx', 'PK\x03\x04', 'type'],
    ['program.exe', 'MZ\0\0\0', 'type'],
    ['notes.pdf', 'just text', 'extension'],
    ['script.js', 'alert(1)', 'extension'],
    ['report.pdf.exe', '%PDF-1.4', 'extension'],
    ['talk.wav', 'RIFF\xff\xff\0\0WAVEfmt \x10\0\0\0', 'damaged'],
    ['empty.txt', '', 'empty'],
  ])('%s is refused: %j → %s', async (name, text, code) => {
    expect(codes(await add(name, latin(text)))).toEqual([code]);
  });

  it('gets a name that no disk or header minds', () => {
    expect(plainName('..\\..\\con<>"\r\n.pdf', 'pdf')).toBe('con.pdf');
    expect(plainName('/', 'pdf')).toBe('file.pdf');
    expect(plainName('…', 'pdf')).toBe('file.pdf');
    expect(plainName(`${'я'.repeat(300)}.pdf`, 'pdf')).toHaveLength(84);
  });
});
