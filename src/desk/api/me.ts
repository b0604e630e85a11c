import { Hono } from 'hono';
import { actsOf } from '../permissions.ts';
import { endSessions, listSessions, panic } from '../sessions.ts';
import { takeCookie } from './cookies.ts';
import { notFound } from './errors.ts';
import type { Env, Parts } from './parts.ts';

/** Who I am here, and my sessions. */
export function meRoutes({ store, newsroom, bus, audit, act, secure, options }: Parts) {
  return new Hono<Env>()
    .get('/me', act('self'), async (c) => {
      const { account, session } = c.var.who;
      const site = await newsroom.site.get();
      const { passkeys } = await store.db
        .selectFrom('passkey')
        .select(({ fn }) => fn.countAll<number>().as('passkeys'))
        .where('account', '=', account.id)
        .executeTakeFirstOrThrow();
      return c.json({
        account: { id: account.id, name: account.name, roles: account.roles },
        session: session.id,
        /** 0: came by a link and has to make a passkey. */
        passkeys: Number(passkeys),
        acts: actsOf(account.roles),
        site:
          site === null
            ? null
            : {
                names: site.names,
                languages: site.languages,
                defaultLang: site.defaultLang,
                timeZone: site.timeZone,
                address: site.address,
              },
      });
    })
    .get('/sessions', act('self'), async (c) => {
      const { account, session } = c.var.who;
      const sessions = await listSessions(store, account.id);
      return c.json({
        sessions: sessions.map(({ id, browser, createdAt, usedAt }) => ({
          id,
          browser,
          createdAt,
          usedAt,
          current: id === session.id,
        })),
      });
    })
    .delete('/sessions/:id', act('self'), async (c) => {
      const { account } = c.var.who;
      const ended = await store.transaction(async () => {
        const count = await endSessions(store, { id: c.req.param('id'), account: account.id });
        if (count > 0) await audit({ account: account.id, act: 'session.end' });
        return count;
      });
      if (ended === 0) throw notFound('session');
      bus.tell({ type: 'ended' });
      return c.json({ ok: true as const });
    })
    .post('/sessions/end-all', act('self'), async (c) => {
      const { account } = c.var.who;
      const ended = await store.transaction(async () => {
        await audit({ account: account.id, act: 'session.end-all' });
        return endSessions(store, { account: account.id });
      });
      bus.tell({ type: 'ended' });
      takeCookie(c, 'session', secure);
      return c.json({ ended });
    })
    .post('/sign-out', act('self'), async (c) => {
      const { account, session } = c.var.who;
      await store.transaction(async () => {
        await endSessions(store, { id: session.id });
        await audit({ account: account.id, act: 'sign-out' });
      });
      bus.tell({ type: 'ended' });
      takeCookie(c, 'session', secure);
      return c.json({ ok: true as const });
    })
    .post('/panic', act('people.end'), async (c) => {
      const { account } = c.var.who;
      const ended = await panic(store, options.folder, () => audit({ account: account.id, act: 'panic' }));
      bus.tell({ type: 'ended' });
      takeCookie(c, 'session', secure);
      return c.json(ended);
    });
}
