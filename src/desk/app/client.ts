/* The one way from the app to the desk's API. */
import { hc } from 'hono/client';
import type { ClientResponse } from 'hono/client';
import type { BlockDiff, Doc } from '#body';
import type { DeskApi } from '../api/api.ts';

/** Why something was refused, in a stable word and in words for people. */
export type Reason = {
  code: string;
  message: string;
  /** What is wrong with a field, and what it may have at most or has to have at least. */
  fault?: { code: string; limit?: number } | undefined;
  about?:
    | (Partial<Record<'id' | 'where' | 'lang', string | undefined>> &
        Partial<Record<'at' | 'count', number | undefined>>)
    | undefined;
};

/** An answer other than the one hoped for. `status` 0: nobody answered. */
export class Trouble extends Error {
  override name = 'Trouble';
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly reasons: readonly Reason[];
  /** The whole answer, for what comes with a refusal. */
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const { error, reasons } = (body ?? {}) as {
      error?: Reason & { field?: string };
      reasons?: Reason[];
    };
    super(error?.message ?? reasons?.map(({ message }) => message).join('. ') ?? `${status}`);
    this.status = status;
    this.code = error?.code ?? reasons?.[0]?.code ?? (status === 0 ? 'unreachable' : 'fault');
    this.field = error?.field ?? null;
    // What is refused before the desk sees it comes without words.
    const large = status === 413 ? [{ code: 'too_big', message: this.message }] : [];
    this.reasons = reasons ?? (error ? [error] : large);
    this.body = body;
  }
}

async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  // Whatever changes something says that it is JSON, also where it has nothing to add: no form can.
  const headers = new Headers(init?.headers);
  const bare = init?.body === undefined || init.body === null;
  if (bare && init?.method !== undefined && init.method !== 'GET') {
    headers.set('content-type', 'application/json');
  }
  try {
    return await fetch(input, { ...init, headers });
  } catch (error) {
    if (init?.signal?.aborted === true) throw error;
    throw new Trouble(0, null);
  }
}

/** The routes of the API, typed by the API itself. */
export const desk = hc<DeskApi>('/', { fetch: send }).api;

/** What a good answer holds. */
export type Told<R> = GoodOf<Awaited<R>>;

// One answer of several at a time: a refusal that has a form of its own is none of them.
type GoodOf<R> =
  R extends ClientResponse<infer T, infer Status, infer _Form>
    ? [Status] extends [409 | 423]
      ? never
      : WithBodies<T>
    : never;

/**
 * Bodies nest without end, and a client's types give up on that at some depth: whatever is a body, or what changed in
 * one, has its own type again.
 */
type WithBodies<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends { type: 'doc' }
    ? Doc
    : T extends { fields: (infer Field)[]; body: { kind: string }[] }
      ? { fields: Field[]; body: BlockDiff[] }
      : T extends (infer One)[]
        ? WithBodies<One>[]
        : { [Name in keyof T]: WithBodies<T[Name]> };

/** Waits for an answer. Throws `Trouble` for every one but a good one. */
export async function told<R extends { ok: boolean; status: number; json: () => Promise<unknown> }>(
  answer: Promise<R>,
): Promise<Told<R>> {
  const response = await answer;
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new Trouble(response.status, body);
  return body as Told<R>;
}
