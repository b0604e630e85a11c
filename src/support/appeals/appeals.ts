import type { Store } from '#store';
import { type Kept, keepSetting, pressSoon } from '../settings.ts';
import { APPEALS, type Appeals } from './appeal.ts';
import { FIRST_APPEALS } from './first-appeals.ts';

/** What the paper asks its readers, with every version of it. A change leaves a job for the press. */
export function keepAppeals({ store, now }: { store: Store; now: () => number }): Kept<Appeals> {
  return keepSetting({
    store,
    now,
    name: 'appeals',
    schema: APPEALS,
    first: FIRST_APPEALS,
    changed: pressSoon({ store, now }),
  });
}
