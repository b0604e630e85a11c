import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Money } from '#desk';
import type { Store } from '#store';
import {
  keepBank,
  openContributions,
  openGap,
  openLedger,
  openSafety,
  openSwitch,
  openTill,
  openTransfer,
  type PayerKey,
} from '#support';

const name = (): string => randomBytes(12).toString('hex');

const KEY = 'a key of nobody';
const payerKey: PayerKey = {
  name: createHash('sha256').update(KEY).digest('hex').slice(0, 8),
  digest: (said) => createHmac('sha256', KEY).update(said).digest('base64url'),
};

/** The till, and transfers as soon as an account is named: what a newsroom has that takes no cards. */
export function moneyHere({ store, now }: { store: Store; now: () => number }): () => Promise<Money> {
  return async () => {
    const ledger = openLedger({ store, now });
    const safety = openSafety({ store, now });
    const bank = (await keepBank({ store, now }).now()).value;
    const transfer = openTransfer({ store, safety, bank, now });
    const till = openTill({ store, now, random: name });
    const real = bank.accounts.length === 0 ? [] : [transfer];
    const contributions = openContributions({
      store,
      ledger,
      safety,
      rails: [...real, till],
      offered: real.length === 0 ? ['till'] : ['transfer'],
      now,
    });
    const designation = openSwitch({ store, safety, contributions, now, random: name, sign: null });
    return {
      ledger,
      gap: openGap({ store, ledger, now }),
      contributions,
      transfer,
      designation,
      goOn: (run) => void designation.run(run),
      payerKey: () => payerKey,
    };
  };
}

export { OWN, statementXml } from '../src/support/rails/transfer/testing.ts';

/** A file that calls itself a statement and is none. */
export const NO_STATEMENT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">
<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId></GrpHdr></BkToCstmrStmt></Document>
`;
