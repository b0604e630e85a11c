import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDesk, markOf } from '../script/desk-build.ts';

type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[] };

const ROOT = resolve(import.meta.dirname, '..');
const LIMIT = 350 * 1024;
const here = mkdtempSync(join(tmpdir(), 'longwave-desk-build-'));
const built = join(here, 'built');

const readTree = (folder: string): Map<string, string> =>
  new Map(
    readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path.slice(folder.length + 1),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );

describe('the build of the desk', () => {
  beforeAll(() => buildDesk(built), 120_000);
  afterAll(() => rmSync(here, { recursive: true, force: true }));

  const manifest = () =>
    JSON.parse(readFileSync(join(built, 'manifest.json'), 'utf8')) as Record<string, Chunk>;

  /** Files that a chunk cannot stand without. */
  const filesOf = (chunks: Record<string, Chunk>, name: string, seen = new Set<string>()): Set<string> => {
    const chunk = chunks[name];
    if (chunk === undefined) throw new Error(`The build has no "${name}"`);
    if (seen.has(chunk.file)) return seen;
    seen.add(chunk.file);
    for (const css of chunk.css ?? []) seen.add(css);
    for (const other of chunk.imports ?? []) filesOf(chunks, other, seen);
    return seen;
  };
  const weightOf = (files: Iterable<string>): number =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 9 }).length, 0);

  it.each([
    ['the page to sign in', ['sign-in/SignIn.tsx']],
    ['the list of stories', ['shell/Inside.tsx', 'stories/Stories.tsx']],
  ])('needs at most 350 KB compressed for %s, in any language', (_, parts) => {
    const chunks = manifest();
    const languages = Object.keys(chunks).filter((name) => /^languages\/[a-z]+\.ts$/.test(name));
    expect(languages).toHaveLength(3);
    for (const language of languages) {
      const files = new Set(['index.html']);
      for (const part of ['index.html', language, ...parts]) filesOf(chunks, part, files);
      expect(weightOf(files), `${language}: ${[...files].join(' ')}`).toBeLessThanOrEqual(LIMIT);
    }
  });

  it('leaves the editor and the rooms to be loaded when they are asked for', () => {
    const chunks = manifest();
    const first = filesOf(chunks, 'index.html');
    for (const part of ['story/StoryPage.tsx', 'people/People.tsx', 'shell/Palette.tsx'])
      expect(first).not.toContain(chunks[part]?.file);
  });

  it('writes nothing into the page that its policy would refuse', () => {
    const page = readFileSync(join(built, 'index.html'), 'utf8');
    expect(page).not.toMatch(/<style|style=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)/i);
    expect(page).not.toMatch(/https?:\/\//);
  });

  it('names every part by its contents, so that a browser may keep it for good', () => {
    const parts = readdirSync(join(built, 'assets')).filter((name) => !/\.(?:br|gz)$/.test(name));
    for (const name of parts) expect(name).toMatch(/-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/);
  });

  it('makes the same bytes of the same sources, wherever they lie', async () => {
    const elsewhere = join(here, 'some', 'other', 'place');
    mkdirSync(join(elsewhere, 'src/desk'), { recursive: true });
    cpSync(join(ROOT, 'src/desk/app'), join(elsewhere, 'src/desk/app'), { recursive: true });
    cpSync(join(ROOT, 'src/body'), join(elsewhere, 'src/body'), { recursive: true });
    for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.desk.json'])
      cpSync(join(ROOT, file), join(elsewhere, file));
    symlinkSync(join(ROOT, 'node_modules'), join(elsewhere, 'node_modules'));
    cpSync(join(ROOT, 'script'), join(elsewhere, 'script'), { recursive: true });
    expect(markOf(elsewhere)).toBe(markOf(ROOT));
    // Two at once, as when two servers of one checkout start.
    const command = promisify(execFile);
    const script = join(elsewhere, 'script/desk-build.ts');
    await Promise.all([1, 2].map(() => command(process.execPath, [script])));
    expect(readdirSync(join(elsewhere, 'dist'))).toEqual(['desk']);
    const again = readTree(join(elsewhere, 'dist/desk'));
    again.delete('sources.txt');
    expect(again).toEqual(readTree(built));
  }, 120_000);
});
