import { newSealKey, openSeal } from '#store';
import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bounceAddress, countBounce, readBounce } from './bounce.ts';
import { sums } from './sums.ts';

const AT = Date.UTC(2027, 2, 1, 9);
const seal = openSeal(newSealKey());
const address = bounceAddress('bounces@farshore.example', { seal, kind: 'reminder', id: 'one' }) ?? 'none';

const dsn = (options: { action?: string; status?: string; to?: string; type?: string } = {}): string =>
  [
    `From: MAILER-DAEMON@mail.example`,
    `To: ${options.to ?? address}`,
    'Subject: Undelivered Mail Returned to Sender',
    `Content-Type: ${options.type ?? 'multipart/report; report-type=delivery-status;'}`,
    '\tboundary="b0/mail.example"',
    '',
    'This is a MIME-encapsulated message.',
    '--b0/mail.example',
    'Content-Type: text/plain',
    '',
    'Action: failed, says a person here, and Status: 5.9.9 too.',
    '--b0/mail.example',
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    '',
    'Final-Recipient: rfc822; mara@mail.example',
    `Action: ${options.action ?? 'failed'}`,
    `Status: ${options.status ?? '5.1.1'}`,
    'Diagnostic-Code: smtp; 550 5.1.1 <mara@mail.example>: no such',
    '    mailbox here',
    '',
    '--b0/mail.example--',
    '',
  ].join('\r\n');

describe('a message that came back', () => {
  it('tells which kind of letter failed, by an address that leads to nobody', () => {
    expect(address).toMatch(/^bounces\+reminder\.[0-9a-f]{16}\.[0-9a-f]{16}@farshore\.example$/);
    expect(address.split('@')[0]?.length).toBeLessThanOrEqual(64);
    expect(readBounce(seal, dsn())).toMatchObject({ kind: 'failed', letter: 'reminder', status: '5.1.1' });
    expect(readBounce(seal, dsn().replaceAll('\r\n', '\n'))).toMatchObject({ kind: 'failed' });
    expect(readBounce(seal, dsn({ to: 'postmaster@farshore.example' }), address.toUpperCase())).toMatchObject(
      {
        kind: 'failed',
        letter: 'reminder',
      },
    );
    expect(readBounce(seal, dsn({ action: 'delayed', status: '4.4.1' }))).toEqual({
      kind: 'delayed',
      letter: 'reminder',
    });
  });

  it('is no bounce where it is an answer, forged, or nothing', () => {
    const [, code = ''] = /\.([0-9a-f]{16})@/.exec(address) ?? [];
    const forged = address.replace(code, code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`);
    for (const message of [
      dsn({ to: forged }),
      dsn({ to: address.replace('reminder', 'receipt') }),
      dsn({ to: 'mara@farshore.example' }),
      dsn({ type: 'multipart/mixed;' }),
      dsn({ action: 'relayed' }),
      `To: ${address}\r\nSubject: Out of office\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n`,
      '',
      'x'.repeat(100_000),
    ])
      expect(readBounce(seal, message)).toEqual({ kind: 'other' });
    expect(readBounce(openSeal(newSealKey()), dsn())).toEqual({ kind: 'other' });
  });
});

eachDatabase((_name, open) => {
  it('counts once, and no address is kept', async () => {
    const store = await open({ now: () => AT });
    const bounce = readBounce(seal, dsn());
    if (bounce.kind !== 'failed') throw new Error('It is no bounce');
    const count = () => countBounce(store, { letter: bounce.letter, code: bounce.code, at: AT });
    expect([await count(), await count()]).toEqual([true, false]);
    expect(await sums(store, { at: AT, days: 1 })).toEqual([{ kind: 'reminder', what: 'bounced', count: 1 }]);
    const kept: string[] = [];
    for await (const part of store.dump()) kept.push(JSON.stringify(part));
    expect(kept.join('')).not.toMatch(/mail\.example/);
  });
});
