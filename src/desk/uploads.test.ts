import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endSessions, openDesk } from '#desk';
import { opener } from '../../test/databases.ts';
import { type DeskBench, openBench, type Person } from '../../test/desk.ts';

describe('uploads', () => {
  const { open, clean } = opener('sqlite');
  let desk: DeskBench;
  let editor: Person;
  beforeAll(async () => {
    desk = await openBench(open);
    editor = await desk.person('Ivo', 'editor');
  });
  afterAll(async () => {
    await desk.close();
    await clean();
  });

  const head = () => ({
    'content-type': 'application/octet-stream',
    origin: desk.address,
    'sec-fetch-site': 'same-origin',
  });
  /** A sender on a bad line: what it has to say comes when it is told to. */
  const slowly = (path: string): ClientRequest =>
    request({
      port: desk.port,
      method: 'POST',
      path,
      headers: {
        ...head(),
        host: new URL(desk.address).host,
        cookie: [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    });
  const inside = (name: string): string[] =>
    existsSync(join(desk.folder, name)) ? readdirSync(join(desk.folder, name)) : [];
  /** Files and archives on their way in, and archives that are there. */
  const lying = (): number => [...inside('arriving'), ...inside('imports')].length;
  const until = async (settled: () => boolean): Promise<void> => {
    while (!settled()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('a sender on a slow line keeps nobody waiting', async () => {
    const slow = slowly('/api/media?name=slow.txt');
    slow.write('The first words, and then for a long time ');
    await until(() => inside('arriving').length === 1);
    const quick = await editor.send('POST', '/api/media?name=quick.txt', {
      headers: head(),
      raw: 'All of it',
    });
    expect(quick.status, quick.text).toBe(201);
    slow.end('the others.');
    const [answer] = (await once(slow, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(201);
    await until(() => inside('arriving').length === 0);
  });

  it('of a file that is cut off nothing is left, and it is no fault of ours', async () => {
    for (const path of ['/api/media?name=cut.txt', '/api/imports?name=cut.xml']) {
      const slow = slowly(path);
      slow.on('error', () => undefined);
      slow.write('The first words, and then ');
      await until(() => lying() === 1);
      slow.destroy();
      await until(() => lying() === 0);
    }
    expect((await editor.ask('GET', '/api/media?text=cut')).body.total).toBe(0);
  });

  it('a body that says no length is read as far as it may be long, and no further', async () => {
    const endless = slowly('/api/stories');
    endless.setHeader('content-type', 'application/json');
    endless.on('error', () => undefined);
    const answered = once(endless, 'response') as Promise<[IncomingMessage]>;
    const piece = Buffer.alloc(100_000, ' ');
    let sent = 0;
    endless.on('response', () => (sent = Infinity));
    for (; sent < 6_000_000; sent += piece.length)
      if (!endless.write(piece)) await Promise.race([once(endless, 'drain'), answered]);
    const [answer] = await answered;
    expect(answer.statusCode).toBe(413);
    endless.destroy();
  });

  it('what was on its way when the server was killed is cleared away, and nothing else', async () => {
    const killed = ['arriving/0123456789abcdef', 'imports/0123456789abcdef/archive', 'imports/readme'];
    for (const name of killed) {
      mkdirSync(dirname(join(desk.folder, name)), { recursive: true });
      writeFileSync(join(desk.folder, name), 'half of i');
    }
    const { store, newsroom, folder, address, rate } = desk;
    const options = {
      store,
      newsroom,
      folder,
      address,
      rate,
      now: Date.now,
      random: Math.random,
      app: folder,
    };
    const again = openDesk({ ...options, press: async () => ({ edition: null, how: 'none' }) });
    const ask = (method: string, path: string, body?: string) =>
      again.fetch(
        new Request(`${address}${path}`, {
          method,
          headers: {
            ...head(),
            cookie: [...editor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          },
          ...(body !== undefined && { body }),
        }),
        { address: '10.9.9.9', proto: 'http', host: new URL(address).host },
      );
    expect((await ask('POST', '/api/media?name=new.txt', 'Other words')).status).toBe(201);
    expect((await ask('GET', '/api/imports')).status).toBe(200);
    expect(inside('arriving')).toEqual([]);
    expect(readdirSync(join(folder, 'imports'))).toEqual(['readme']);
    await again.close();
  });

  it('what somebody was sending when they were signed out does not come in', async () => {
    for (const path of ['/api/media?name=late.txt', '/api/imports?name=late.xml']) {
      editor = await desk.person(`Ida ${path}`, 'editor');
      const slow = slowly(path);
      const before = lying();
      slow.write('The first words, and then ');
      await until(() => lying() > before);
      await endSessions(desk.store, { account: editor.account.id });
      slow.end('the others.');
      const [answer] = (await once(slow, 'response')) as [IncomingMessage];
      answer.resume();
      expect(answer.statusCode).toBe(401);
      await until(() => lying() === before);
    }
    editor = await desk.person('Ivo again', 'editor');
    expect((await editor.ask('GET', '/api/media?text=late')).body.total).toBe(0);
  });

  it('an empty file is told to be empty', async () => {
    const sent = await editor.send('POST', '/api/media?name=none.jpg', { headers: head(), raw: '' });
    expect(sent.status).toBe(422);
    expect(sent.body.reasons[0].code).toBe('empty');
  });
});
