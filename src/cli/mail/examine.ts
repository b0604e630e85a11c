import { bad, ok, unknown, warn, type Ask, type Finding } from '../doctor-finding.ts';
import { isFailed, type Patient } from '../doctor-patient.ts';
import { Refusal } from '../out.ts';
import { addressSeal } from './keys.ts';
import { openMail } from './open.ts';

const LATE_MS = 3_600_000;

/** Whether letters can leave, and whether they do. */
export async function checkMail({ store }: Patient, { settings, at }: Ask): Promise<Finding[]> {
  if (isFailed(store)) return [unknown('mail', 'not known while the database cannot be opened')];
  const [{ MAIL, mailAddress }, { openReminders, openSafety }] = await Promise.all([
    import('#post'),
    import('#support'),
  ]);
  const findings: Finding[] = [];
  try {
    const [mail, seal] = [await openMail(settings), await addressSeal(settings)];
    const now = () => at;
    const safety = openSafety({ store, now });
    const reminders = await openReminders({ store, safety, seal, addressOf: mailAddress, now }).waiting();
    const letters = await store.outbox.waiting(MAIL);
    const waiting = `${letters.count} letters and ${reminders.count} reminders wait`;
    if (mail === null && letters.count + reminders.count === 0)
      return [ok('mail', 'not set up: no letters leave, and no reminders are taken (docs/POST.md)')];
    if (mail === null)
      return [
        warn('mail', `${waiting}, and no mail server is named`, 'Set LONGWAVE_MAIL_SERVER (docs/POST.md)'),
      ];
    if (seal === null)
      findings.push(warn('mail', 'There is no key for addresses', 'Make one with "longwave post keys"'));
    if (!mail.signed)
      findings.push(
        warn(
          'mail',
          'Letters are not signed, so that many mailboxes refuse them',
          'Run "longwave post keys" and put the record into the DNS',
        ),
      );
    if (reminders.unopened > 0 && seal !== null)
      findings.push(
        bad(
          'mail',
          `${reminders.unopened} reminders are sealed under another key`,
          `Add that key as another line to "${settings.addressKey}"`,
        ),
      );
    if (letters.since !== null && letters.since < at - LATE_MS)
      findings.push(
        warn(
          'mail',
          `${letters.count} letters wait${letters.error === null ? '' : `: ${letters.error.replace(/^Error: /, '')}`}`,
          letters.error === null
            ? 'Is "longwave serve" running? It sends them'
            : 'Try one with "longwave post test ADDRESS"',
        ),
      );
    return findings.length > 0
      ? findings
      : [ok('mail', `by ${mail.server}, signed, as ${mail.mailer.from.address}; ${waiting}`)];
  } catch (error) {
    if (error instanceof Refusal) return [bad('mail', error.message, error.details.join('; '))];
    if (error instanceof Error && ['PostError', 'StoreError'].includes(error.name))
      return [bad('mail', error.message, 'Correct the setting (docs/POST.md)')];
    throw error;
  }
}
