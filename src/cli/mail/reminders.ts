import type { Site } from '#newsroom';
import type { Store } from '#store';
import type { Letters, Reminders, Safety } from '#support';
import type { Call } from '../call.ts';
import { addressSeal } from './keys.ts';
import { openMail } from './open.ts';

/** Reminders by mail; where letters cannot leave, or no key is there, they take no address. */
export async function openRemindersOf(
  { settings, out, now }: Call,
  { store, safety }: { store: Store; safety: Safety },
): Promise<Reminders> {
  const [{ openReminders }, { mailAddress }] = await Promise.all([import('#support'), import('#post')]);
  const seal = await sealFor({ settings, out });
  return openReminders({ store, safety, seal, addressOf: mailAddress, now });
}

const sealFor = ({ settings, out }: Pick<Call, 'settings' | 'out'>) =>
  sealIfSending(settings).catch((error: unknown) => {
    out.note(`No addresses are taken: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });

/** Letters to supporters; where letters cannot leave, or no key is there, they take no address. */
export async function openLettersOf(
  { settings, out, now }: Call,
  {
    store,
    safety,
    siteOf,
    isDenied,
  }: {
    store: Store;
    safety: Safety;
    siteOf: () => Promise<Site>;
    isDenied: (contribution: string) => Promise<boolean>;
  },
): Promise<Letters> {
  const [{ openLetters }, { failedLetter, mailAddress, putLetter, receiptLetter }] = await Promise.all([
    import('#support'),
    import('#post'),
  ]);
  const seal = await sealFor({ settings, out });
  return openLetters({
    store,
    safety,
    seal,
    addressOf: mailAddress,
    isDenied,
    now,
    async put(leaving, key, db) {
      if (seal === null) throw new Error('A letter was written where none can be sealed');
      const { address, names } = await siteOf();
      const lang = `lang=${leaving.lang}`;
      const letter =
        leaving.kind === 'receipt'
          ? receiptLetter({
              ...leaving,
              paper: names[leaving.lang] ?? names[''] ?? new URL(address).hostname,
            })
          : failedLetter({
              ...leaving,
              address: `${address}/-/support/mine?${lang}`,
              undo: `${address}/-/remind/undo/${leaving.undo}?${lang}`,
            });
      // What was true a day ago may be mended since.
      const days = leaving.kind === 'failed' ? 1 : 5;
      await putLetter({ store, seal, at: now(), key, days }, letter, db);
    },
  });
}

const sealIfSending = async (settings: Call['settings']) =>
  (await openMail(settings)) === null ? null : addressSeal(settings);

/** Everything that would tell of the paper in somebody's calendar. */
export const tellingNames = ({ names, publisher, address }: Site): string[] => [
  ...Object.values(names),
  publisher.name,
  new URL(address).hostname,
];
