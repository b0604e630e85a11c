import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { openStore } from '#store';
import { SMTPServer } from 'smtp-server';
import Stripe from 'stripe';
import { canaryOf } from './canaries.ts';
import { serving, type Serving, until } from './command.ts';
import { longwave } from './here.ts';

/*
 * A newsroom that takes contributions by every way, through everything that goes wrong, from supporters who bear
 * canaries in all that they send and all that banks, card company and mail servers say of them. What is on its disk
 * afterwards, and what it printed, is what somebody who takes it away would have.
 */

const root = resolve(import.meta.dirname, '..');
const SECRET = 'whsec_canaries';
const OWN = 'DE89370400440532013000';
const LANES = 4;

export type Lived = {
  /** Contributions that were begun, refused ones among them. */
  begun: number;
  paid: number;
  /** Everything that servers and commands printed. */
  printed: string;
  /** Letters that were handed over, so that it is known that they were written at all. */
  letters: number;
};

type Supporter = ReturnType<typeof canaryOf>;

/** A Stripe in a process of its own that knows whose each card is. */
async function openRail() {
  const child = fork(join(root, 'src/support/rails/card/testing/fake.child.ts'));
  const waiting = new Map<number, (said: unknown) => void>();
  child.on('message', ({ number = 0, ...said }: { number?: number }) => waiting.get(number)?.(said));
  const send = <T>(number: number, what: object): Promise<T> =>
    new Promise((done) => {
      waiting.set(number, (said) => done(said as T));
      child.send({ ...what, number });
    });
  let asked = 0;
  const { port, key } = await send<{ port: number; key: string }>(0, { count: 0, rate: 1e9 });
  return {
    port,
    key,
    ask: <T>(question: object): Promise<T> => send<T>((asked += 1), question),
    close: () => child.disconnect(),
  };
}

/** A mail server that takes most, has no time for some, and knows nobody of others. */
async function openMail() {
  let letters = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    closeTimeout: 50,
    onRcptTo({ address }, _session, done) {
      const number = Number(/\.(\d+)@/.exec(address)?.[1] ?? 0);
      if (number % 7 === 1)
        return done(Object.assign(new Error(`5.1.1 <${address}> is unknown`), { responseCode: 550 }));
      if (number % 7 === 2)
        return done(Object.assign(new Error(`4.2.0 <${address}> try later`), { responseCode: 451 }));
      return done();
    },
    onData(stream, _session, done) {
      stream.resume();
      stream.on('end', () => {
        letters += 1;
        done();
      });
    },
  });
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    letters: () => letters,
    close: () => new Promise<void>((done) => server.close(() => done())),
  };
}

/** What one supporter sends, with all that a browser and a meddling form could add. */
function sender(own: Serving, supporter: Supporter) {
  const { network, program, name, email, line1, card, iban } = supporter;
  return async (path: string, fields: Record<string, string>): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${own.address}-/${path}?note=${encodeURIComponent(name)}`, {
      method: 'POST',
      body: new URLSearchParams({
        ...fields,
        name,
        street: line1,
        number: card,
        account: iban,
        mailbox: email,
      }),
      headers: {
        'x-forwarded-for': network,
        'user-agent': program,
        referer: `https://mail.example/?from=${email}`,
        cookie: `who=${encodeURIComponent(name)}`,
      },
    });
    return { status: answer.status, text: await answer.text() };
  };
}

const codeIn = (text: string): string => /name="code" value="([^"]+)"/.exec(text)?.[1] ?? '';
const tokenOf = (): string => randomBytes(32).toString('base64url');

