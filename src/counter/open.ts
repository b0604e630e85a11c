import { Rate, type Visitor } from '#origin';

/** What answers under one address and all below it. */
export type RouteGroup = {
  /** `/-/support`, without a slash at its end. */
  prefix: string;
  /** Requests with a body that one visitor may send: so many at once, and so many a minute. */
  limit: { burst: number; perMinute: number };
  /** Null: there is nothing at that address. `who`: tells visitors apart as well as they can be; stays in memory. */
  answer: (request: Request, who: string) => Promise<Response | null>;
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

/** What comes by the onion is one visitor to us, and so many in truth. */
export const ONION = 'onion';
const MANY = 10;

/**
 * Tor runs on this machine or is a proxy that nothing is known of behind: all who come by it have its address. Whoever
 * comes from elsewhere and only says so has an address of her own.
 */
const byOnion = ({ address, host }: Visitor): boolean =>
  /\.onion(:\d+)?$/i.test(host) && /^(::1|127\.\d+\.\d+\.\d+|::ffff:127\.\d+\.\d+\.\d+)$/.test(address);

export function openCounter({ groups, now }: CounterOptions): Counter {
  const rates = new Map(groups.map((group) => [group, new Rate(group.limit)]));
  const onions = new Map(
    groups.map((group) => {
      const { burst, perMinute } = group.limit;
      return [group, new Rate({ burst: burst * MANY, perMinute: perMinute * MANY })];
    }),
  );
  return {
    async answer(request, visitor) {
      const { pathname } = new URL(request.url);
      const group = groups.find(({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix}/`));
      if (group === undefined) return null;
      const isOnion = byOnion(visitor);
      const who = isOnion ? ONION : visitor.address;
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        const seconds = (isOnion ? onions : rates).get(group)?.take(who, now()) ?? 0;
        if (seconds > 0) {
          const answer = await group.tooOften(request, seconds);
          answer.headers.set('retry-after', String(seconds));
          return answer;
        }
      }
      return group.answer(request, who);
    },
  };
}
