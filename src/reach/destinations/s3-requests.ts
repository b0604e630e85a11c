import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { z } from 'zod';
import { PATIENCE } from '../destination.ts';
import type { OpenOptions } from '../destination.ts';
import { ReachError } from '../error.ts';
import { capital, systemError } from './system-error.ts';

/** What an S3 mirror keeps in its options; the target is `endpoint/bucket/prefix`. */
export const S3_OPTIONS = z.object({
  region: z.string().default('auto'),
  /** Whether the bucket is a folder of the endpoint's host instead of a name before it. */
  pathStyle: z.boolean().default(true),
});

export type Place = { endpoint: URL; bucket: string; prefix: string };

/** `https://s3.example/bucket/some/prefix/` */
export function readTarget(target: string): Place {
  const problem = (what: string): ReachError =>
    new ReachError(
      'bad_mirror',
      `The target "${target}" ${what}; write it like https://s3.example.org/bucket/prefix`,
    );
  if (!URL.canParse(target)) throw problem('is no address');
  const url = new URL(target);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw problem('begins with neither https:// nor http://');
  if (url.username !== '' || url.password !== '') throw problem('holds a name or a password');
  const [bucket = '', ...rest] = decodeURIComponent(url.pathname)
    .split('/')
    .filter((name) => name !== '');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) throw problem('names no bucket');
  const prefix = rest.length === 0 ? '' : `${rest.join('/')}/`;
  return { endpoint: new URL(url.origin), bucket, prefix };
}

/** Milliseconds more for each byte that is sent: 20 KB a second are the least. */
const PER_BYTE = 1 / 20;
/** A host that is busy is asked again, this often at most, after waits that double. */
const TRIES = 4;
const FIRST_WAIT = 250;

export type Ask = {
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Path of the edition, or null for the bucket itself. */
  path: string | null;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Buffer;
  doing: string;
  /** Statuses beside those of success that the caller understands. */
  expected?: readonly number[];
};

export type Answer = { status: number; headers: Headers; bytes: Buffer };

/** Signed requests to one bucket. */
export class S3Requests {
  readonly place: Place;
  readonly name: string;
  readonly #client: AwsClient;
  readonly #base: string;
  readonly #signal: AbortSignal;
  readonly #patience: number;

  constructor({ mirror, secrets, signal, patienceMs }: OpenOptions) {
    this.place = readTarget(mirror.target);
    const { region, pathStyle } = S3_OPTIONS.parse(mirror.options);
    const { endpoint, bucket } = this.place;
    this.name = `the bucket "${bucket}" at ${endpoint.host}`;
    const { ACCESS_KEY, SECRET_KEY, SESSION_TOKEN } = secrets;
    if (ACCESS_KEY === undefined || SECRET_KEY === undefined) throw noKeys(mirror.id);
    this.#client = new AwsClient({
      accessKeyId: ACCESS_KEY,
      secretAccessKey: SECRET_KEY,
      ...(SESSION_TOKEN === undefined ? {} : { sessionToken: SESSION_TOKEN }),
      service: 's3',
      region,
    });
    this.#base = pathStyle
      ? `${endpoint.origin}/${bucket}/`
      : `${endpoint.protocol}//${bucket}.${endpoint.host}/`;
    this.#signal = signal;
    this.#patience = patienceMs ?? PATIENCE;
  }

  async ask(ask: Ask): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(ask);
      const { status } = answer;
      if ((status >= 200 && status < 300) || ask.expected?.includes(status) === true) return answer;
      if (attempt === TRIES || (status !== 429 && status < 500) || status === 501 || status === 507)
        throw this.#refusal(ask, answer);
      await this.#wait(FIRST_WAIT * 2 ** attempt);
    }
  }

  async #once(ask: Ask): Promise<Answer> {
    const { method, body, doing } = ask;
    try {
      const url = this.#url(ask);
      const sum = createHash('sha256')
        .update(body ?? '')
        .digest('hex');
      const headers = { ...ask.headers, 'x-amz-content-sha256': sum };
      const signed = await this.#client.sign(url, {
        method,
        headers,
        ...(body ? { body: new Uint8Array(body) } : {}),
      });
      const limit = AbortSignal.timeout(Math.ceil(this.#patience + (body?.length ?? 0) * PER_BYTE));
      const response = await fetch(signed, {
        signal: AbortSignal.any([limit, this.#signal]),
        redirect: 'manual',
      });
      return {
        status: response.status,
        headers: response.headers,
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof DOMException && error.name === 'TimeoutError') {
        throw new ReachError('unreachable', `${capital(this.name)} gives no answer in time while ${doing}`, {
          cause: error,
        });
      }
      const told = systemError(error, this.name, doing);
      if (told instanceof ReachError) throw told;
      throw new ReachError(
        'unreachable',
        `${capital(this.name)} cannot be reached while ${doing}: ${reasonOf(error)}`,
        { cause: error },
      );
    }
  }

  #url({ path, query = {} }: Ask): string {
    const key = path === null ? '' : `${this.place.prefix}${path}`;
    const base = path === null ? this.#base.slice(0, -1) : this.#base;
    const url = new URL(`${base}${key.split('/').map(encodeName).join('/')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }

  #refusal({ doing }: Ask, { status, bytes }: Answer): ReachError {
    const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(bytes.toString('latin1'))?.[1] ?? '';
    const said = code === '' ? `status ${status}` : `status ${status}, ${code}`;
    const name = capital(this.name);
    if (status === 507 || code === 'QuotaExceeded' || code === 'XMinioStorageFull' || code === 'StorageFull')
      return new ReachError(
        'full',
        `${name} has no room left while ${doing} (${said}); make some and push again`,
      );
    if (status === 404)
      return new ReachError('bad_mirror', `${name} is not there (${said}); make it, or correct the target`);
    if (status === 401 || status === 403)
      return new ReachError(
        'denied',
        `${name} refuses ${doing} (${said}); check the keys and what they may do`,
      );
    if (status >= 500 || status === 429)
      return new ReachError('unreachable', `${name} fails while ${doing} (${said})`);
    return new ReachError('io', `${name} refuses ${doing} (${said})`);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const ended = (): void => {
        clearTimeout(timer);
        reject(this.#signal.reason as Error);
      };
      const timer = setTimeout(() => {
        this.#signal.removeEventListener('abort', ended);
        resolve();
      }, ms);
      this.#signal.addEventListener('abort', ended, { once: true });
    });
  }
}

/** As signatures want it: also what URLs leave as it is. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

const noKeys = (id: string): ReachError =>
  new ReachError(
    'no_secret',
    `The mirror "${id}" needs ACCESS_KEY and SECRET_KEY; set LONGWAVE_MIRROR_${id.toUpperCase().replaceAll('-', '_')}_ACCESS_KEY and …_SECRET_KEY, or keep them with "longwave mirror secret"`,
  );
