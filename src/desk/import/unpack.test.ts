import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Watch, watchRoom } from '../disk.ts';
import { type Files, tarOf, zipOf } from './testing.ts';
import { unpack } from './unpack.ts';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'longwave-unpack-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Unpacks a file; @returns the names that came out, or why none did */
async function out(bytes: Buffer): Promise<string[] | string> {
  const file = join(place, 'archive');
  writeFileSync(file, bytes);
  try {
    await unpack(file, place, 'a.zip');
    return readdirSync(join(place, 'a')).sort();
  } catch (error) {
    expect(error).toMatchObject({ name: 'UnpackError' });
    return (error as Error).message;
  }
}

it('unpacks many files without leaving anything at the archive for each', async () => {
  const warned: string[] = [];
  const hear = ({ name }: Error): void => void warned.push(name);
  process.on('warning', hear);
  const files: Files = {};
  for (let at = 0; at < 40; at++) files[`n${at}.md`] = `Words ${at}`;
  expect(await out(zipOf(files))).toHaveLength(40);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(warned).toEqual([]);
});

it('refuses an archive that says it holds millions of files before it reads any', async () => {
  const zip = zipOf({ 'one.md': 'Words' });
  const end = zip.length - 22;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(5_000_000n, 32);
  record.writeBigUInt64LE(BigInt(zip.readUInt32LE(end + 12)), 40);
  record.writeBigUInt64LE(BigInt(zip.readUInt32LE(end + 16)), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(end), 8);
  const short = Buffer.from(zip.subarray(end));
  short.writeUInt16LE(0xffff, 10);
  const said = await out(Buffer.concat([zip.subarray(0, end), record, locator, short]));
  expect(said).toMatch(/more than 400,000 files/);
});

it('leaves links out', async () => {
  expect(await out(zipOf({ 'one.md': 'Words', 'two.md@': '/etc/passwd' }))).toEqual(['one.md']);
  expect(readFileSync(join(place, 'a', 'one.md'), 'utf8')).toBe('Words');
});

it('tells a file that was altered on the way from one that is whole', async () => {
  const zip = zipOf({ 'one.md': 'Packed', 'two.md': 'As it is' });
  zip[zip.indexOf('As it is')] = 0x41 ^ 0x20;
  expect(await out(zip)).toMatch(/"two.md" is damaged/);
});

it('says why an archive cannot be unpacked without naming places on this machine', async () => {
  const odd: Files[] = [
    { 'a/b': 'file', 'a/b/c.md': 'in it' },
    { [`a/${'y'.repeat(200)}${'z'.repeat(99)}`]: '' },
  ];
  for (const archive of [...odd.map(zipOf), await tarOf(odd[0] ?? {})]) {
    const said = await out(archive);
    expect(said).toMatch(/one name|too long/);
    expect(said).not.toContain(place);
    rmSync(join(place, 'unpacked'), { recursive: true, force: true });
  }
});

it('unpacks nothing onto a disk that is nearly full, and does not blame the archive', async () => {
  const full = (): Watch => watchRoom(place, { bytes: Infinity, share: 2 });
  for (const archive of [zipOf({ 'a.md': 'Words' }), gzipSync('Words')]) {
    const file = join(place, 'archive');
    writeFileSync(file, archive);
    await expect(unpack(file, place, 'a.zip', full())).rejects.toMatchObject({ code: 'ENOSPC' });
  }
});
