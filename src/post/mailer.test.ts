import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { dnsRecords, newDkimKey } from './dns.ts';
import { reminderLetter, testLetter } from './letters.ts';
import type { Letter } from './letter.ts';
import type { Message } from './mailer.ts';
import { renderLetter } from './render.ts';
import {
  checkDkim,
  fieldOf,
  headerOf,
  mailerTo,
  type MailServer,
  openLiar,
  openServer,
  partsOf,
} from './testing.ts';
import { letterLanguages } from './words.ts';

const TO = 'mara@mail.example';
const UNDO = 'https://farshore.example/-/letters/undo/x';
const AT = Date.UTC(2027, 2, 1, 9);

const servers: MailServer[] = [];
const opened = async (server: Promise<MailServer>): Promise<MailServer> => {
  servers.push(await server);
  return server;
};
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const messageOf = (letter: Letter): Message => ({
  ...renderLetter(letter),
  to: letter.to,
  returnTo: 'bounces@farshore.example',
  id: '8e0f7c1e-1111-4222-8333-444455556666',
  at: AT,
});

const reminder = (lang: string): Letter =>
  reminderLetter({ to: TO, lang, address: 'https://farshore.example/support/' });

describe('a letter', () => {
  it('is signed so that whoever reads the record can check it, with all that a mailbox goes by', async () => {
    const { server, received } = await opened(openServer());
    const key = newDkimKey();
    const mailer = mailerTo(server, { dkim: { key, selector: 'lw1' } });
    expect(await mailer.send(messageOf(testLetter({ to: TO, lang: 'fa', undo: UNDO })))).toEqual({
      kind: 'sent',
    });
    const [{ raw, from, to } = { raw: '', from: '', to: [] as string[] }] = received;
    expect([from, to]).toEqual(['bounces@farshore.example', [TO]]);
    const records = dnsRecords({
      domain: 'farshore.example',
      server: 'mail.farshore.example',
      dkim: { key, selector: 'lw1' },
      reports: 'mail@farshore.example',
    });
    const record = records.find(({ name }) => name === 'lw1._domainkey.farshore.example')?.value ?? '';
    const signed = checkDkim(raw, record);
    for (const name of [
      'from',
      'to',
      'subject',
      'date',
      'message-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
    ])
      expect(signed).toContain(name);
    expect(fieldOf(raw, 'dkim-signature')).toMatch(/d=farshore\.example;.*s=lw1;/);
    expect(() => checkDkim(raw.replace(/Subject: ./, 'Subject: Z'), record)).toThrow('signature');
    expect(() => checkDkim(raw.replace(/\r\n\r\n([^]*)=D9/, '\r\n\r\n$1=D8'), record)).toThrow('body');
    const [other] = dnsRecords({
      domain: 'farshore.example',
      server: 'x',
      dkim: { key: newDkimKey(), selector: 'lw1' },
      reports: 'x',
    }).filter(({ name }) => name.startsWith('lw1'));
    expect(() => checkDkim(raw, other?.value ?? '')).toThrow('signature');
  });

  it('has one-click undo only where something can be undone', async () => {
    const { server, received } = await opened(openServer());
    const mailer = mailerTo(server);
    await mailer.send(messageOf(testLetter({ to: TO, lang: 'en', undo: UNDO })));
    await mailer.send(messageOf(reminder('en')));
    const [undone = { raw: '' }, plain = { raw: '' }] = received;
    expect(fieldOf(undone.raw, 'list-unsubscribe')).toBe(`<${UNDO}>`);
    expect(fieldOf(undone.raw, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(partsOf(undone.raw)['text/plain']).toContain(UNDO);
    expect(headerOf(plain.raw).map(({ name }) => name)).not.toContain('list-unsubscribe');
  });

  it('tells nothing of this machine, follows nobody and fetches nothing', async () => {
    const { server, received } = await opened(openServer());
    await mailerTo(server).send(messageOf(reminder('ru')));
    const [{ raw } = { raw: '' }] = received;
    expect(
      headerOf(raw)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'auto-submitted',
      'content-language',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
    ]);
    expect(fieldOf(raw, 'message-id')).toBe('<8e0f7c1e-1111-4222-8333-444455556666@farshore.example>');
    expect(fieldOf(raw, 'date')).toBe('Mon, 01 Mar 2027 09:00:00 +0000');
    expect(raw).not.toMatch(/nodemailer|longwave|boundary="[^"]*(node|mailer)/i);
    const { 'text/html': shown = '', 'text/plain': plain = '' } = partsOf(raw);
    expect(shown).not.toMatch(/<(img|link|script|iframe|object|video|audio)|src=|url\(|@import/i);
    expect([...shown.matchAll(/https?:[^"<\s]+/g)].map(([link]) => link)).toEqual([
      'https://farshore.example/support/',
    ]);
    expect([...plain.matchAll(/https?:\S+/g)].map(([link]) => link)).toEqual([
      'https://farshore.example/support/',
    ]);
  });

  it.each(letterLanguages)(
    'is in %s, in its direction, and names neither paper nor purpose',
    async (lang) => {
      const { server, received } = await opened(openServer());
      await mailerTo(server).send(messageOf(reminder(lang)));
      const [{ raw } = { raw: '' }] = received;
      const { 'text/html': shown = '', 'text/plain': plain = '' } = partsOf(raw);
      const dir = ['fa', 'ar'].includes(lang) ? 'rtl' : 'ltr';
      expect(shown).toContain(`<html lang="${lang}" dir="${dir}">`);
      expect(shown).toContain(`direction:${dir};text-align:${dir === 'rtl' ? 'right' : 'left'}`);
      expect(fieldOf(raw, 'content-language')).toBe(lang);
      const own = reminder(lang);
      for (const words of own.paragraphs) {
        expect(plain).toContain(words);
        expect(shown).toContain(words);
      }
      // Each language says it in its own words, and none of them what it is about.
      const others = letterLanguages
        .filter((other) => other !== lang)
        .map((other) => reminder(other).paragraphs[0]);
      expect(others).not.toContain(own.paragraphs[0]);
      expect(`${own.subject} ${own.paragraphs.join(' ')}`).not.toMatch(/far shore|support|donat|money|\$/i);
    },
  );

  it.each([
    ['a mailbox that is not there', { onRcptTo: 550, says: '5.1.1' }, 'refused', '550 5.1.1 at RCPT TO'],
    ['a mailbox that is full', { onRcptTo: 452, says: '4.2.2' }, 'later', '452 4.2.2 at RCPT TO'],
    ['a sender that is not let', { onMailFrom: 553, says: '5.7.1' }, 'later', '553 5.7.1 at MAIL FROM'],
    ['words that are not wanted', { onData: 554, says: '5.6.0' }, 'refused', '554 5.6.0 at DATA'],
    ['greylisting', { onData: 451, says: '4.7.1' }, 'later', '451 4.7.1 at DATA'],
    ['no relaying without a password', { onRcptTo: 530, says: '5.7.0' }, 'later', '530 5.7.0 at RCPT TO'],
  ] as const)('meets %s', async (_what, answer, kind, why) => {
    const refuse = Object.assign(new Error(`${answer.says} <${TO}> says no`), {
      responseCode: Object.values(answer)[0],
    });
    const { server } = await opened(
      openServer({
        ...('onRcptTo' in answer ? { onRcptTo: (_to, _session, done) => done(refuse) } : {}),
        ...('onMailFrom' in answer ? { onMailFrom: (_from, _session, done) => done(refuse) } : {}),
        ...('onData' in answer
          ? { onData: (stream, _session, done) => void stream.on('end', () => done(refuse)).resume() }
          : {}),
      }),
    );
    const outcome = await mailerTo(server).send(messageOf(reminder('en')));
    expect(outcome).toMatchObject({ kind, why: `The mail server answered ${why}` });
    // Servers write the address into their answers.
    expect(JSON.stringify(outcome)).not.toContain('mara');
  });
});

const PATIENCE = { connect: 300, silence: 300, whole: 600 };

describe('a server that fails is asked again later', () => {
  it('where nothing listens', async () => {
    const gone = await openLiar(() => undefined);
    await gone.close();
    expect(await mailerTo(gone.server).send(messageOf(reminder('en')))).toMatchObject({ kind: 'later' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['it says nothing', () => undefined],
    ['it hangs up', (socket) => void socket.destroy()],
    ['it speaks another language', (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['it never ends a line', (socket) => void socket.write(`220 ${'x'.repeat(200_000)}`)],
    [
      'it drips a greeting',
      (socket) => {
        const drip = setInterval(() => socket.write('220-and then\r\n'), 20);
        socket.on('close', () => clearInterval(drip));
      },
    ],
    [
      'it dies in the middle of the message',
      (socket) => {
        socket.write('220 here\r\n');
        socket.on('data', (bytes: Buffer) => {
          const said = bytes.toString();
          if (said.startsWith('EHLO')) socket.write('250 here\r\n');
          else if (/^(MAIL|RCPT)/.test(said)) socket.write('250 well\r\n');
          else if (said.startsWith('DATA')) socket.write('354 go on\r\n');
          else socket.destroy();
        });
      },
    ],
    [
      'it drips its last answer without an end',
      (socket) => {
        socket.write('220 here\r\n');
        socket.on('data', (bytes: Buffer) => {
          const said = bytes.toString();
          if (/^(EHLO|MAIL|RCPT)/.test(said)) return void socket.write('250 well\r\n');
          if (said.startsWith('DATA')) return void socket.write('354 go on\r\n');
          const drip = setInterval(() => socket.write('250-and\r\n'), 20);
          socket.on('close', () => clearInterval(drip));
        });
      },
    ],
    [
      'it takes the message and never says so',
      (socket) => {
        socket.write('220 here\r\n');
        socket.on('data', (bytes: Buffer) => {
          const said = bytes.toString();
          if (/^(EHLO|MAIL|RCPT)/.test(said)) socket.write('250 well\r\n');
          else if (said.startsWith('DATA')) socket.write('354 go on\r\n');
        });
      },
    ],
  ])('where %s', async (_what, answer) => {
    const { server } = await opened(openLiar(answer));
    const outcome = await mailerTo(server, { patience: PATIENCE }).send(messageOf(reminder('en')));
    expect(outcome.kind).toBe('later');
    expect(JSON.stringify(outcome)).not.toContain('mara');
  });

  it('where it is not on this machine and offers no encryption: nothing is said in clear', async () => {
    const { server, received } = await opened(openServer());
    // This machine by a name of which that cannot be told.
    const far = server.replace('127.0.0.1', '[::ffff:127.0.0.1]');
    expect(await mailerTo(far, { patience: PATIENCE }).send(messageOf(reminder('en')))).toEqual({
      kind: 'later',
      why: 'The mail server answered 500 at STARTTLS',
    });
    expect(received).toEqual([]);
  });
});

it.each([
  ['mail.farshore.example', 'a:mail.farshore.example'],
  ['127.0.0.1', 'a'],
  ['192.0.2.9', 'ip4:192.0.2.9'],
  ['[2001:db8::9]', 'ip6:2001:db8::9'],
])('the DNS is told that %s may send', (server, mechanism) => {
  const [spf] = dnsRecords({ domain: 'farshore.example', server, dkim: null, reports: 'x@farshore.example' });
  expect(spf?.value).toBe(`v=spf1 ${mechanism} mx ~all`);
});

it('refuses settings that would not work', () => {
  for (const server of [
    'mail.example',
    'http://mail.example',
    'smtp://user:secret@mail.example',
    'smtp://mail.example/x',
  ])
    expect(() => mailerTo(server)).toThrow(expect.objectContaining({ code: 'bad_mail_setting' }));
  expect(() => mailerTo('smtp://mail.example', { dkim: { key: 'no key', selector: 'x' } })).toThrow(
    /DKIM key/,
  );
});
