import { createHash } from 'node:crypto';
import { SaxesParser } from 'saxes';
import type { Destination, FileHead, Kind, PrepareOptions, Standing } from '../destination.ts';
import { ReachError } from '../error.ts';
import { inLanes } from '../pool.ts';
import { readTarget, S3_OPTIONS, S3Requests } from './s3-requests.ts';
import type { Answer } from './s3-requests.ts';

/* Storage that speaks S3. An object appears whole or not at all; its ETag is the MD5 of its bytes nearly everywhere. */

export const s3: Kind = {
  target(given) {
    const { endpoint, bucket, prefix } = readTarget(given);
    return `${endpoint.origin}/${bucket}/${prefix}`;
  },
  async prepare(options) {
    const requests = new S3Requests(options);
    // Says at once whether keys, bucket and endpoint are right.
    await listPage(requests, {});
    return {
      options: S3_OPTIONS.parse(options.mirror.options),
      notes: await openToReaders(requests, options),
    };
  },
  open: (options) => Promise.resolve(new S3Destination(new S3Requests(options))),
};

/** With more files than this a list, a thousand an answer, takes fewer requests than a look at each. */
const ASK_EACH = 60;

class S3Destination implements Destination {
  readonly parallel = 16;
  readonly name: string;
  readonly #requests: S3Requests;
  /** False where ETags are found not to be MD5s, as of objects that the host encrypts with keys of its own. */
  #tellsHashes = true;

  constructor(requests: S3Requests) {
    this.#requests = requests;
    this.name = requests.name;
  }

  async read(path: string): Promise<Buffer | null> {
    const doing = `reading "${path}"`;
    const answer = await this.#requests.ask({ method: 'GET', path, doing, expected: [404] });
    if (answer.status === 404) return null;
    if (differs(answer, answer.bytes)) this.#tellsHashes = false;
    return answer.bytes;
  }

