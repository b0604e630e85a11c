import type { Newsroom } from '#newsroom';
import type { Store } from '#store';
import type { SupportShown } from '#support';
import { isSample } from '../keys/sample.ts';
import type { Settings } from '../settings.ts';
import { openSupport, type SupportSettings } from './open.ts';

/**
 * What pages say of supporting the paper; null where nothing can be paid. Play money is for the sample newsroom: a paper
 * that has set up no way to pay asks nobody.
 */
export async function supportShown({
  newsroom,
  store,
  settings,
  at,
}: {
  newsroom: Newsroom;
  store: Store;
  settings: SupportSettings & Pick<Settings, 'mailServer'>;
  at: number;
}): Promise<SupportShown | null> {
  const site = await newsroom.site.get();
  if (site === null) return null;
  const [{ minor, monthlyCost, openRails, readShown }, { contributions, gap }] = await Promise.all([
    import('#support'),
    openSupport({ store, now: () => at, settings }),
  ]);
  const sample = isSample(site);
  const ways = contributions.ways.filter(({ name }) => sample || name !== 'till');
  const rails = await openRails(store, { rails: ways, at });
  if (rails.length === 0) return null;
  // What was told of a month stays: sentences and the published figure say the same, and a change of costs within a month
  // presses no page.
  const told = await gap.published();
  const costs = (await gap.costs.now()).value;
  const amount =
    told === null ? monthlyCost(costs, new Date(at).toISOString().slice(0, 7)) : minor(told.figure.cost);
  const cost = amount > 0 ? { amount, currency: told?.figure.currency ?? costs.currency } : null;
  const form = sample ? null : `${site.address}/-/support`;
  // Where no letter can leave, nobody is asked for an address; the sample's own address leads nowhere.
  const remind = sample || settings.mailServer === '' ? null : `${site.address}/-/remind`;
  return readShown({ store, at, rails, form, remind, cost });
}
