import type { Mailer } from '#post';
import type { Settings } from '../settings.ts';
import { dkimOf } from './keys.ts';

/** Mail as it is set up. */
export type Mail = {
  mailer: Mailer;
  bounces: string | null;
  /** Host of the server. */
  server: string;
  signed: boolean;
};

/**
 * Null where no server is named.
 *
 * @throws PostError `bad_mail_setting`, or a Refusal for a key that others can read
 */
export async function openMail(settings: Settings): Promise<Mail | null> {
  if (settings.mailServer === '') return null;
  const { mailAddress, openMailer, PostError, senderOf } = await import('#post');
  const from = senderOf(settings.mailFrom);
  if (from === null)
    throw new PostError(
      'bad_mail_setting',
      'LONGWAVE_MAIL_FROM names nobody; give an address such as "The Far Shore <mail@example.org>"',
    );
  const bounces = settings.mailBounces === '' ? null : mailAddress(settings.mailBounces);
  if (bounces === null && settings.mailBounces !== '')
    throw new PostError(
      'bad_mail_setting',
      'LONGWAVE_MAIL_BOUNCES is no address; give one such as "bounces@example.org", or leave it out',
    );
  const dkim = dkimOf(settings);
  const mailer = openMailer({
    server: settings.mailServer,
    user: settings.mailUser,
    password: settings.mailPassword,
    from,
    dkim,
  });
  const server = new URL(settings.mailServer).hostname;
  return { mailer, bounces, server, signed: dkim !== null };
}
