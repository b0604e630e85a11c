import type { Store } from '#store';
import type { FundingGap, Ledger } from '#support';
import type { Call } from '../call.ts';
import { openStoreOf, type OpenOptions } from '../open.ts';
import { newsroomExists } from '../place.ts';

/** Opens the books and the gap of this newsroom, works, closes. */
export async function withBooks<T>(
  { settings, now }: Call,
  work: (opened: { store: Store; ledger: Ledger; gap: FundingGap }) => Promise<T>,
  options: Pick<OpenOptions, 'reads'> = {},
): Promise<T> {
  newsroomExists(settings);
  const [{ openGap, openLedger }, store] = await Promise.all([
    import('#support'),
    openStoreOf(settings, now, options),
  ]);
  try {
    const ledger = openLedger({ store, now });
    return await work({ store, ledger, gap: openGap({ store, ledger, now }) });
  } finally {
    await store.close();
  }
}

/** What of support shows in the edition is pressed anew while a server runs. */
export const pressSoon = ({ now }: Pick<Call, 'now'>, store: Store): Promise<void> =>
  store.jobs.add({ kind: 'press', key: 'press', payload: {}, runAt: now() });
