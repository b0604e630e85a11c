import { createPrivateKey, sign } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { domainOf, type Sender } from './address.ts';
import { PostError } from './error.ts';
import type { Rendered } from './render.ts';

export type MailerOptions = {
  /** `smtps://mail.example.org`, or `smtp://…` where the server must offer STARTTLS unless it is on this machine. */
  server: string;
  user: string;
  password: string;
  from: Sender;
  dkim: { key: string; selector: string } | null;
  /** Milliseconds for connecting, for silence, and for all of one message. Default 15 s, 60 s and 100 s. */
  patience?: { connect: number; silence: number; whole: number };
};

export type Message = Rendered & {
  to: string;
  /** Where a server sends what it could not deliver. */
  returnTo: string;
  /** Of the Message-ID: the same at each attempt, so that a mailbox can know a second copy. */
  id: string;
  /** Milliseconds since 1970. */
  at: number;
};

/**
 * - `sent`: the server took it over; whether the mailbox exists, it may find out later (see `readBounce`).
 * - `refused`: it will never take this message, or this recipient.
 * - `later`: it may take it another time. `why` says what it answered, without its words: those may hold the address.
 */
export type Outcome = { kind: 'sent' } | { kind: 'refused'; why: string } | { kind: 'later'; why: string };

export type Mailer = {
  readonly from: Sender;
  send(message: Message): Promise<Outcome>;
};

/** Shorter than what the outbox holds an entry for, or another process would send it too. */
const PATIENCE = { connect: 15_000, silence: 60_000, whole: 100_000 };
const HERE = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/;

/** Besides the usual ones those of RFC 8058, which must be signed for a mailbox to use them. */
const SIGNED =
  'From:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:' +
  'Content-Language:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post';

/** @throws PostError `bad_mail_setting` */
export function openMailer(options: MailerOptions): Mailer {
  const { from, patience = PATIENCE } = options;
  const domain = domainOf(from.address);
  const transport = createTransport({
    ...serverOf(options.server),
    // Without it the name of this machine would be told.
    name: domain,
    ...(options.user === '' ? {} : { auth: { user: options.user, pass: options.password } }),
    connectionTimeout: patience.connect,
    greetingTimeout: patience.connect,
    socketTimeout: patience.silence,
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
    ...(options.dkim === null
      ? {}
      : {
          dkim: {
            domainName: domain,
            keySelector: options.dkim.selector,
            privateKey: usableKey(options.dkim.key),
            headerFieldNames: SIGNED,
          },
        }),
  });
  return {
    from,
    async send({ to, returnTo, id, at, ...rendered }) {
      try {
        await transport.sendMail({
          ...rendered,
          from,
          to,
          envelope: { from: returnTo, to },
          messageId: `<${id}@${domain}>`,
          date: new Date(at),
          xMailer: false,
          // What drips byte by byte is never silent.
          signal: AbortSignal.timeout(patience.whole),
        });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

function serverOf(server: string) {
  const url = URL.parse(server);
  const plain = url !== null && url.username === '' && url.password === '' && /^\/?$/.test(url.pathname);
  if (!plain || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
    throw new PostError(
      'bad_mail_setting',
      'The mail server is no address such as "smtps://mail.example.org" or "smtp://mail.example.org:587"; user and password are settings of their own',
    );
  const secure = url.protocol === 'smtps:';
  const here = HERE.test(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : here ? 25 : 587) : Number(url.port),
    secure,
    // Nobody on the way may take encryption away; on this machine there is no way.
    ...(secure ? {} : here ? { ignoreTLS: true } : { requireTLS: true }),
  };
}

/** A key that does not sign would leave messages unsigned without a word. */
function usableKey(pem: string): string {
  try {
    const key = createPrivateKey(pem);
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (key.asymmetricKeyType !== 'rsa' || bits < 2048)
      throw new Error(`it is ${key.asymmetricKeyType} ${bits}`);
    sign('sha256', Buffer.from('x'), key);
    return pem;
  } catch (error) {
    throw new PostError(
      'bad_mail_setting',
      'The DKIM key is no RSA key of 2048 bits or more in PEM without a passphrase; make one with "longwave post keys"',
      error,
    );
  }
}

/** What nodemailer puts on its errors, where it knows it. */
type Fault = { code?: string; command?: string; responseCode?: number; response?: string };

function outcomeOf(error: unknown): Outcome {
  const { code, command, responseCode: status = 0, response = '' } = error as Fault;
  if (status === 0) return { kind: 'later', why: `The mail server cannot be used (${code ?? 'unknown'})` };
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const at = command ?? 'CONN';
  const why = `The mail server answered ${status}${enhanced === undefined ? '' : ` ${enhanced}`} at ${at}`;
  // Only what it says of this recipient or this message is about them; of all else the newsroom has to be told.
  const final = status >= 500 && ['RCPT TO', 'DATA'].includes(at) && ![530, 535, 538].includes(status);
  return { kind: final ? 'refused' : 'later', why };
}
