import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openStore } from '#store';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serving, temporary, until } from './command.ts';
import { longwave } from './here.ts';

/*
 * Letters as a newsroom has them: from the settings to what is left of a reader's address. One newsroom and one mail
 * server for all of it, in the order in which somebody sets it up.
 */

const CANARY = 'canary-mara@mail.example';
const SECRET = 'canary-of-the-password';

type Received = { from: string; to: string[]; raw: string };
const received: Received[] = [];
const data = temporary();
let settings: Record<string, string>;
let mail: SMTPServer;

beforeAll(async () => {
  mail = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    closeTimeout: 50,
    onAuth: ({ username, password }, _session, done) =>
      username === 'paper' && password === SECRET ? done(null, { user: 1 }) : done(new Error('No')),
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('gone')
        ? done(Object.assign(new Error(`5.1.1 <${address}> is not here`), { responseCode: 550 }))
        : done(),
    onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = mailFrom === false ? '' : mailFrom.address;
        received.push({
          from,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString(),
        });
        done();
      });
    },
  });
  const listening = mail.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  settings = {
    LONGWAVE_DATA: data.path,
    LONGWAVE_MAIL_SERVER: `smtp://127.0.0.1:${port}`,
    LONGWAVE_MAIL_USER: 'paper',
    LONGWAVE_MAIL_PASSWORD: SECRET,
    LONGWAVE_MAIL_FROM: 'Far Shore <mail@farshore.example>',
    LONGWAVE_MAIL_BOUNCES: 'bounces@farshore.example',
  };
  const made = await longwave(
    ['init', '--name', 'Far Shore', '--address', 'https://farshore.example', '--lang', 'en', 'ru', 'fa'],
    settings,
  );
  if (made.status !== 0) throw new Error(made.stderr);
}, 120_000);

afterAll(async () => {
  await new Promise<void>((resolve) => mail.close(() => resolve()));
  data.remove();
});

const mailRows = async (more: Record<string, string> = {}): Promise<{ verdict: string; found: string }[]> => {
  const { json } = await longwave(['doctor', '--json'], { ...settings, ...more });
  const { findings } = json as { findings: { check: string; verdict: string; found: string }[] };
  return findings.filter(({ check }) => check === 'mail');
};

it('the doctor says what is missing, and settings that cannot be used are refused', async () => {
  expect(await mailRows({ LONGWAVE_MAIL_SERVER: '' })).toMatchObject([
    { verdict: 'ok', found: expect.stringMatching(/^not set up/) },
  ]);
  expect((await mailRows()).map(({ found }) => found)).toEqual([
    'There is no key for addresses',
    expect.stringContaining('not signed'),
  ]);
  expect(await mailRows({ LONGWAVE_MAIL_FROM: 'nobody' })).toMatchObject([
    { verdict: 'bad', found: expect.stringContaining('LONGWAVE_MAIL_FROM') },
  ]);
  const none = await longwave(['post', 'test', 'me@mail.example', '--json'], { LONGWAVE_DATA: data.path });
  expect(none).toMatchObject({ status: 1, json: { error: { message: 'No mail server is named' } } });
});

it('a key for addresses is not made where what it protects lies, by no way round', async () => {
  const inside = join(data.path, 'address.key');
  const link = `${data.path}.link`;
  symlinkSync(data.path, link);
  for (const file of [inside, join(link, 'deep', 'address.key')]) {
    const refused = await longwave(['post', 'keys'], { ...settings, LONGWAVE_ADDRESS_KEY: file });
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('lies in the data folder');
    expect(existsSync(file)).toBe(false);
  }
  rmSync(link);
  writeFileSync(inside, '');
  expect(await mailRows({ LONGWAVE_ADDRESS_KEY: inside })).toMatchObject([{ verdict: 'bad' }]);
  rmSync(inside);
});

it('the keys are made once, for their owner alone, with the records for the DNS', async () => {
  const made = await longwave(['post', 'keys', '--json'], settings);
  const { addressKey, dkimKey, records } = made.json as {
    addressKey: string;
    dkimKey: string;
    records: { name: string; value: string }[];
  };
  expect(addressKey).toBe(join(`${data.path}.keys`, 'address.key'));
  for (const file of [addressKey, dkimKey]) expect(statSync(file).mode & 0o077).toBe(0);
  expect(records.map(({ name }) => name)).toEqual([
    'farshore.example',
    'longwave._domainkey.farshore.example',
    '_dmarc.farshore.example',
  ]);
  const before = readFileSync(addressKey, 'utf8');
  expect((await longwave(['post', 'keys', '--json'], settings)).json).toMatchObject({
    made: { address: false, dkim: false },
  });
  expect(readFileSync(addressKey, 'utf8')).toBe(before);
  await longwave(['post', 'keys', '--another'], settings);
  expect(readFileSync(addressKey, 'utf8')).toMatch(new RegExp(`^[A-Za-z0-9_-]{43}\n${before}$`));
  expect(await mailRows()).toMatchObject([{ verdict: 'ok' }]);
});

