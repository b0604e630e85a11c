import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOrigin, type Origin } from '#origin';
import { ask, openSite, rawExchange, type Answer, type Site } from './testing/site.ts';

const ONION = `${'a'.repeat(55)}d.onion`;

let site: Site;
let origin: Origin;
let port = 0;
beforeAll(async () => {
  site = await openSite();
  origin = createOrigin({ depot: site.depot, onion: ONION });
  ({ port } = await origin.listen(0, '127.0.0.1'));
});
afterAll(async () => {
  await origin.close();
  await site.end();
});

const told = async (
  target: string,
  fields: Record<string, string> = {},
  at = port,
): Promise<string | undefined> => (await ask(at, target, fields)).fields.get('onion-location');

test('pages tell of the same page at the onion, also when they come from memory', async () => {
  for (const _again of [1, 2, 3]) {
    expect(await told('/')).toBe(`http://${ONION}/`);
    expect(await told('/2026/11/23/story.html')).toBe(`http://${ONION}/2026/11/23/story.html`);
    expect(await told('/ru/index.html')).toBe(`http://${ONION}/ru/`);
  }
  expect(await told('/ru/2026/11/23/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C.html?from=mail')).toBe(
    `http://${ONION}/ru/2026/11/23/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C.html`,
  );
});

test('nothing else tells of it, nor does a page that was asked for there', async () => {
  for (const path of ['/assets/style-0a1b2c3d.css', '/assets/icon.svg', '/nowhere.html', '/edition/bundle'])
    expect(await told(path), path).toBeUndefined();
  for (const host of [ONION, `${ONION}:80`, ONION.toUpperCase(), 'other.onion']) {
    const text = await rawExchange(port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).not.toMatch(/onion-location/i);
  }
  expect(await told('/', {}, site.port)).toBeUndefined();
});

test('all other header lines are as they were', async () => {
  const [plain, more] = [await ask(site.port, '/'), await ask(port, '/')];
  const without = ({ fields }: Answer): string[] =>
    [...fields]
      .map(([name, value]) => `${name}: ${value}`)
      .filter((line) => !/^(date|onion-location):/.test(line));
  expect(without(more).sort()).toEqual(without(plain).sort());
});
