import { createHash, createPublicKey, verify } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { openMailer, type Mailer, type MailerOptions } from './mailer.ts';

export type Received = { from: string; to: string[]; raw: string };

export type MailServer = {
  server: string;
  received: Received[];
  close(): Promise<void>;
};

/** A real mail server on loopback, which keeps what it takes. */
export async function openServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const received: Received[] = [];
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 50,
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const to = rcptTo.map(({ address }) => address);
        received.push({ from, to, raw: Buffer.concat(parts).toString('latin1') });
        done();
      });
    },
    ...options,
  });
  // A connection that breaks off is what some tests make.
  smtp.on('error', () => undefined);
  const listening = smtp.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    server: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => smtp.close(() => resolve())),
  };
}

/** Anything that listens and says what the test wants. */
export async function openLiar(answer: (socket: Socket) => void): Promise<MailServer> {
  const open = new Set<Socket>();
  const liar = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  liar.listen(0, '127.0.0.1');
  await once(liar, 'listening');
  const { port } = liar.address() as AddressInfo;
  return {
    server: `smtp://127.0.0.1:${port}`,
    received: [],
    async close() {
      for (const socket of open) socket.destroy();
      liar.close();
      await once(liar, 'close');
    },
  };
}

export const mailerTo = (server: string, more: Partial<MailerOptions> = {}): Mailer =>
  openMailer({
    server,
    user: '',
    password: '',
    from: { name: 'The Far Shore', address: 'mail@farshore.example' },
    dkim: null,
    ...more,
  });

/** Header fields in order, unfolded, with the raw lines that they came in. */
export function headerOf(raw: string): { name: string; value: string; lines: string }[] {
  const header = raw.slice(0, raw.indexOf('\r\n\r\n'));
  return header.split(/\r\n(?![ \t])/).map((lines) => {
    const colon = lines.indexOf(':');
    const value = lines
      .slice(colon + 1)
      .replaceAll('\r\n', '')
      .trim();
    return { name: lines.slice(0, colon).toLowerCase(), value, lines };
  });
}

export const fieldOf = (raw: string, name: string): string | undefined =>
  headerOf(raw).find((field) => field.name === name.toLowerCase())?.value;

/** The parts of a message as a mailbox shows them, by type. */
export function partsOf(raw: string): Record<string, string> {
  const boundary = /boundary="([^"]+)"/.exec(fieldOf(raw, 'content-type') ?? '')?.[1] ?? '';
  const parts = raw.split(`--${boundary}`).slice(1, -1);
  return Object.fromEntries(
    parts.map((part) => {
      const text = part.replace(/^\r\n/, '');
      const type = (fieldOf(text, 'content-type') ?? '').split(';')[0] ?? '';
      const body = text.slice(text.indexOf('\r\n\r\n') + 4);
      return [type, decoded(body, fieldOf(text, 'content-transfer-encoding') ?? '7bit')];
    }),
  );
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString();
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}

/**
 * Checks a DKIM signature as RFC 6376 says: relaxed/relaxed, rsa-sha256.
 *
 * @param record the DNS record of the key
 * @returns the names of the fields that are signed
 * @throws Error where body or signature are not what was signed
 */
export function checkDkim(raw: string, record: string): string[] {
  const fields = headerOf(raw);
  const own = fields.find(({ name }) => name === 'dkim-signature');
  if (own === undefined) throw new Error('There is no signature');
  const tags = tagsOf(own.value);
  if (tags.c !== 'relaxed/relaxed' || tags.a !== 'rsa-sha256') throw new Error('Signed in another way');
  const body = raw
    .slice(raw.indexOf('\r\n\r\n') + 4)
    .split('\r\n')
    .map((line) => line.replaceAll(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '\r\n');
  const hash = createHash('sha256').update(Buffer.from(body, 'latin1')).digest('base64');
  if (hash !== tags.bh) throw new Error('The body is not what was signed');
  const names = (tags.h ?? '').toLowerCase().split(':');
  // From the last of a name upwards, each once (5.4.2).
  const left = [...fields].reverse();
  const signed = names.map((name) => {
    const at = left.findIndex((field) => field.name === name);
    return at < 0 ? '' : `${relaxed(left.splice(at, 1)[0]?.lines ?? '')}\r\n`;
  });
  const unsigned = relaxed(own.lines.replace(/(;\s*b=)[^;]*$/, '$1'));
  const key = createPublicKey({
    key: Buffer.from(tagsOf(record).p ?? '', 'base64'),
    format: 'der',
    type: 'spki',
  });
  const bytes = Buffer.from(signed.join('') + unsigned, 'latin1');
  if (!verify('sha256', bytes, key, Buffer.from(tags.b ?? '', 'base64')))
    throw new Error('The signature is wrong');
  return names;
}

function relaxed(lines: string): string {
  const colon = lines.indexOf(':');
  const value = lines
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replaceAll(/[ \t]+/g, ' ')
    .trim();
  return `${lines.slice(0, colon).toLowerCase().trim()}:${value}`;
}

const tagsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(';').map((tag) => {
      const [name = '', ...value] = tag.split('=');
      return [name.trim(), value.join('=').replaceAll(/\s/g, '')];
    }),
  );
