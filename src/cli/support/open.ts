import { randomBytes } from 'node:crypto';
import type { Store } from '#store';
import type { Contributions, Ledger, Safety, Till, Transfer } from '#support';
import type { OpenKeys } from '../keys/open.ts';

/** Everything of support that works on one database. */
export type SupportHouse = {
  ledger: Ledger;
  safety: Safety;
  contributions: Contributions;
  /** The rail of play money; null once a real one is set up. */
  till: Till | null;
  /** It is among the rails once an account of the newsroom is named. */
  transfer: Transfer;
};

const name = (): string => randomBytes(12).toString('hex');

/** Opens what is set up. With no rail of its own, a newsroom has the till. */
export async function openSupport({
  store,
  now,
}: {
  store: Store;
  now: () => number;
}): Promise<SupportHouse> {
  const { keepBank, openContributions, openLedger, openSafety, openTill, openTransfer } =
    await import('#support');
  const ledger = openLedger({ store, now });
  const safety = openSafety({ store, now });
  const till = openTill({ store, now, random: name });
  const bank = (await keepBank({ store, now }).now()).value;
  const transfer = openTransfer({ store, safety, bank, now });
  const rails = bank.accounts.length === 0 ? [till] : [till, transfer];
  const contributions = openContributions({ store, ledger, safety, rails, now });
  return { ledger, safety, contributions, till, transfer };
}

/** The designation switch, whose log is signed by the key that signs the log of editions. */
export async function openSwitchOf(
  { store, now, keys }: { store: Store; now: () => number; keys: OpenKeys | null },
  { safety, contributions }: SupportHouse,
) {
  const { openSwitch } = await import('#support');
  const log = keys?.signers.log;
  const sign =
    log === undefined
      ? null
      : async (text: string) => ({
          keyid: Buffer.from(log.publicKey).toString('hex'),
          sig: Buffer.from(await log.sign(new TextEncoder().encode(text))).toString('hex'),
        });
  return openSwitch({ store, safety, contributions, now, random: name, sign });
}
