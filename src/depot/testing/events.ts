import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDepot, writePack } from '#depot';
import type { Depot, PutFile } from '#depot';
import { sha256Hex } from '../pack-format.ts';

/* For tests alone: editions of invented files, and the things that happen to a depot. */

export const now = (): number => 1_795_000_000_000;

export function textFile(path: string, text: string, more: Partial<PutFile> = {}): PutFile {
  const raw = Buffer.from(text);
  return { path, type: 'text/html; charset=utf-8', raw, stored: gzipSync(raw), gzip: true, ...more };
}

export function pictureFile(folder: string, name: string): { file: string; sha256: string; bytes: number } {
  const bytes = Buffer.from(`picture ${name} `.repeat(2_000));
  const file = join(folder, '..', `${name}.jpg`);
  mkdirSync(join(folder, '..'), { recursive: true });
  writeFileSync(file, bytes);
  return { file, sha256: sha256Hex(bytes), bytes: bytes.length };
}

export const open = (folder: string): Promise<Depot> => openDepot({ folder, now, keep: 3 });

/** A value that must be there. */
export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('A value that must be there is not');
  return value;
}

/** What work throws, or null. */
export const failure = (work: Promise<unknown>): Promise<Error | null> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error('Something that is no error was thrown')),
  );

/** What readers see: path and text of every file. */
export function contents(depot: Depot): Map<string, string> {
  return new Map(depot.list().map((entry) => [entry.path, depot.readRaw(entry).toString()]));
}

/** Publishes files in place of the whole site. */
export async function publishAll(depot: Depot, files: readonly PutFile[], at = now()): Promise<void> {
  const writer = await depot.begin();
  for (const file of files) writer.put(file);
  await writer.commit({ published: at, note: { all: true }, replaceAll: true });
}

export const stories = (count: number, version: string): PutFile[] =>
  Array.from({ length: count }, (_, at) => textFile(`2026/11/23/story-${at}.html`, `story ${at} ${version}`));

async function publish(folder: string): Promise<void> {
  const depot = await open(folder);
  const writer = await depot.begin();
  writer.put(textFile('2026/11/23/story-1.html', 'story 1 revised'));
  writer.put(textFile('2026/11/24/new.html', 'new'));
  await writer.putFile({ path: 'media/p/480.jpg', type: 'image/jpeg', ...pictureFile(folder, 'p') });
  writer.remove('2026/11/23/story-2.html');
  await writer.commit({ published: now(), note: { step: 1 } });
  await depot.close();
}

async function pressAgain(folder: string): Promise<void> {
  const depot = await open(folder);
  const writer = await depot.begin();
  const pack = writePack(writer.packFile());
  for (const file of stories(20, 'pressed again')) pack.put(file);
  writer.addPack(pack.close());
  await writer.commit({ published: now(), note: null, replaceAll: true });
  await depot.close();
}

async function sweep(folder: string): Promise<void> {
  const depot = await open(folder);
  await depot.compact();
  await depot.gc({ keep: 1 });
  await depot.close();
}

export const EVENTS: Record<string, (folder: string) => Promise<void>> = { publish, pressAgain, sweep };
