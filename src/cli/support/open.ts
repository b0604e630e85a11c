import { randomBytes } from 'node:crypto';
import type { Store } from '#store';
import type {
  Bitcoin,
  Card,
  Contributions,
  FundingGap,
  Ledger,
  RailAccess,
  Safety,
  Till,
  Transfer,
} from '#support';
import type { OpenKeys } from '../keys/open.ts';
import type { Settings } from '../settings.ts';

/** Everything of support that works on one database. */
export type SupportHouse = {
  ledger: Ledger;
  gap: FundingGap;
  safety: Safety;
  contributions: Contributions;
  /** The rail of play money; nothing new is taken on it once a real one is set up. */
  till: Till;
  /** Null where no key of a card company is set. */
  card: Card | null;
  /** Null where no BTCPay is set. */
  bitcoin: Bitcoin | null;
  /** It is among the rails once an account of the newsroom is named. */
  transfer: Transfer;
};

const name = (): string => randomBytes(12).toString('hex');

/** Of the settings, what support needs. */
export type SupportSettings = Pick<
  Settings,
  'stripeKey' | 'stripePublishableKey' | 'stripeWebhookSecret' | 'btcpayUrl' | 'btcpayKey' | 'btcpayStore'
>;

/** Opens what is set up. With no rail of its own, a newsroom has the till. */
export async function openSupport({
  store,
  now,
  settings,
}: {
  store: Store;
  now: () => number;
  settings: SupportSettings;
}): Promise<SupportHouse> {
  const support = await import('#support');
  const { keepBank, openContributions, openGap, openLedger, openSafety, openTill, openTransfer } = support;
  const ledger = openLedger({ store, now });
  const safety = openSafety({ store, now });
  const till = openTill({ store, now, random: name });
  const bank = (await keepBank({ store, now }).now()).value;
  const transfer = openTransfer({ store, safety, bank, now });
  const { stripeKey: key, stripeWebhookSecret: secret } = settings;
  const card =
    key === ''
      ? null
      : (await support.loadCard()).openCard({
          key,
          now,
          hintSecret: secret === '' ? null : secret,
          statement: null,
        });
  const { btcpayUrl: url, btcpayKey, btcpayStore: storeId } = settings;
  const bitcoin =
    url === ''
      ? null
      : (await support.loadBitcoin()).openBitcoin({ url, key: btcpayKey, storeId, database: store, now });
  const real: RailAccess[] = [
    ...(card === null ? [] : [card]),
    ...(bank.accounts.length === 0 ? [] : [transfer]),
    ...(bitcoin === null ? [] : [bitcoin]),
  ];
  const contributions = openContributions({
    store,
    ledger,
    safety,
    // What goes on at the till goes on there.
    rails: [...real, till],
    offered: real.length === 0 ? ['till'] : real.map((rail) => rail.name),
    now,
  });
  const gap = openGap({ store, ledger, now });
  return { ledger, gap, safety, contributions, till, card, bitcoin, transfer };
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
