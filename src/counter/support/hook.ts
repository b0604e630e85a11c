import { MOST_HINT } from '#support';
import type { RouteGroup } from '../open.ts';
import type { SupportParts } from './context.ts';
import { readAtMost } from './form.ts';

/** Where rails say that something happened. */
export const HOOK = '/-/support/hook';

const answer = (status: number): Response =>
  new Response(null, { status, headers: { 'cache-control': 'no-store' } });

/** `POST /-/support/hook`: a rail's webhook. Its list is read then, and nothing of what it says is taken. */
export function hookGroup({ hint, arrived }: Pick<SupportParts, 'hint' | 'arrived'>): RouteGroup {
  return {
    prefix: HOOK,
    // Rails send many at once after they were away; to look at a signature costs little.
    limit: { burst: 1_000, perMinute: 6_000 },
    tooOften: () => Promise.resolve(answer(429)),
    async answer(request) {
      if (hint === null) return answer(404);
      if (request.method !== 'POST') return answer(405);
      const body = await readAtMost(request, MOST_HINT);
      if (body === null) return answer(413);
      if (!hint({ body, signature: request.headers.get('stripe-signature') })) return answer(400);
      arrived('card');
      return answer(204);
    },
  };
}
