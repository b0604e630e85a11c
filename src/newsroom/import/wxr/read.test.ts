import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WxrItem } from './item.ts';
import { LARGEST_ELEMENT, readWxr, WxrError, type WxrEvent } from './read.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longwave-wxr-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(
  content: string | Uint8Array,
): Promise<{ items: WxrItem[]; end: WxrEvent & { kind: 'end' } }> {
  const file = join(folder, 'export.xml');
  await writeFile(file, content);
  const items: WxrItem[] = [];
  for await (const event of readWxr(file)) {
    if (event.kind === 'item') items.push(event.item);
    if (event.kind === 'end') return { items, end: event };
  }
  throw new Error('The reading had no end');
}

const head = (encoding = 'UTF-8') =>
  `<?xml version="1.0" encoding="${encoding}"?><rss><channel><title>T</title>`;
const foot = '</channel></rss>';
const item = (inner: string, id = 1) =>
  `<item><wp:post_id>${id}</wp:post_id><wp:post_type>post</wp:post_type>${inner}</item>`;

describe('encodings', () => {
  test('by byte order mark and by declaration', async () => {
    const text = `${head('UTF-16')}${item('<title>Порт</title>')}${foot}`;
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect((await read(utf16)).items[0]?.title).toBe('Порт');
    const cyrillic = Buffer.concat([
      Buffer.from(`${head('windows-1251')}<item><title>`),
      Buffer.from([0xcf, 0xee, 0xf0, 0xf2]),
      Buffer.from(`</title></item>${foot}`),
    ]);
    expect((await read(cyrillic)).items[0]?.title).toBe('Порт');
  });

  test('broken bytes are marked and counted, forbidden characters go', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${head()}<item><title>a`),
      Buffer.from([0xff, 0x08]),
      Buffer.from(`b</title></item>${foot}`),
    ]);
    const { items, end } = await read(bytes);
    expect([items[0]?.title, items[0]?.fault, end.broken, end.dropped]).toEqual(['a\uFFFDb', '', 1, 1]);
  });

  test('a character that two chunks share is one character', async () => {
    const long = 'я'.repeat(400_000);
    expect(
      (await read(`${head()}${item(`<content:encoded><![CDATA[x${long}]]></content:encoded>`)}${foot}`))
        .items[0]?.content,
    ).toBe(`x${long}`);
  });
});

describe('damage', () => {
  test('text in several CDATA parts is one text', async () => {
    const { items } = await read(
      `${head()}${item('<content:encoded><![CDATA[a ]]]]><![CDATA[> b]]></content:encoded>')}${foot}`,
    );
    expect(items[0]?.content).toBe('a ]]> b');
  });

  test('entities of a DTD are not expanded', async () => {
    const bomb = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
    const { items } = await read(
      `<?xml version="1.0"?>${bomb}<rss><channel>${item('<title>&b;</title>')}${foot}`,
    );
    expect(items[0]?.title).toBe('&b;');
  });

  test('a damaged item says so, and the next one is read', async () => {
    const { items, end } = await read(
      `${head()}${item('<title>One</wp:x>')}${item('<title>Two</title>', 2)}${foot}`,
    );
    expect(items.map(({ id, title, fault }) => [id, title, fault === ''])).toEqual([
      ['1', expect.any(String), false],
      ['2', 'Two', true],
    ]);
    expect(end.truncated).toBe(false);
  });

  test('an item that never ends gives way to the next', async () => {
    const { items } = await read(`${head()}<item><wp:post_id>1</wp:post_id>${item('', 2)}${foot}`);
    expect(items.map(({ id, fault }) => [id, fault])).toEqual([
      ['1', expect.objectContaining({ code: 'item_unended', text: 'The next item begins inside it' })],
      ['2', ''],
    ]);
  });

  test.each([0, 20, 60, 110, 150, 200])('cut off after %d characters, it ends', async (length) => {
    const whole = `${head()}${item('<title>One</title>')}${item('<content:encoded><![CDATA[text text]]></content:encoded>', 2)}${foot}`;
    const { items, end } = await read(whole.slice(0, length));
    expect(end.truncated).toBe(true);
    expect(items.filter(({ fault }) => fault !== '').length).toBeLessThanOrEqual(1);
  });

  test('what is not XML at all has no items', async () => {
    for (const content of ['', 'just words', '<html><p>', '\0\0\0\0', '<<<<>>>>&&&&']) {
      expect((await read(content)).items).toEqual([]);
    }
  });

  const TOO_LARGE = `<content:encoded><![CDATA[${'x'.repeat(LARGEST_ELEMENT + 1_000_000)}]]></content:encoded>`;

  test.each([
    ['too large', TOO_LARGE, /is larger than 32 MB; it was read no further/],
    ['too deep', '<a>'.repeat(300_000), /nest deeper than 256; it was read no further/],
  ])('an item that is %s is given up, and the next is read', async (_what, content, fault) => {
    const { items, end } = await read(
      `${head()}${item('<title>One</title>')}${item(`<title>Two</title>${content}`, 2)}${item('<title>Three</title>', 3)}${foot}`,
    );
    expect(items.map(({ title }) => title)).toEqual(['One', 'Two', 'Three']);
    expect(items.map((each) => each.fault)).toEqual([
      '',
      expect.objectContaining({ text: expect.stringMatching(fault) }),
      '',
    ]);
    expect(end).toMatchObject({ truncated: false, faults: [] });
  });

  test('one element without end between items stops the reading before memory does', async () => {
    await expect(read(`${head()}${TOO_LARGE.slice(0, -30)}`)).rejects.toThrow(WxrError);
  });
});

test('logins of commenters, passwords and other meta are not even read', async () => {
  const meta =
    '<wp:postmeta><wp:meta_key>_secret</wp:meta_key><wp:meta_value>canary</wp:meta_value></wp:postmeta>';
  const comment =
    '<wp:comment><wp:comment_author_email>canary@example.org</wp:comment_author_email></wp:comment>';
  const { items } = await read(
    `${head()}${item(`<wp:post_password>canary</wp:post_password>${meta}${comment}`)}${foot}`,
  );
  expect(JSON.stringify(items)).not.toContain('canary');
  expect(items[0]).toMatchObject({ hasPassword: true, comments: 1 });
});
