import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { sessionOf } from '../sessions.ts';
import { type DeskEvent, forStaff } from './bus.ts';
import type { Env, Parts } from './parts.ts';

/** Milliseconds after which a word is sent even when nothing happens, so that nobody in between hangs up. */
const BEAT = 15_000;
/** Tabs of one session that may listen; when another comes, the one that came first is let go. */
const TABS = 32;
/** Events that wait for a browser that takes none; with more it is let go and asks again. */
const MOST = 1_000;

/** What happens at the desk, as it happens: `event:` is the type, `data:` the rest as JSON. */
export function eventRoutes({ store, now, bus, act }: Parts) {
  const takePlace = openPlaces();
  return new Hono<Env>().get('/events', act('self'), (c) => {
    const { who } = c.var;
    const reads = who.grant('story.read') !== false;
    return streamSSE(c, async (stream) => {
      const waiting: DeskEvent[] = [];
      let wake = (): void => undefined;
      let isFull = false;
      const leave = takePlace(who.session.id, () => {
        isFull = true;
        wake();
      });
      const deaf = bus.listen((event) => {
        if (!reads && forStaff(event)) return;
        waiting.push(event);
        wake();
      });
      const stop = (): void => {
        deaf();
        leave();
      };
      stream.onAbort(() => {
        stop();
        wake();
      });
      await stream.writeSSE({ event: 'ready', data: '{}' });
      while (!stream.aborted && !isFull && waiting.length < MOST) {
        const event = waiting.shift();
        if (event === undefined) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, BEAT);
            timer.unref();
            wake = () => {
              clearTimeout(timer);
              resolve();
            };
          });
          if (waiting.length > 0 || stream.aborted || isFull) continue;
          // Its session may have ended in another process.
          if ((await sessionOf(store, who.secret, now())) === null) break;
          await stream.writeSSE({ event: 'beat', data: '{}' });
        } else if (event.type === 'ended') {
          if ((await sessionOf(store, who.secret, now())) === null) break;
        } else {
          const { type, ...data } = event;
          await stream.writeSSE({ event: type, data: JSON.stringify(data) });
        }
      }
      stop();
    });
  });
}

/** Gives out places to listen, by session; `end` is called when the place is needed. The function gives it back. */
function openPlaces(): (session: string, end: () => void) => () => void {
  const taken = new Map<string, Set<() => void>>();
  return (session, end) => {
    const own = (taken.get(session) ?? new Set()).add(end);
    taken.set(session, own);
    const [first] = own;
    if (own.size > TABS && first !== undefined) {
      own.delete(first);
      first();
    }
    return () => {
      own.delete(end);
      if (own.size === 0 && taken.get(session) === own) taken.delete(session);
    };
  };
}
