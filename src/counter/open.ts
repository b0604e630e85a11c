import { Rate, type Visitor } from '#origin';

/** What answers under one address and all below it. */
export type RouteGroup = {
  /** `/-/support`, without a slash at its end. */
  prefix: string;
  /** Requests with a body that one visitor may send: so many at once, and so many a minute. */
  limit: { burst: number; perMinute: number };
  /** Null: there is nothing at that address. */
  answer: (request: Request) => Promise<Response | null>;
  /** Says in the reader's language that it was too often. */
  tooOften: (request: Request, seconds: number) => Promise<Response>;
};

export type CounterOptions = {
  groups: readonly RouteGroup[];
  /** Milliseconds since 1970. */
  now: () => number;
};

/** What the server does for readers under `/-/`. No address of a visitor is kept, but in memory, to count by. */
export type Counter = {
  /** Null: nothing of it is at that address. */
  answer(request: Request, visitor: Visitor): Promise<Response | null>;
};

export function openCounter({ groups, now }: CounterOptions): Counter {
  const rates = new Map(groups.map((group) => [group, new Rate(group.limit)]));
  return {
    async answer(request, visitor) {
      const { pathname } = new URL(request.url);
      const group = groups.find(({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix}/`));
      if (group === undefined) return null;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        const seconds = rates.get(group)?.take(visitor.address, now()) ?? 0;
        if (seconds > 0) {
          const answer = await group.tooOften(request, seconds);
          answer.headers.set('retry-after', String(seconds));
          return answer;
        }
      }
      return group.answer(request);
    },
  };
}