it('a test letter says what the server answered', async () => {
  const sent = await longwave(['post', 'test', 'me@mail.example', '--lang', 'fa', '--json'], settings);
  expect(sent).toMatchObject({ status: 0, json: { outcome: 'sent', signed: true } });
  expect(received.at(-1)?.raw).toMatch(/DKIM-Signature: .*d=farshore\.example;/);
  const gone = await longwave(['post', 'test', 'gone@mail.example'], settings);
  expect(gone.status).toBe(1);
  expect(gone.stdout).toContain('The mail server answered 550 5.1.1 at RCPT TO');
  const wrong = await longwave(['post', 'test', 'me@mail.example'], {
    ...settings,
    LONGWAVE_MAIL_PASSWORD: 'x',
  });
  expect(wrong.stdout).toContain('answered 535');
  expect(`${wrong.stdout}${wrong.stderr}`).not.toContain(SECRET);
});

it('S5, S10: a reminder from the form to the mailbox, and nothing of the address is left', async () => {
  received.length = 0;
  const server = await serving(settings);
  const out: string[] = [];
  try {
    const { address } = server;
    const form = await (await fetch(`${address}-/remind?lang=fa`)).text();
    expect(form).toContain('<a href="/fa/">Far Shore</a>');
    const token = /name="form" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const month = /<option value="(\d{4}-\d\d)"/.exec(form)?.[1] ?? '';
    const send = (fields: Record<string, string>) =>
      fetch(`${address}-/remind?lang=fa`, {
        method: 'POST',
        body: new URLSearchParams({ form: token, month, address: CANARY, ...fields }),
      });
    expect((await send({ country: 'IR' })).status).toBe(403);
    const kept = await send({ country: 'DE' });
    expect([kept.status, (await kept.text()).includes('/-/remind/undo/')]).toEqual([200, true]);
    const backup = join(`${data.path}.keys`, 'backup.tar.gz');
    expect((await longwave(['backup', backup], settings)).status).toBe(0);
    const store = await openStore({ url: `sqlite:${join(data.path, 'longwave.db')}`, now: Date.now });
    expect(await store.db.selectFrom('reminder').select('lang').execute()).toEqual([{ lang: 'fa' }]);
    // Its month has come.
    await store.db.updateTable('reminder').set({ due_at: 0 }).execute();
    await until('the letter is there', () => Promise.resolve(received.length > 0));
    await until('nothing is left to send', async () => (await store.outbox.next(['mail'])) === null);
    expect(await store.db.selectFrom('reminder').selectAll().execute()).toEqual([]);
    await store.close();
    out.push(readFileSync(backup, 'latin1'));
  } finally {
    await server.stop();
  }
  const [letter] = received;
  expect(letter?.to).toEqual([CANARY]);
  expect(letter?.from).toMatch(/^bounces\+reminder\.[0-9a-f]{16}\.[0-9a-f]{16}@farshore\.example$/);
  expect(letter?.raw).toContain('DKIM-Signature');
  expect(letter?.raw.replaceAll('=\r\n', '')).toContain('https://farshore.example/fa/support/');
  out.push(server.stderr(), ...filesUnder(data.path).map((file) => readFileSync(file, 'latin1')));
  expect(out.length).toBeGreaterThan(5);
  for (const text of out) expect(text.includes('canary')).toBe(false);

  const bounce = [
    `To: ${letter?.from}`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    '',
    '--x',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    '',
    `Final-Recipient: rfc822; ${CANARY}`,
    'Action: failed',
    'Status: 5.1.1',
    '',
    '--x--',
  ].join('\n');
  const counted = async (): Promise<unknown> =>
    ((await longwave(['post', 'bounce', '--json'], settings, bounce)).json as { counted: unknown }).counted;
  expect([await counted(), await counted()]).toEqual([true, false]);
  const other = await longwave(['post', 'bounce', '--json'], settings, 'Subject: hello\n\nhello');
  expect(other).toMatchObject({ status: 0, json: { kind: 'other', counted: false } });
  const { json } = await longwave(['post', 'status', '--json'], settings);
  expect(json).toMatchObject({
    letters: { count: 0 },
    reminders: { count: 0 },
    sums: [
      { kind: 'reminder', what: 'bounced', count: 1 },
      { kind: 'reminder', what: 'sent', count: 1 },
    ],
  });
}, 60_000);

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
