import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Call } from '../call.ts';
import { openStoreOf } from '../open.ts';
import { EXIT, Refusal, UsageError } from '../out.ts';
import { newsroomExists } from '../place.ts';
import { minute } from '../story/see.ts';
import { addressSeal, dkimOf, makeAddressKey, makeDkimKey } from './keys.ts';
import { type Mail, openMail } from './open.ts';

const DAYS = 30;
/** Bytes of a message that are looked at; a report stands well before. */
const BOUNCE_LIMIT = 1 << 20;

/** `longwave post status` */
export async function status(call: Call): Promise<void> {
  const { settings, out, now } = call;
  const [{ MAIL, mailAddress, sums }, { openReminders, openSafety }] = await Promise.all([
    import('#post'),
    import('#support'),
  ]);
  const [mail, seal] = [await openMail(settings), await addressSeal(settings)];
  newsroomExists(settings);
  const store = await openStoreOf(settings, now, { reads: true });
  try {
    const safety = openSafety({ store, now });
    const reminders = await openReminders({ store, safety, seal, addressOf: mailAddress, now }).waiting();
    const letters = await store.outbox.waiting(MAIL);
    const counted = await sums(store, { at: now(), days: DAYS });
    const setUp = {
      server: mail?.server ?? null,
      from: mail?.mailer.from.address ?? null,
      signed: mail?.signed ?? false,
      addresses: seal !== null,
      bounces: mail?.bounces ?? null,
    };
    out.result({ ...setUp, letters, reminders, days: DAYS, sums: counted }, () => {
      out.line(mail === null ? 'No mail server is named: no letters leave (docs/POST.md)' : wayOf(mail));
      if (seal === null) out.line('There is no key for addresses; make one with "longwave post keys"');
      const next = reminders.next === null ? '' : `, the next due ${minute(reminders.next)}`;
      out.line(`${letters.count} letters wait; ${reminders.count} reminders wait${next}`);
      if (letters.error !== null) out.line(`Last fault: ${letters.error.replace(/^Error: /, '')}`);
      if (counted.length === 0) out.line(`No letter left in the last ${DAYS} days`);
      else
        out.table(
          counted.map(({ kind, what, count }) => [kind, what, String(count)]),
          ['letters', `in ${DAYS} days`, 'how many'],
        );
    });
  } finally {
    await store.close();
  }
}

const wayOf = ({ server, mailer, signed, bounces }: Mail): string =>
  `By ${server} as ${mailer.from.address}, ${signed ? 'signed' : 'not signed'}; what comes back goes to ${bounces ?? 'the sender'}`;

/** `longwave post test ADDRESS` */
export async function test(call: Call, text: string, { lang }: { lang: string }): Promise<number> {
  const { out, now } = call;
  const { mailAddress, renderLetter, testLetter } = await import('#post');
  const to = mailAddress(text);
  if (to === null) throw new UsageError('That is no address; give one such as "me@example.org"');
  const mail = await needMail(call);
  const letter = testLetter({ to, lang });
  const outcome = await mail.mailer.send({
    ...renderLetter(letter),
    to,
    returnTo: mail.bounces ?? mail.mailer.from.address,
    id: randomUUID(),
    at: now(),
  });
  out.result(
    { outcome: outcome.kind, why: outcome.kind === 'sent' ? null : outcome.why, signed: mail.signed },
    () => {
      if (outcome.kind === 'sent') {
        out.line(`${out.good('✓')} ${mail.server} took the letter${mail.signed ? ', which is signed' : ''}`);
        if (!mail.signed) out.line('It is not signed; "longwave post keys" makes the key');
      } else out.line(`${out.bad('✗')} ${outcome.why}`);
    },
  );
  return outcome.kind === 'sent' ? EXIT.done : EXIT.refused;
}

/** `longwave post keys` */
export async function keys(call: Call, { another = false }: { another?: boolean }): Promise<void> {
  const { settings, out } = call;
  const made = {
    address: await makeAddressKey(settings, another),
    dkim: await makeDkimKey(settings),
  };
  const { dnsRecords, domainOf, senderOf } = await import('#post');
  const from = senderOf(settings.mailFrom);
  const records =
    from === null
      ? []
      : dnsRecords({
          domain: domainOf(from.address),
          server: URL.parse(settings.mailServer)?.hostname ?? domainOf(from.address),
          dkim: dkimOf(settings),
          reports: from.address,
        });
  out.result({ made, addressKey: settings.addressKey, dkimKey: settings.dkimKey, records }, () => {
    const told = (what: string, file: string, fresh: boolean): void =>
      out.line(`${out.good('✓')} ${what} ${fresh ? 'made' : 'is there'}: ${file}`);
    told('Key for addresses', settings.addressKey, made.address);
    told('Key that signs letters', settings.dkimKey, made.dkim);
    out.line();
    if (records.length === 0) out.line('Set LONGWAVE_MAIL_FROM to see what has to stand in the DNS');
    else out.line('In the DNS has to stand (docs/POST.md says what each is for):');
    for (const { name, type, value } of records) out.line(`\n${out.bold(name)}  ${type}\n${value}`);
  });
}

/** `longwave post bounce` */
export async function bounce(call: Call, { to }: { to?: string }): Promise<void> {
  const { settings, out, stdin, now } = call;
  const { countBounce, readBounce } = await import('#post');
  const seal = await addressSeal(settings);
  if (seal === null)
    throw new Refusal('There is no key to know our own letters by', ['Make one with "longwave post keys"']);
  const found = readBounce(seal, await readAtMost(stdin, BOUNCE_LIMIT), to);
  const tell = (counted: boolean, words: string): void =>
    out.result(
      {
        kind: found.kind,
        counted,
        ...(found.kind === 'failed' ? { letter: found.letter, status: found.status } : {}),
      },
      () => out.line(words),
    );
  if (found.kind !== 'failed') {
    tell(
      false,
      found.kind === 'delayed' ? 'A server still tries; nothing was counted' : 'It is no bounce of ours',
    );
    return;
  }
  newsroomExists(settings);
  const store = await openStoreOf(settings, now);
  try {
    const counted = await countBounce(store, { letter: found.letter, code: found.code, at: now() });
    tell(counted, counted ? `A letter did not arrive (${found.status})` : 'It was counted before');
  } finally {
    await store.close();
  }
}

async function needMail({ settings }: Call): Promise<Mail> {
  const mail = await openMail(settings);
  if (mail === null)
    throw new Refusal('No mail server is named', [
      'Set LONGWAVE_MAIL_SERVER and LONGWAVE_MAIL_FROM (docs/POST.md)',
    ]);
  return mail;
}

async function readAtMost(stdin: Readable, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stdin) {
    const bytes = Buffer.from(part as Uint8Array | string);
    if (size < most) parts.push(bytes);
    size += bytes.length;
  }
  return Buffer.concat(parts).subarray(0, most).toString('latin1');
}