async function inLanes(count: number, from: number, work: (number: number) => Promise<void>): Promise<void> {
  let at = from;
  const lane = async (): Promise<void> => {
    while (at < from + count) await work((at += 1) - 1);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/**
 * @param place a folder, which may be a disk of its own
 * @param count of supporters: a third each by play money, card and transfer
 */
export async function live(place: string, count: number): Promise<Lived> {
  const [folder, tmp, outside] = ['data', 'tmp', 'backups'].map((name) => join(place, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [tmp, outside]) mkdirSync(path);
  const third = Math.ceil(count / 3);
  const [rail, mail] = await Promise.all([openRail(), openMail()]);
  const printed: string[] = [];
  const lived = { begun: 0, paid: 0 };
  const settings: Record<string, string> = {
    LONGWAVE_DATA: folder,
    LONGWAVE_TRUSTED_PROXY: '127.0.0.1',
    LONGWAVE_MAIL_SERVER: `smtp://127.0.0.1:${mail.port}`,
    LONGWAVE_MAIL_FROM: 'Far Shore <mail@farshore.example>',
    LONGWAVE_MAIL_PER_MINUTE: '10000',
    TMPDIR: tmp,
  };
  const withCards = {
    ...settings,
    LONGWAVE_STRIPE_KEY: rail.key,
    LONGWAVE_STRIPE_PUBLISHABLE_KEY: 'pk_test_shore',
    LONGWAVE_STRIPE_WEBHOOK_SECRET: SECRET,
    FAKE_STRIPE_PORT: String(rail.port),
    NODE_OPTIONS: `--import=file://${join(root, 'src/support/rails/card/testing/near.ts')}`,
  };
  const run = async (...args: string[]): Promise<number> => {
    const { status, stdout, stderr } = await longwave(args, settings);
    printed.push(stdout, stderr);
    return status;
  };
  const must = async (...args: string[]): Promise<void> => {
    if ((await run(...args)) !== 0) throw new Error(`longwave ${args.join(' ')}: ${printed.at(-1) ?? ''}`);
  };
  const start = async (how: Record<string, string>): Promise<Serving> => {
    const own = await serving(how);
    own.child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
    return own;
  };
  const end = async (own: Serving, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (signal === 'SIGKILL') {
      own.child.kill(signal);
      await once(own.child, 'exit');
    } else await own.stop();
    printed.push(own.stderr());
  };
  const give = async (
    own: Serving,
    number: number,
    { wish, pay }: { wish: Record<string, string>; pay: Record<string, string> },
  ): Promise<{ code: string; text: string; send: ReturnType<typeof sender>; supporter: Supporter }> => {
    const supporter = canaryOf(number);
    const send = sender(own, supporter);
    const usual = {
      lang: 'en',
      rhythm: 'monthly',
      currency: 'EUR',
      amount: '500',
      purpose: 'self',
      visibility: 'public',
    };
    const { status: answered, text: page } = await send('support', { ...usual, ...wish });
    if (answered !== 200)
      throw new Error(`Supporter ${number} was answered ${answered}: ${page.slice(-400)}`);
    const code = codeIn(page);
    lived.begun += 1;
    const { status, text } = await send('support/pay', { code, lang: 'en', ...pay });
    if (status === 200) lived.paid += 1;
    return { code, text, send, supporter };
  };

  await must('init', '--name', 'Far Shore', '--address', 'https://farshore.example', '--lang', 'en');
  await must('post', 'keys');
  let own = await start(settings);
  await inLanes(third, 0, async (number) => {
    const card = ['pays', 'no-funds', 'asks', 'pays'][number % 4] ?? 'pays';
    const country = number % 5 === 0 ? 'RU' : 'GE';
    const { code, send, supporter } = await give(own, number, {
      wish: { rail: 'till' },
      pay: { card, country },
    });
    // Somebody takes her own name for the code.
    await send('support/mine', { code: supporter.name, lang: 'en' });
    if (number % 6 === 0) await send('support/mine/forget', { code, lang: 'en' });
    if (number % 6 === 1) await send('support/mine/stop', { code, lang: 'en' });
  });
  await end(own, 'SIGKILL');

  await must('support', 'bank', 'account', OWN, '--holder', 'Far Shore e.V.');
  own = await start(withCards);
  await rail.ask({ ask: 'faults', broken: 19, cut: 23 });
  const half = Math.ceil(third / 2);
  const byCard = async (number: number): Promise<void> => {
    const { name, email, line1 } = canaryOf(number);
    const behaviour = ['pays', 'insufficient_funds', 'asks', 'pays', 'pays'][number % 5];
    const country = number % 6 === 0 ? 'RU' : 'DE';
    const card = { behaviour, country, heldBy: { name, email, line1 } };
    const { token } = await rail.ask<{ token: string }>({ ask: 'enter', card });
    const rhythm = number % 2 === 0 ? 'monthly' : 'once';
    const { code, send } = await give(own, number, {
      wish: { rail: 'card', rhythm },
      pay: { method: token },
    });
    for (const kind of ['receipt', 'tell'])
      await send(`support/mine/${kind}`, {
        code,
        lang: 'en',
        form: tokenOf(),
        address: email,
        country: 'DE',
      });
    if (number % 7 === 0) await send('support/mine/stop', { code, lang: 'en' });
    if (number % 7 === 3) await send('support/mine/forget', { code, lang: 'en' });
    const month = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 7);
    await send('remind', { form: tokenOf(), address: email, month, country: number % 3 === 0 ? 'IR' : 'DE' });
    await send('remind', { form: tokenOf(), address: `${name} is no address`, month, country: 'DE' });
  };
  await inLanes(half, third, byCard);
  await hint(own, await rail.ask<{ bodies: string[] }>({ ask: 'events', most: 40 }));
  await end(own, 'SIGKILL');
  own = await start(withCards);
  await inLanes(third - half, third + half, byCard);

  const gifts: { reference: string; supporter: Supporter }[] = [];
  await inLanes(third, 2 * third, async (number) => {
    const country = number % 5 === 0 ? 'RU' : 'DE';
    const wish = { rail: 'transfer', rhythm: number % 2 === 0 ? 'monthly' : 'once' };
    const { text, supporter } = await give(own, number, { wish, pay: { country } });
    const reference = /RF\d\d(?: \w{4})+(?: \w{1,4})?/.exec(text)?.[0];
    // Some forget what to write, and write of themselves.
    gifts.push({ reference: number % 4 === 0 ? '' : (reference ?? ''), supporter });
  });
  const statements = resolve(place, '..', 'statements');
  mkdirSync(statements);
  writeFileSync(join(statements, '1.xml'), statementOf(gifts, 0));
  writeFileSync(
    join(statements, '2.xml'),
    statementOf(gifts, 1).replace('</Stmt>', `${gifts[0]?.supporter.name}<`),
  );
  writeFileSync(join(statements, '3.xml'), statementOf(gifts, 777));
  await must('support', 'bank', 'import', join(statements, '1.xml'));
  for (const wrong of ['2.xml', '3.xml'])
    if ((await run('support', 'bank', 'import', join(statements, wrong))) === 0)
      throw new Error(`${wrong} was taken`);
  await run('support', 'bank', 'queue');

  await must('backup', join(outside, 'first.tar.gz'));
  const store = await openStore({ url: `sqlite:${join(folder, 'longwave.db')}`, now: Date.now });
  // Their month has come.
  await store.db.updateTable('reminder').set({ due_at: 0 }).execute();
  // And who was killed while letters left holds them up no longer.
  await store.db.updateTable('lease').set({ expires_at: 0 }).where('name', '=', 'post').execute();
  await until(
    'the reminders are letters',
    async () => (await store.db.selectFrom('reminder').select('lang').execute()).length === 0,
    60_000,
  );
  await until(
    'each letter was tried',
    async () =>
      (await store.db.selectFrom('outbox').select('id').where('attempts', '=', 0).execute()).length === 0,
    120_000,
  );
  await store.close();
  for (const args of [['post', 'status'], ['doctor'], ['support', 'ledger', 'verify']]) await run(...args);
  await must(
    'support',
    'ledger',
    'export',
    '--csv',
    join(outside, 'books.csv'),
    '--journal',
    join(outside, 'books.journal'),
  );
  await must('backup', join(outside, 'second.tar.gz'));
  await end(own, 'SIGTERM');
  rail.close();
  await mail.close();
  return { ...lived, printed: printed.join('\n'), letters: mail.letters() };
}

/** Webhooks as they come, with everything that Stripe says of whoever gave; and some that nobody signed. */
async function hint(own: Serving, { bodies }: { bodies: string[] }): Promise<void> {
  for (const [at, payload] of bodies.entries()) {
    const signature = Stripe.webhooks.generateTestHeaderString({
      payload,
      secret: at % 5 === 4 ? 'whsec_wrong' : SECRET,
    });
    const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
    await fetch(`${own.address}-/support/hook`, { method: 'POST', body: payload, headers });
  }
}

/** A month's statement; `off` cents are missing in what it says at its end. */
function statementOf(gifts: readonly { reference: string; supporter: Supporter }[], off: number): string {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const balance = (code: string, amount: number): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${(amount / 100).toFixed(2)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  const entries = gifts.map(
    ({ reference, supporter: { name, iban, line1, email } }, at) =>
      `<Ntry><Amt Ccy="EUR">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>B${at} ${name}</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>${iban}</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>${name}</Nm><PstlAdr><StrtNm>${line1}</StrtNm></PstlAdr></Pty></Dbtr><DbtrAcct><Id><IBAN>${iban}</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>${reference} ${name} ${email}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>${day}T06:00:00Z</CreDtTm></GrpHdr><Stmt><Id>S1</Id><CreDtTm>${day}T06:00:00Z</CreDtTm><Acct><Id><IBAN>${OWN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', 0)}${balance('CLBD', gifts.length * 500 - off)}
${entries.join('\n')}</Stmt></BkToCstmrStmt></Document>`;
}
