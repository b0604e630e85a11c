import { request as plain } from 'node:http';
import { request as sealed } from 'node:https';
import { RailError } from '../error.ts';
import type { Permission } from './facts.ts';

export type ClientOptions = {
  /** Where BTCPay is, with the folder that it may be in. */
  url: string;
  /** Of its Greenfield interface. */
  key: string;
  /** Of the store at BTCPay. */
  storeId: string;
  /** Milliseconds for a whole answer. Default: 30,000. */
  timeout?: number;
};

/** The key may not do something. */
export class Forbidden extends RailError {
  readonly needs: Permission;

  constructor(needs: Permission, store: string) {
    super('not_set_up', `The key of BTCPay lacks "${needs}"; tick it at BTCPay, for store "${store}"`);
    this.needs = needs;
  }
}

export type Ask = {
  method: 'GET' | 'POST';
  /** Below the store, or an invoice by itself. */
  path: string;
  query?: readonly (readonly [name: string, value: string])[];
  body?: unknown;
  /** What the key needs for it. */
  needs: Permission;
};

export type Answer = { status: number; body: unknown };

export type Client = {
  readonly store: string;
  /**
   * @returns what it answers with status 200, 400, 404 or 422; all else is an error
   * @throws RailError
   */
  ask(what: Ask): Promise<Answer>;
};

/** Bytes that an answer may have: a page of invoices is a tenth of it. */
const MOST = 4 * 1024 * 1024;

export function openClient({ url, key, storeId: store, timeout = 30_000 }: ClientOptions): Client {
  const base = new URL(url);
  const folder = base.pathname.replace(/\/+$/, '');
  const send = base.protocol === 'https:' ? sealed : plain;
  const headers = { accept: 'application/json', authorization: `token ${key}` };

  function carry({ method, path, query = [], body }: Ask): Promise<Raw> {
    const target = new URL(base);
    target.pathname = `${folder}${path}`;
    for (const [name, value] of query) target.searchParams.append(name, value);
    const text = body === undefined ? null : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const asking = send(
        target,
        {
          method,
          headers: { ...headers, ...(text !== null && { 'content-type': 'application/json' }) },
          signal: AbortSignal.timeout(timeout),
        },
        (answer) => {
          const pieces: Buffer[] = [];
          let size = 0;
          answer.on('data', (piece: Buffer) => {
            size += piece.length;
            if (size > MOST) answer.destroy(new Error(`its answer has more than ${MOST} bytes`));
            else pieces.push(piece);
          });
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              type: answer.headers['content-type'] ?? '',
              after: answer.headers['retry-after'] ?? '',
              text: Buffer.concat(pieces).toString('utf8'),
            }),
          );
        },
      );
      asking.on('error', reject);
      asking.end(text ?? undefined);
    });
  }

  return {
    store,
    async ask(what) {
      let raw: Raw;
      try {
        raw = await carry(what);
      } catch (error) {
        throw new RailError('unreachable', `BTCPay at "${base.host}" gave no answer: ${reasonOf(error)}`, {
          cause: error,
        });
      }
      return answerOf(raw, what, { host: base.host, store });
    },
  };
}

type Raw = { status: number; type: string; after: string; text: string };

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the line broke';
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'it took too long';
  return error.message === '' ? String((error as NodeJS.ErrnoException).code) : error.message;
}

function answerOf(raw: Raw, { needs }: Ask, { host, store }: { host: string; store: string }): Answer {
  const { status } = raw;
  if (status === 401)
    throw new RailError(
      'not_set_up',
      `BTCPay at "${host}" does not take the key; make one at BTCPay under "Account → API keys"`,
    );
  if (status === 403) throw new Forbidden(needs, store);
  if (status === 429) {
    const seconds = Number(raw.after);
    const wait = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3_600) * 1_000 : null;
    throw new RailError(
      'busy',
      `BTCPay at "${host}" asks to come back later`,
      wait === null ? {} : { after: wait },
    );
  }
  if (status >= 300 && status < 400)
    throw new RailError(
      'not_set_up',
      `"${host}" leads elsewhere instead of answering; set the address that it leads to`,
    );
  if (status !== 200 && status !== 400 && status !== 404 && status !== 422)
    throw new RailError('unreachable', `BTCPay at "${host}" answered with status ${status}`);
  return { status, body: parsed(raw, host) };
}

/** A way to say no may come without words; a yes is JSON. */
function parsed({ status, type, text }: Raw, host: string): unknown {
  if (status === 404 && text === '') return null;
  const isJson = /^application\/(problem\+)?json\b/i.test(type);
  try {
    if (isJson) return JSON.parse(text) as unknown;
  } catch (error) {
    throw new RailError('unreachable', `"${host}" answered with broken JSON`, { cause: error });
  }
  throw new RailError(
    'unreachable',
    `"${host}" answered with ${/html/i.test(type) ? 'a web page' : 'something that is no JSON'}; look whether BTCPay is at that address`,
  );
}
