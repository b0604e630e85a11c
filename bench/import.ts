/**
 * Imports a generated WordPress export and tells time and memory.
 *
 *   node bench/import.ts [--megabytes 2048] [--characters 5000] [--read-only]
 *
 * The export and the newsroom it goes into stand in a folder of their own under the system's temporary folder.
 * `--read-only` reads the export twice, as an import does, and puts nothing in. Memory is the peak of the process
 * that imports, which generates nothing.
 */
import { fork } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { EMPTY_MAP } from '../src/newsroom/import/map.ts';
import { openWxr } from '../src/newsroom/import/wxr/archive.ts';

const WORDS = 'harbour ferry tariff council bridge winter archive letter lantern signal border courier'.split(
  ' ',
);

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Generated</title><link>https://old.example</link><language>en</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>ada</wp:author_login><wp:author_display_name>Ada Harbourer</wp:author_display_name></wp:author>
`;

/** Writes an export of about `bytes` bytes. Returns the number of its items. */
export async function generate(file: string, bytes: number, characters: number): Promise<number> {
  const out = createWriteStream(file);
  let seed = 7;
  const word = (): string => WORDS[(seed = (seed * 16_807) % 2_147_483_647) % WORDS.length] ?? '';
  const text = (length: number): string => {
    let words = word();
    while (words.length < length) words += ` ${word()}`;
    return words;
  };
  out.write(HEAD);
  let written = 0;
  let count = 0;
  while (written < bytes) {
    const item = itemOf(++count, text, characters);
    written += item.length;
    if (!out.write(item)) await once(out, 'drain');
  }
  out.end('</channel></rss>\n');
  await once(out, 'finish');
  return count;
}

function itemOf(number: number, text: (length: number) => string, characters: number): string {
  let content = '';
  while (content.length < characters) {
    content += `<!-- wp:paragraph -->\n<p>${text(500)} <strong>${text(10)}</strong>.</p>\n<!-- /wp:paragraph -->\n\n`;
  }
  const date = new Date(Date.UTC(2010, 0, 1) + number * 1_800_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ');
  return `<item><title>${text(40)} ${number}</title><link>https://old.example/story-${number}/</link><dc:creator>ada</dc:creator>
<content:encoded><![CDATA[${content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>${number}</wp:post_id><wp:post_date>${date}</wp:post_date><wp:post_date_gmt>${date}</wp:post_date_gmt>
<wp:post_name>story-${number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="section-${number % 5}">Section ${number % 5}</category>
<category domain="post_tag" nicename="tag-${number % 50}">Tag ${number % 50}</category></item>
`;
}

type Result = { items: number; seconds: number; cpu: number; peak: number };

async function work(file: string, folder: string, readOnly: boolean): Promise<Omit<Result, 'peak' | 'cpu'>> {
  const started = performance.now();
  const items = readOnly ? await readOnce(file) : await importAll(file, folder);
  return { items, seconds: (performance.now() - started) / 1000 };
}

async function readOnce(file: string): Promise<number> {
  const archive = await openWxr({
    file,
    map: EMPTY_MAP,
    site: null,
    sections: [],
    timeZone: null,
    uploads: null,
    now: Date.now(),
    progress: () => {},
  });
  let items = 0;
  for await (const _item of archive.items()) items++;
  await archive.close();
  return items;
}

async function importAll(file: string, folder: string): Promise<number> {
  const { openStore } = await import('#store');
  const { importArchive } = await import('#newsroom');
  const store = await openStore({ url: `sqlite:${join(folder, 'newsroom.db')}`, now: Date.now });
  const report = await importArchive({ store, folder, now: Date.now, random: Math.random, from: file });
  await store.close();
  if (report.imported !== report.items)
    throw new Error(`Only ${report.imported} of ${report.items} items came in`);
  return report.items;
}

async function child(): Promise<void> {
  const [file = '', folder = '', readOnly] = process.argv.slice(3);
  const done = await work(file, folder, readOnly === 'read');
  const { user, system } = process.cpuUsage();
  process.send?.({ ...done, cpu: (user + system) / 1e6, peak: process.resourceUsage().maxRSS / 1024 });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      megabytes: { type: 'string', default: '2048' },
      characters: { type: 'string', default: '5000' },
      'read-only': { type: 'boolean', default: false },
    },
  });
  const folder = await mkdtemp(join(tmpdir(), 'longwave-bench-import-'));
  try {
    const file = join(folder, 'export.xml');
    await generate(file, Number(values.megabytes) * 1024 * 1024, Number(values.characters));
    const { size } = await stat(file);
    const importer = fork(import.meta.filename, [
      '--child',
      file,
      folder,
      values['read-only'] ? 'read' : 'import',
    ]);
    const [result] = (await once(importer, 'message')) as [Result];
    const megabytes = size / 1024 / 1024;
    console.log(
      `${megabytes.toFixed(0)} MB, ${result.items} items${values['read-only'] ? ', read twice' : ''}`,
    );
    console.log(`${result.seconds.toFixed(1)} s, ${result.cpu.toFixed(1)} s of processor time`);
    console.log(
      `${(result.items / result.seconds).toFixed(0)} items/s, ${(result.items / result.cpu).toFixed(0)} per second of processor time`,
    );
    console.log(`${result.peak.toFixed(0)} MB of memory at most`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[2] === '--child') await child();
else if (import.meta.main) await main();
