import type { Site } from '#newsroom';
import type { Store } from '#store';
import type { Reminders, Safety } from '#support';
import type { Call } from '../call.ts';
import { addressSeal } from './keys.ts';
import { openMail } from './open.ts';

/** Reminders by mail; where letters cannot leave, or no key is there, they take no address. */
export async function openRemindersOf(
  { settings, out, now }: Call,
  { store, safety }: { store: Store; safety: Safety },
): Promise<Reminders> {
  const [{ openReminders }, { mailAddress }] = await Promise.all([import('#support'), import('#post')]);
  const seal = await sealIfSending(settings).catch((error: unknown) => {
    out.note(`No addresses are taken: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
  return openReminders({ store, safety, seal, addressOf: mailAddress, now });
}

const sealIfSending = async (settings: Call['settings']) =>
  (await openMail(settings)) === null ? null : addressSeal(settings);

/** Everything that would tell of the paper in somebody's calendar. */
export const tellingNames = ({ names, publisher, address }: Site): string[] => [
  ...Object.values(names),
  publisher.name,
  new URL(address).hostname,
];
