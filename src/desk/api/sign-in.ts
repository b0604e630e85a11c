import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { accountOf, takeLink } from '../people.ts';
import { newSecret } from '../secrets.ts';
import { beginSession, browserName } from '../sessions.ts';
import { id, json, words } from './checked.ts';
import { openChallenges } from './challenges.ts';
import { giveCookie, readCookie } from './cookies.ts';
import { DeskError, notFound } from './errors.ts';
import type { Env, Parts } from './parts.ts';

/** What a browser hands over is looked at by the library that understands it. */
const credential = z.looseObject({
  id: z.string().max(1400),
  rawId: z.string().max(1400),
  type: z.literal('public-key'),
  response: z.record(z.string(), z.unknown()),
  clientExtensionResults: z.record(z.string(), z.unknown()),
});

/**
 * Looked at where a passkey is not known, so that the time until the answer does not tell which are. Its key is the
 * curve's generator, as COSE: whose secret is 1 everybody knows, so what it signs is never let in.
 */
const NOBODYS = {
  account: '',
  public_key:
    'pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
  counter: 0,
  transports_json: '[]',
};

const failed = (): DeskError =>
  new DeskError(
    401,
    'sign_in_failed',
    'The passkey was not accepted; try again, or ask for a one-time link if it was lost',
  );

/** Signing in with a passkey or a one-time link, and the passkeys of whoever is signed in. */
export function signInRoutes(parts: Parts) {
  const { store, now, act, open, audit, secure, options } = parts;
  const { origin, hostname: rpID } = new URL(options.address);
  const challenges = openChallenges(now);

  const begin = async (c: Context<Env>, account: string): Promise<void> => {
    const browser = browserName(c.req.header('user-agent') ?? '');
    const { secret } = await beginSession(store, { account, browser, at: now() });
    giveCookie(c, 'session', secret, secure);
    if (readCookie(c, 'pen', secure) === null) giveCookie(c, 'pen', newSecret(), secure);
  };

  return new Hono<Env>()
    .post('/sign-in/options', open('sign-in'), async (c) => {
      const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
      const asked = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
      challenges.give(asked.challenge, null);
      return c.json(asked);
    })
    .post('/sign-in/verify', open('sign-in'), json(credential), async (c) => {
      const response = c.req.valid('json') as unknown as AuthenticationResponseJSON;
      const passkey = (await store.db
        .selectFrom('passkey')
        .selectAll()
        .where('id', '=', response.id)
        .executeTakeFirst()) ?? { ...NOBODYS, id: response.id };
      const account = await accountOf(store, passkey.account);
      const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
      const outcome = await verifyAuthenticationResponse({
        response,
        expectedChallenge: (challenge) => challenges.take(challenge, null),
        expectedOrigin: origin,
        expectedRPID: rpID,
        requireUserVerification: true,
        credential: {
          id: passkey.id,
          publicKey: new Uint8Array(Buffer.from(passkey.public_key, 'base64url')),
          counter: passkey.counter,
          transports: JSON.parse(passkey.transports_json) as AuthenticatorTransport[],
        },
      }).catch(() => null);
      if (outcome?.verified !== true || account?.closedAt !== null) throw failed();
      const hour = Math.floor(now() / 3_600_000) * 3_600_000;
      await store.transaction(async (db) => {
        const counter = outcome.authenticationInfo.newCounter;
        await db
          .updateTable('passkey')
          .set({ counter, used_at: hour })
          .where('id', '=', passkey.id)
          .execute();
        await audit({ account: account.id, act: 'sign-in' });
      });
      await begin(c, account.id);
      return c.json({ ok: true as const });
    })
    .post('/link/:token', open('sign-in'), async (c) => {
      const account = await store.transaction(async () => {
        const found = await takeLink(store, c.req.param('token'), now());
        if (found) await audit({ account: found.id, act: 'sign-in.link' });
        return found;
      });
      if (!account)
        throw new DeskError(
          401,
          'link_used',
          'The link was used or has run out; ask for another with "longwave desk link"',
        );
      await begin(c, account.id);
      return c.json({ account: { id: account.id, name: account.name, roles: account.roles } });
    })
    .post('/passkeys/options', act('self'), async (c) => {
      const { account } = c.var.who;
      const { generateRegistrationOptions } = await import('@simplewebauthn/server');
      const site = await parts.newsroom.site.get();
      const known = await passkeysOf(parts, account.id);
      const asked = await generateRegistrationOptions({
        rpID,
        rpName: site?.names[site.defaultLang] ?? 'Longwave',
        userName: account.name,
        userDisplayName: account.name,
        userID: new TextEncoder().encode(account.id),
        attestationType: 'none',
        excludeCredentials: known.map((key) => ({ id: key.id, transports: key.transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      challenges.give(asked.challenge, account.id);
      return c.json(asked);
    })
    .post(
      '/passkeys/verify',
      act('self'),
      json(z.strictObject({ name: words(100), credential })),
      async (c) => {
        const { account } = c.var.who;
        const given = c.req.valid('json');
        const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
        const outcome = await verifyRegistrationResponse({
          response: given.credential as unknown as RegistrationResponseJSON,
          expectedChallenge: (challenge) => challenges.take(challenge, account.id),
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
        }).catch(() => null);
        if (outcome?.verified !== true) throw failed();
        const made = outcome.registrationInfo.credential;
        await store.transaction(async (db) => {
          await db
            .insertInto('passkey')
            .values({
              id: made.id,
              account: account.id,
              public_key: Buffer.from(made.publicKey).toString('base64url'),
              counter: made.counter,
              transports_json: JSON.stringify(made.transports ?? []),
              name: given.name,
              created_at: now(),
              used_at: null,
            })
            .execute();
          await audit({ account: account.id, act: 'passkey.add', subject: given.name });
        });
        return c.json({ passkey: { id: made.id, name: given.name } });
      },
    )
    .get('/passkeys', act('self'), async (c) => {
      const passkeys = await passkeysOf(parts, c.var.who.account.id);
      return c.json({
        passkeys: passkeys.map(({ id: key, name, createdAt, usedAt }) => ({
          id: key,
          name,
          createdAt,
          usedAt,
        })),
      });
    })
    .delete('/passkeys', act('self'), json(z.strictObject({ id })), async (c) => {
      await removePasskey(parts, c.var.who.account.id, c.req.valid('json').id);
      return c.json({ ok: true as const });
    })
    .delete('/passkeys/:id', act('self'), async (c) => {
      await removePasskey(parts, c.var.who.account.id, c.req.param('id'));
      return c.json({ ok: true as const });
    });
}

async function passkeysOf({ store }: Parts, account: string) {
  const rows = await store.db
    .selectFrom('passkey')
    .select(['id', 'name', 'transports_json', 'created_at', 'used_at'])
    .where('account', '=', account)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    transports: JSON.parse(row.transports_json) as AuthenticatorTransport[],
    createdAt: row.created_at,
    usedAt: row.used_at,
  }));
}

/** The last passkey stays: without it nobody comes in again but by a link. */
async function removePasskey(parts: Parts, account: string, key: string): Promise<void> {
  const { store, audit } = parts;
  await store.transaction(async (db) => {
    const mine = await passkeysOf(parts, account);
    const found = mine.find((passkey) => passkey.id === key);
    if (!found) throw notFound('passkey');
    if (mine.length === 1)
      throw new DeskError(409, 'last_passkey', 'This is your last passkey; add another before you remove it');
    await db.deleteFrom('passkey').where('id', '=', key).execute();
    await audit({ account, act: 'passkey.remove', subject: found.name });
  });
}
