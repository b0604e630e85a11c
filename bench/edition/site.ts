import { crc32, gzipSync } from 'node:zlib';
import type { Depot, EditionWriter, PutFile } from '#depot';
import { corpus } from '../corpus.ts';
import type { Keys } from './paper.ts';
import { signWith } from './paper.ts';

/*
 * A site of very many stories, sparse: of each old story the two pages (the usual and the plain one) have a line of text
 * instead of some kilobytes. Keys, addresses, units, tree, packs and signatures are those of a real one, since nothing
 * of them depends on how long a page is.
 */

const HTML = 'text/html; charset=utf-8';
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2010, 0, 1);
/** Stories staged for one commit. */
const AT_ONCE = 200_000;
const WORDS = ['ferry', 'harbour', 'council', 'orchard', 'railway', 'signal', 'archive', 'lantern'];

/** Path of a story: some 180 on each day, with a slug of usual length. */
export function storyPath(number: number): string {
  const date = new Date(FIRST_DAY + Math.floor(number / 180) * DAY).toISOString().slice(0, 10);
  const word = (shift: number): string => WORDS[(number >> shift) % WORDS.length] ?? '';
  return `${date.replaceAll('-', '/')}/${word(0)}-${word(3)}-after-the-${word(6)}-vote-${number.toString(36)}.html`;
}

/** A gzip that compresses nothing: as quick to make as it can be. RFC 1952, RFC 1951 3.2.4. */
export function storedGzip(raw: Buffer): Buffer {
  const packed = Buffer.alloc(raw.length + 23);
  packed.set([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]);
  packed.writeUInt16LE(raw.length, 11);
  packed.writeUInt16LE(~raw.length & 0xffff, 13);
  packed.set(raw, 15);
  packed.writeUInt32LE(crc32(raw), 15 + raw.length);
  packed.writeUInt32LE(raw.length, 19 + raw.length);
  return packed;
}

const sparse = (path: string): PutFile => {
  const raw = Buffer.from(`<p>${path}</p>`);
  return { path, type: HTML, raw, stored: storedGzip(raw), gzip: true };
};

/** A story of 800 words, as it is published. */
function whole(path: string, number: number): PutFile {
  const [story] = [...corpus(number, number + 1)];
  const text = (story?.paragraphs ?? []).map((one) => `<p>${one.text}</p>`);
  const raw = Buffer.from(`<!doctype html><title>${path}</title>${text.join('\n')}`);
  return { path, type: HTML, raw, stored: gzipSync(raw, { level: 3 }), gzip: true };
}

/** Makes the site, signed, in as few editions as memory allows. */
export async function fillSite(depot: Depot, stories: number, keys: Keys, at: number): Promise<void> {
  for (let start = 0; start < stories; start += AT_ONCE) {
    const end = Math.min(stories, start + AT_ONCE);
    const writer = await depot.begin();
    if (start === 0) for (const path of ['index.html', '404.html']) writer.put(whole(path, 0));
    for (let number = start; number < end; number++) {
      const path = storyPath(number);
      writer.put(sparse(path));
      writer.put(sparse(`text/${path}`));
    }
    await writer.commit({ published: at, note: null, sign: signWith(keys, at) });
  }
}

export type Published = {
  ms: number;
  /** Of it, milliseconds of a processor, those of the server beside it included. */
  processor: number;
  signing: number;
  /** Bytes written to the pack. */
  bytes: number;
};

/** Publishes one story, durably and signed, with nothing else. */
export async function publishStory(
  depot: Depot,
  keys: Keys,
  options: { number: number; at: number },
): Promise<Published> {
  const { number, at } = options;
  const files = [storyPath(number), `text/${storyPath(number)}`].map((path) => whole(path, number));
  const cpu = process.cpuUsage();
  const started = performance.now();
  const writer: EditionWriter = await depot.begin();
  for (const file of files) writer.put(file);
  let signing = 0;
  const { bytes } = await writer.commit({
    published: at,
    note: null,
    sign: signWith(keys, at, (ms) => (signing = ms)),
  });
  const ms = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, processor: (user + system) / 1000, signing, bytes };
}

/** Signs the times anew, as every day and a half when nothing is published. */
export async function signAgain(depot: Depot, keys: Keys, at: number): Promise<void> {
  const writer = await depot.begin();
  const published = depot.head()?.published ?? at;
  await writer.commit({ published, note: null, sign: signWith(keys, at) });
}
