import { Hono } from 'hono';
import { z } from 'zod';
import {
  type Account,
  accountNamed,
  accountOf,
  addAccount,
  changeAccount,
  linkAddress,
  listAccounts,
  makeLink,
} from '../people.ts';
import { ROLES } from '../permissions.ts';
import { endSessions } from '../sessions.ts';
import { json, words } from './checked.ts';
import { DeskError, notFound } from './errors.ts';
import type { Env, Parts } from './parts.ts';

const roles = z.array(z.enum(ROLES)).min(1);

/** Accounts of colleagues: made, changed and closed by the publisher. */
export function peopleRoutes({ store, now, bus, audit, act, options }: Parts) {
  const invite = async (account: Account) => {
    const { secret, expiresAt } = await makeLink(store, { account, at: now() });
    return { address: linkAddress(options.address, secret), expiresAt };
  };
  const known = async (id: string): Promise<Account> => {
    const account = await accountOf(store, id);
    if (!account) throw notFound('account');
    return account;
  };

  return new Hono<Env>()
    .get('/people', act('people.read'), async (c) => c.json({ people: await listAccounts(store) }))
    .post('/people', act('people.write'), json(z.strictObject({ name: words(100), roles })), async (c) => {
      const given = c.req.valid('json');
      const made = await store.transaction(async () => {
        if ((await accountNamed(store, given.name)) !== null)
          throw new DeskError(409, 'name_taken', `There is an account "${given.name}" already`, {
            field: 'name',
          });
        const account = await addAccount(store, { ...given, at: now() });
        await audit({
          account: c.var.who.account.id,
          act: 'people.add',
          subject: account.id,
          detail: { roles: account.roles },
        });
        return { account, link: await invite(account) };
      });
      return c.json(made);
    })
    .patch(
      '/people/:id',
      act('people.write'),
      json(
        z.strictObject({
          name: words(100).optional(),
          roles: roles.optional(),
          closed: z.boolean().optional(),
        }),
      ),
      async (c) => {
        const { name, roles: wanted, closed } = c.req.valid('json');
        const before = await known(c.req.param('id'));
        const account = await store.transaction(async () => {
          const after = await changeAccount(store, before.id, {
            ...(name !== undefined && { name }),
            ...(wanted !== undefined && { roles: wanted }),
            ...(closed !== undefined && { closedAt: closed ? now() : null }),
          });
          if (!(await listAccounts(store)).some(isPublisher))
            throw new DeskError(409, 'last_publisher', 'Somebody has to stay publisher; name another first');
          await audit({
            account: c.var.who.account.id,
            act: 'people.change',
            subject: before.id,
            detail: { roles: wanted ?? null, closed: closed ?? null },
          });
          return after;
        });
        bus.tell({ type: 'ended' });
        return c.json({ account });
      },
    )
    .post('/people/:id/link', act('people.write'), async (c) => {
      const account = await known(c.req.param('id'));
      if (account.closedAt !== null)
        throw new DeskError(409, 'closed', 'The account is closed; open it again first');
      const link = await store.transaction(async () => {
        await audit({ account: c.var.who.account.id, act: 'people.link', subject: account.id });
        return invite(account);
      });
      return c.json({ link });
    })
    .post('/people/:id/end-sessions', act('people.end'), async (c) => {
      const account = await known(c.req.param('id'));
      const ended = await store.transaction(async () => {
        await audit({ account: c.var.who.account.id, act: 'people.end', subject: account.id });
        return endSessions(store, { account: account.id });
      });
      bus.tell({ type: 'ended' });
      return c.json({ ended });
    });
}

const isPublisher = ({ roles: held, closedAt }: Account): boolean =>
  closedAt === null && held.includes('publisher');