  async write(path: string, bytes: Buffer, { type, cacheControl }: FileHead): Promise<void> {
    const answer = await this.#requests.ask({
      method: 'PUT',
      path,
      headers: { 'content-type': type, 'cache-control': cacheControl, 'content-md5': md5(bytes) },
      body: bytes,
      doing: `writing "${path}"`,
    });
    // Whether the host tells other hashes or holds other bytes is seen by what it gives back.
    if (this.#tellsHashes && differs(answer, bytes)) await this.read(path);
  }

  async look(paths: readonly string[]): Promise<Map<string, Standing>> {
    const found = new Map<string, Standing>();
    if (paths.length > ASK_EACH) {
      const sorted = [...paths].sort(byBytes);
      const wanted = new Set(paths);
      const there = await this.#list(sorted[0] ?? '', sorted.at(-1) ?? '');
      for (const [path, standing] of there) if (wanted.has(path)) found.set(path, standing);
      // The one that the list begins behind.
      if (sorted[0] !== undefined) await this.#lookAt(sorted[0], found);
      return found;
    }
    await inLanes(paths, this.parallel, (path) => this.#lookAt(path, found));
    return found;
  }

  list(): Promise<Map<string, Standing>> {
    return this.#list('', null);
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (let at = 0; at < paths.length; at += 1000) await this.#removeSome(paths.slice(at, at + 1000));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #lookAt(path: string, found: Map<string, Standing>): Promise<void> {
    const doing = `looking at "${path}"`;
    const answer = await this.#requests.ask({ method: 'HEAD', path, doing, expected: [404] });
    if (answer.status === 404) return;
    const size = Number(answer.headers.get('content-length') ?? Number.NaN);
    found.set(path, { size, sum: this.#sumOf(answer.headers.get('etag') ?? '') });
  }

  #sumOf(etag: string): Standing['sum'] {
    return this.#tellsHashes ? sumOf(etag) : null;
  }

  /** Everything behind `after`, up to `last`, both paths. */
  async #list(after: string, last: string | null): Promise<Map<string, Standing>> {
    const found = new Map<string, Standing>();
    const { prefix } = this.#requests.place;
    let next: string | null = null;
    do {
      const from: Record<string, string> =
        next !== null
          ? { 'continuation-token': next }
          : after === ''
            ? {}
            : { 'start-after': `${prefix}${after}` };
      const page: Listed = await listPage(this.#requests, from);
      for (const { key, size, etag } of page.objects) {
        const path = key.slice(prefix.length);
        if (last !== null && byBytes(path, last) > 0) return found;
        if (path !== '' && !path.endsWith('/')) found.set(path, { size, sum: this.#sumOf(etag) });
      }
      ({ next } = page);
    } while (next !== null);
    return found;
  }

  async #removeSome(paths: readonly string[]): Promise<void> {
    const { prefix } = this.#requests.place;
    const objects = paths.map((path) => `<Object><Key>${xml(`${prefix}${path}`)}</Key></Object>`).join('');
    const body = Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Quiet>true</Quiet>${objects}</Delete>`,
    );
    const { bytes } = await this.#requests.ask({
      method: 'POST',
      path: null,
      query: { delete: '' },
      headers: { 'content-md5': md5(body), 'content-type': 'application/xml' },
      body,
      doing: 'deleting files',
    });
    const [failed] = valuesOf(bytes, 'Error');
    if (failed !== undefined) {
      throw new ReachError(
        'denied',
        `${this.name} does not delete "${failed.get('Key') ?? ''}" (${failed.get('Code') ?? ''}); check what the keys may do`,
      );
    }
  }
}

type Listed = { objects: { key: string; size: number; etag: string }[]; next: string | null };

async function listPage(requests: S3Requests, query: Record<string, string>): Promise<Listed> {
  const { bytes } = await requests.ask({
    method: 'GET',
    path: null,
    query: { 'list-type': '2', prefix: requests.place.prefix, ...query },
    doing: 'listing it',
  });
  const [whole] = valuesOf(bytes, 'ListBucketResult');
  return {
    objects: valuesOf(bytes, 'Contents').map((one) => ({
      key: one.get('Key') ?? '',
      size: Number(one.get('Size')),
      etag: one.get('ETag') ?? '',
    })),
    next: whole?.get('IsTruncated') === 'true' ? (whole.get('NextContinuationToken') ?? null) : null,
  };
}

/** The texts of the elements directly in each element of a name. */
function valuesOf(document: Buffer, name: string): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  const way: string[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    way.push(tag.name);
    text = '';
    if (tag.name === name) found.push(new Map());
  });
  parser.on('text', (more) => (text += more));
  parser.on('closetag', (tag) => {
    way.pop();
    if (way.at(-1) === name) found.at(-1)?.set(tag.name, text);
    text = '';
  });
  parser.on('error', (cause) => {
    throw new ReachError('io', 'The bucket answers with something that is not XML; check the endpoint', {
      cause,
    });
  });
  parser.write(document.toString('utf8')).close();
  return found;
}

/** Whether an answer's ETag has the form of an MD5 and is not that of the bytes. */
function differs({ headers }: Answer, bytes: Buffer): boolean {
  const sum = sumOf(headers.get('etag') ?? '');
  return sum !== null && sum.hex !== createHash('md5').update(bytes).digest('hex');
}

/** An ETag with a hyphen is none of the bytes: the object was put together of parts. */
function sumOf(etag: string): Standing['sum'] {
  const hex = /^"?([0-9a-f]{32})"?$/.exec(etag)?.[1];
  return hex === undefined ? null : { algorithm: 'md5', hex };
}

const READERS_RULE =
  '<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod><AllowedHeader>*</AllowedHeader><MaxAgeSeconds>86400</MaxAgeSeconds></CORSRule></CORSConfiguration>';

/** Lets readers' workers fetch from the bucket, where it has no rules of its own yet. */
async function openToReaders(requests: S3Requests, { mirror }: PrepareOptions): Promise<string[]> {
  const query = { cors: '' };
  const by_hand = `Let pages of any origin GET from "${mirror.target}" (CORS), in your storage’s settings`;
  const found = await requests.ask({
    method: 'GET',
    path: null,
    query,
    doing: 'asking for its CORS rules',
    expected: [400, 403, 404, 405, 501],
  });
  if (found.status === 200) {
    const open = /<AllowedOrigin>\*<\/AllowedOrigin>/.test(found.bytes.toString('latin1'));
    return open ? [] : [by_hand];
  }
  const body = Buffer.from(READERS_RULE);
  const put = await requests.ask({
    method: 'PUT',
    path: null,
    query,
    headers: { 'content-md5': md5(body), 'content-type': 'application/xml' },
    body,
    doing: 'setting its CORS rules',
    expected: [400, 403, 404, 405, 409, 501],
  });
  return put.status < 300 ? [] : [by_hand];
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

/** The order of keys in a list: that of their UTF-8. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
