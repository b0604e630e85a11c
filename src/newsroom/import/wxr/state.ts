import type { State } from '../../types.ts';
import { readTime } from '../times.ts';
import { remark, type Said } from '../remark.ts';
import type { WxrContext } from './context.ts';
import type { WxrItem } from './item.ts';

/** Where a story belongs here; only what was public there may be public here. `held` says why it is not. */
export function stateOf(item: WxrItem, context: WxrContext): { state: State; held: Said } {
  if (item.hasPassword)
    return {
      state: 'draft',
      held: remark('password_there', 'Protected by a password in the archive: kept as a draft'),
    };
  if (item.status === 'pending') return { state: 'review', held: '' };
  if (item.status === 'future') {
    const at = timeOf(item.dateGmt, item.date, '', context);
    const day = at === null ? 'no time' : new Date(at).toISOString();
    return {
      state: 'approved',
      held: remark(
        'future_there',
        `Scheduled in the archive for ${day}: approved here, schedule it by hand`,
        { day },
      ),
    };
  }
  if (item.status === 'draft') return { state: 'draft', held: '' };
  if (item.status === 'private')
    return { state: 'draft', held: remark('private_there', 'Private in the archive: kept as a draft') };
  if (item.status !== 'publish') {
    const text = `The status "${item.status}" is unknown here: kept as a draft`;
    return { state: 'draft', held: remark('status_unknown', text, { name: item.status }) };
  }
  const at = timeOf(item.dateGmt, item.date, item.published, context);
  if (at !== null && at > context.now) {
    const day = new Date(at).toISOString();
    const text = `Dated ${day}, which is still to come: approved here, schedule it by hand`;
    return { state: 'approved', held: remark('future_there', text, { day }) };
  }
  return { state: 'live', held: '' };
}

/** The moment in UTC where the export gives one, else the old site's clock in its zone, else the feed's own date. */
export function timeOf(gmt: string, local: string, feed: string, context: WxrContext): number | null {
  const known = readTime(gmt, 'UTC') ?? readTime(local, context.timeZone);
  if (known !== null) return known;
  const parsed = feed === '' ? Number.NaN : Date.parse(feed);
  return Number.isNaN(parsed) || new Date(parsed).getUTCFullYear() < 1970 ? null : parsed;
}
