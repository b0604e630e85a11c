import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** Who may import whom; docs/ARCHITECTURE.md draws it. */
const MAY_IMPORT: Record<string, string[]> = {
  edition: [],
  body: [],
  gap: [],
  depot: ['edition'],
  store: [],
  newsroom: ['store', 'body'],
  context: ['store', 'body', 'newsroom'],
  support: ['store', 'gap'],
  reader: ['edition', 'body', 'gap'],
  press: ['edition', 'depot', 'newsroom', 'context', 'support', 'reader', 'body', 'store'],
  reach: ['edition', 'depot', 'store'],
  post: ['store', 'newsroom', 'reader'],
  counter: ['newsroom', 'support', 'reader', 'origin'],
  desk: ['store', 'body', 'newsroom', 'context', 'support', 'press', 'reach', 'post'],
  origin: ['edition', 'depot'],
  cli: [
    'edition',
    'body',
    'gap',
    'depot',
    'store',
    'newsroom',
    'context',
    'support',
    'reader',
    'press',
    'reach',
    'post',
    'counter',
    'desk',
    'origin',
  ],
};

/** Rooms that run unchanged in browsers: no Node API outside their tests. */
const BROWSER_ROOMS = ['edition', 'body', 'gap'];

const DRAWERS = /(^|\/)(utils?|helpers?|common|shared|misc|lib)(\/|\.tsx?$)/;

function filesUnder(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const path = join(folder, name);
      if (name === 'node_modules') return [];
      return statSync(path).isDirectory() ? filesUnder(path) : [path];
    })
    .filter((path) => /\.tsx?$/.test(path));
}

function importsOf(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  const pattern =
    /(?:^|[;\s}])(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]/g;
  return [...code.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

function roomOf(file: string): string {
  return relative(src, file).split(sep)[0] ?? '';
}

const doors = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports as Record<string, string>;
const files = filesUnder(src);

describe('rooms', () => {
  it('reads imports of every form', () => {
    const text = [
      `import { a } from '#store';`,
      `import type { B } from './b.ts';`,
      `export { c } from "#body";`,
      `const d = await import('#press');`,
      `import 'node:fs';`,
    ].join('\n');
    expect(importsOf(text)).toEqual(['#store', './b.ts', '#body', '#press', 'node:fs']);
  });

  it('are all in the graph and have a door that package.json names', () => {
    const rooms = [...new Set(files.map(roomOf))];
    for (const room of rooms) {
      expect(Object.keys(MAY_IMPORT), room).toContain(room);
      expect(doors[`#${room}`], room).toBe(`./src/${room}/${room}.ts`);
    }
    expect(
      Object.keys(doors)
        .map((door) => door.slice(1))
        .sort(),
    ).toEqual(rooms.sort());
  });

  it('form a graph without circles', () => {
    const seen = new Set<string>();
    const visit = (room: string, path: string[]): void => {
      expect(path, `circle: ${[...path, room].join(' → ')}`).not.toContain(room);
      if (seen.has(room)) return;
      for (const next of MAY_IMPORT[room] ?? []) visit(next, [...path, room]);
      seen.add(room);
    };
    for (const room of Object.keys(MAY_IMPORT)) visit(room, []);
  });

  it.each(files.map((file) => [relative(root, file), file] as const))(
    '%s imports only what it may',
    (name, file) => {
      const room = roomOf(file);
      const isTest = /\.test\.tsx?$/.test(file);
      expect(name).not.toMatch(DRAWERS);
      for (const target of importsOf(readFileSync(file, 'utf8'))) {
        if (target.startsWith('#')) {
          const other = target.slice(1);
          const allowed = isTest ? Object.keys(MAY_IMPORT) : [...(MAY_IMPORT[room] ?? []), room];
          expect(allowed, `${name} imports ${target}`).toContain(other);
        } else if (target.startsWith('.')) {
          const place = resolve(dirname(file), target);
          const inside = place.startsWith(join(src, room) + sep);
          const inTests = isTest && place.startsWith(join(root, 'test') + sep);
          expect(inside || inTests, `${name} reaches into ${target}`).toBe(true);
        } else if (BROWSER_ROOMS.includes(room) && !isTest) {
          expect(target.startsWith('node:'), `${name} imports ${target}, which no browser has`).toBe(false);
        }
      }
    },
  );

  it('keep code for browsers and tests out of src/ by their doors alone', () => {
    const outside = [join(root, 'test'), join(root, 'bench')].flatMap((folder) => filesUnder(folder));
    for (const file of outside) {
      for (const target of importsOf(readFileSync(file, 'utf8'))) {
        const reaches = target.startsWith('.') && resolve(dirname(file), target).startsWith(src + sep);
        expect(reaches, `${relative(root, file)} reaches into ${target}`).toBe(false);
      }
    }
  });
});
