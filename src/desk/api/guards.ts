import type { MiddlewareHandler } from 'hono';
import type { Store } from '#store';
import type { DeskOptions, Rate, Visitor } from '../options.ts';
import { type Act, grantOf } from '../permissions.ts';
import { sessionOf } from '../sessions.ts';
import { readCookie } from './cookies.ts';
import { DeskError } from './errors.ts';
import type { Env, Who } from './parts.ts';

type Guard = MiddlewareHandler<Env> & { guards: Act | 'nobody' };

export type Guards = {
  /** Lets through who is signed in and whose roles allow the act, at least for what is their own. */
  act: (name: Act) => Guard;
  /** Looks again, after something that took its time. @throws DeskError 401 when the session ended meanwhile */
  still: (who: Who) => Promise<void>;
  /** Lets everybody through who does not ask too often: for signing in, and for links to previews. */
  open: (what: 'sign-in' | 'preview') => Guard;
  /** People come by https. */
  secure: boolean;
};

/** The act that a handler guards, for the test that walks every route; undefined for what is no guard. */
export const guardedAct = (handler: unknown): Act | 'nobody' | undefined =>
  typeof handler === 'function' && 'guards' in handler ? (handler as Guard).guards : undefined;

const signedOut = (): DeskError =>
  new DeskError(401, 'signed_out', 'You are signed out; sign in and try again');

export function openGuards({
  store,
  now,
  secure,
  rate,
}: {
  store: Store;
  now: () => number;
  secure: boolean;
  rate: DeskOptions['rate'];
}): Guards {
  // Six people behind one address, each with a tab that saves every two seconds.
  const visitors = rate({ burst: 600, perMinute: 1_800 });
  const strangers = rate({ burst: 20, perMinute: 20 });
  const accounts = rate({ burst: 300, perMinute: 600 });
  const slow = (seconds: number): void => {
    if (seconds > 0)
      throw new DeskError(429, 'too_many', `Too many requests; try again in ${seconds} s`, {
        after: seconds,
      });
  };
  const countVisitor = (one: Rate, visitor: Visitor): void => slow(one.take(visitor.address, now()));

  const identify = async (c: Parameters<Guard>[0]): Promise<Who> => {
    const secret = readCookie(c, 'session', secure);
    const found = secret === null ? null : await sessionOf(store, secret, now());
    if (secret === null || found === null) {
      // Whoever tries cookies is a stranger.
      if (secret !== null) countVisitor(strangers, c.env.visitor);
      throw signedOut();
    }
    const { account, session } = found;
    return {
      account,
      session,
      secret,
      pen: readCookie(c, 'pen', secure),
      grant: (name) => grantOf(account.roles, name),
    };
  };

  return {
    secure,
    still: async (who) => {
      if ((await sessionOf(store, who.secret, now())) === null) throw signedOut();
    },
    act: (name) =>
      Object.assign<MiddlewareHandler<Env>, { guards: Act }>(
        async (c, next) => {
          countVisitor(visitors, c.env.visitor);
          const who = await identify(c);
          if (c.req.method !== 'GET') slow(accounts.take(who.account.id, now()));
          if (who.grant(name) === false)
            throw new DeskError(403, 'forbidden', 'Your roles do not allow this; ask the publisher');
          c.set('who', who);
          await next();
        },
        { guards: name },
      ),
    open: (what) =>
      Object.assign<MiddlewareHandler<Env>, { guards: 'nobody' }>(
        async (c, next) => {
          // A page with its pictures is many requests, and its secret is too long to be tried.
          countVisitor(what === 'preview' ? visitors : strangers, c.env.visitor);
          await next();
        },
        { guards: 'nobody' },
      ),
  };
}
