import type { KeyObject } from 'node:crypto';
import type { CDPSession, Page } from 'puppeteer-core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BROWSERS } from '../../test/browsers.ts';
import { eachDatabase } from '../../test/databases.ts';
import { type DeskBench, openBench } from '../../test/desk.ts';
import { assertion, everybodysPasskey, newPasskey, publicHalf } from '../../test/passkey.ts';
import { changeAccount, makeLink } from './people.ts';

const DAY = 86_400_000;

eachDatabase((_name, open) => {
  let desk: DeskBench;
  beforeEach(async () => {
    desk = await openBench(open);
  });
  afterEach(() => desk.close());

  it('lets in by a link once and within a day', async () => {
    const { store, clock } = desk;
    const { account } = await desk.person('Mara', 'reporter');
    const first = await makeLink(store, { account, at: clock.now });
    const second = await makeLink(store, { account, at: clock.now });
    const stranger = desk.stranger();
    expect((await stranger.ask('POST', `/api/link/${first.secret}`)).status).toBe(401);
    expect((await stranger.ask('POST', `/api/link/${second.secret}`)).status).toBe(200);
    expect((await stranger.ask('POST', `/api/link/${second.secret}`)).status).toBe(401);
    const third = await makeLink(store, { account, at: clock.now });
    clock.now += DAY;
    expect((await desk.stranger().ask('POST', `/api/link/${third.secret}`)).status).toBe(401);
  });

  it('keeps neither links nor cookies as they are', async () => {
    const person = await desk.person('Mara', 'reporter');
    const link = await makeLink(desk.store, { account: person.account, at: desk.clock.now });
    const secrets = [...person.cookies.values(), link.secret];
    const kept: string[] = [];
    for await (const part of desk.store.dump()) kept.push(JSON.stringify(part));
    expect(secrets).toHaveLength(3);
    for (const secret of secrets) expect(kept.join('')).not.toContain(secret);
  });

  it('gives a cookie that no script reads and no other site sends', async () => {
    const { account } = await desk.person('Mara', 'reporter');
    const { secret } = await makeLink(desk.store, { account, at: desk.clock.now });
    const answer = await desk.stranger().ask('POST', `/api/link/${secret}`);
    for (const line of answer.headers['set-cookie'] ?? [])
      expect(line).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/);
  });

  it('tells who is here, and nobody who is not', async () => {
    const person = await desk.person('Mara', 'editor', 'engineer');
    const me = await person.ask('GET', '/api/me');
    expect(me.body).toMatchObject({
      account: { name: 'Mara', roles: ['editor', 'engineer'] },
      passkeys: 0,
      site: { defaultLang: 'en' },
    });
    expect(me.body.acts).toContain('story.publish');
    expect(me.body.acts).not.toContain('story.withdraw');
    expect((await desk.stranger().ask('GET', '/api/me')).status).toBe(401);
  });

  it('ends a session after a week without use and after thirty days', async () => {
    const { clock } = desk;
    const idle = await desk.person('Mara', 'reporter');
    const busy = await desk.person('Ivo', 'reporter');
    for (let day = 0; day < 29; day++) {
      clock.now += DAY;
      expect((await busy.ask('GET', '/api/me')).status, `day ${day}`).toBe(200);
    }
    expect((await idle.ask('GET', '/api/me')).status).toBe(401);
    clock.now += DAY;
    expect((await busy.ask('GET', '/api/me')).status).toBe(401);
  });

  it('lists sessions, ends one, and all', async () => {
    const { store, clock } = desk;
    const here = await desk.person('Mara', 'reporter');
    const there = desk.stranger();
    const { secret } = await makeLink(store, { account: here.account, at: clock.now });
    await there.ask('POST', `/api/link/${secret}`);
    const { sessions } = (await here.ask('GET', '/api/sessions')).body;
    expect(sessions).toHaveLength(2);
    const other = sessions.find(({ current }: { current: boolean }) => !current);
    const stranger = await desk.person('Ivo', 'reporter');
    expect((await stranger.ask('DELETE', `/api/sessions/${other.id}`)).status).toBe(404);
    expect((await here.ask('DELETE', `/api/sessions/${other.id}`)).status).toBe(200);
    expect((await there.ask('GET', '/api/me')).status).toBe(401);
    expect((await here.ask('POST', '/api/sessions/end-all')).body).toEqual({ ended: 1 });
    expect((await here.ask('GET', '/api/me')).status).toBe(401);
    expect((await stranger.ask('GET', '/api/me')).status).toBe(200);
  });

  it('signs everybody out at a panic', async () => {
    const engineer = await desk.person('Vera', 'engineer');
    const reporter = await desk.person('Mara', 'reporter');
    const link = await makeLink(desk.store, { account: reporter.account, at: desk.clock.now });
    expect((await reporter.ask('POST', '/api/panic')).status).toBe(403);
    expect((await engineer.ask('POST', '/api/panic')).body).toEqual({ sessions: 2, links: 1 });
    for (const person of [engineer, reporter]) expect((await person.ask('GET', '/api/me')).status).toBe(401);
    expect((await desk.stranger().ask('POST', `/api/link/${link.secret}`)).status).toBe(401);
  });

  it('lets nobody in whose account was closed', async () => {
    const person = await desk.person('Mara', 'reporter');
    await changeAccount(desk.store, person.account.id, { closedAt: desk.clock.now });
    expect((await person.ask('GET', '/api/me')).status).toBe(401);
  });

  it('keeps a publisher, and lets only publishers name colleagues', async () => {
    const publisher = await desk.person('Ana', 'publisher');
    const editor = await desk.person('Mara', 'editor');
    const engineer = await desk.person('Vera', 'engineer');
    const wanted = { name: 'Ivo', roles: ['reporter'] };
    for (const other of [editor, engineer])
      expect((await other.ask('POST', '/api/people', wanted)).status).toBe(403);
    const made = await publisher.ask('POST', '/api/people', wanted);
    expect(made.status).toBe(200);
    const secret = new URL(made.body.link.address).hash.slice(1);
    expect((await desk.stranger().ask('POST', `/api/link/${secret}`)).status).toBe(200);
    const path = `/api/people/${publisher.account.id}`;
    for (const change of [{ roles: ['reporter'] }, { closed: true }])
      expect((await publisher.ask('PATCH', path, change)).body.error.code).toBe('last_publisher');
    expect((await publisher.ask('GET', '/api/me')).body.account.roles).toEqual(['publisher']);
    const acts = (await publisher.ask('GET', '/api/audit')).body.entries.map(
      ({ act }: { act: string }) => act,
    );
    expect(acts).toContain('people.add');
  });

  it('does as much for a passkey that it does not know as for one that it knows, and lets neither in', async () => {
    const mine = newPasskey();
    const id = Buffer.alloc(32, 7).toString('base64url');
    const { account } = await desk.person('Mara', 'editor');
    const kept = { account: account.id, counter: 0, transports_json: '[]', name: 'Key', created_at: 0 };
    await desk.store.db
      .insertInto('passkey')
      .values({ ...kept, id, public_key: publicHalf(mine), used_at: null })
      .execute();
    const asked = async (): Promise<string> =>
      (await desk.stranger().ask('POST', '/api/sign-in/options')).body.challenge;
    const tried = async (passkey: KeyObject, known: string, challenge: string): Promise<number> => {
      const said = assertion(passkey, { id: known, challenge, desk: desk.address });
      return (await desk.stranger().ask('POST', '/api/sign-in/verify', said)).status;
    };
    const unknown = Buffer.alloc(32, 8).toString('base64url');
    const challenge = await asked();
    expect(await tried(mine, unknown, challenge)).toBe(401);
    // Looked into as far as one that is known: what it answered is used up.
    expect(await tried(mine, id, challenge)).toBe(401);
    expect(await tried(everybodysPasskey(), unknown, await asked())).toBe(401);
    expect(await tried(everybodysPasskey(), id, await asked())).toBe(401);
    expect(await tried(mine, id, await asked())).toBe(200);
    await desk.store.db.updateTable('account').set({ closed_at: 1 }).where('id', '=', account.id).execute();
    expect(await tried(mine, id, await asked())).toBe(401);
  });

  it('slows down who tries links', async () => {
    const stranger = desk.stranger();
    const tried = [];
    for (let n = 0; n < 30; n++)
      tried.push((await stranger.ask('POST', `/api/link/${'x'.repeat(43)}`)).status);
    expect(tried.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(tried.at(-1)).toBe(429);
    expect((await desk.stranger().ask('POST', `/api/link/${'x'.repeat(43)}`)).status).toBe(401);
    desk.clock.now += 60_000;
    expect((await stranger.ask('POST', `/api/link/${'x'.repeat(43)}`)).status).toBe(401);
  });

  it.each(BROWSERS.filter(([name]) => name === 'Chromium'))(
    'takes a passkey of a real authenticator in %s, and only there where it was made',
    async (_browser, launch) => {
      // Passkeys look at the time by themselves.
      desk.clock.now = Date.now();
      const person = await desk.person('Mara', 'reporter');
      const browser = await launch();
      try {
        const page = await browser.newPage();
        await page.goto(`${desk.address}/api/me`);
        for (const [name, value] of person.cookies)
          await browser.setCookie({ name, value, domain: 'localhost', path: '/', sameSite: 'Strict' });
        await addAuthenticator(await page.createCDPSession());
        expect(await makePasskey(page, 'My laptop')).toMatchObject({ passkey: { name: 'My laptop' } });
        await browser.deleteMatchingCookies({ name: 'longwave-desk', url: desk.address });
        expect(await ask(page, 'GET', '/api/me')).toMatchObject({ error: { code: 'signed_out' } });
        const asserted = await assertPasskey(page);
        expect(await ask(page, 'POST', '/api/sign-in/verify', asserted)).toEqual({ ok: true });
        expect(await ask(page, 'GET', '/api/me')).toMatchObject({ account: { name: 'Mara' }, passkeys: 1 });
        // The same answer again, and one to a challenge that was never given.
        const again = await desk.stranger().ask('POST', '/api/sign-in/verify', asserted);
        expect(again.body.error.code).toBe('sign_in_failed');
        const { passkeys } = (await ask(page, 'GET', '/api/passkeys')) as { passkeys: { id: string }[] };
        const gone = await ask(page, 'DELETE', `/api/passkeys/${passkeys[0]?.id}`);
        expect(gone).toMatchObject({ error: { code: 'last_passkey' } });
      } finally {
        await browser.close();
      }
    },
    90_000,
  );
});

async function addAuthenticator(cdp: CDPSession): Promise<void> {
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Asks from within the page, as the app does. */
function ask(page: Page, method: string, path: string, body?: unknown): Promise<unknown> {
  return page.evaluate(
    `fetch(${JSON.stringify(path)}, {
      method: ${JSON.stringify(method)},
      ${method === 'GET' ? '' : `headers: { 'content-type': 'application/json' }, body: ${JSON.stringify(JSON.stringify(body ?? {}))},`}
    }).then((answer) => answer.json())`,
  );
}

async function makePasskey(page: Page, name: string): Promise<unknown> {
  const options = await ask(page, 'POST', '/api/passkeys/options');
  const credential = await page.evaluate(
    `navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}),
    }).then((made) => made.toJSON())`,
  );
  return ask(page, 'POST', '/api/passkeys/verify', { name, credential });
}

async function assertPasskey(page: Page): Promise<unknown> {
  const options = await ask(page, 'POST', '/api/sign-in/options');
  return page.evaluate(
    `navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(${JSON.stringify(options)}),
    }).then((found) => found.toJSON())`,
  );
}
