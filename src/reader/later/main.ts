import { begun, AFTER, LATER_KEY, leftOf, opened } from './count.ts';

/*
 * The script of what `later-view.ts` puts into pages. It asks nobody and keeps one number, and only once the reader
 * wished so. Where nothing can be kept, its parts stay hidden.
 */

const part = (name: string): HTMLElement | null => document.querySelector(`[data-later="${name}"]`);

/** The browser's storage, or null where it is switched off or full. */
function storageOrNull(): Storage | null {
  try {
    const storage = window.localStorage;
    storage.getItem(LATER_KEY);
    return storage;
  } catch {
    // Switched off: there is no reminder then, and nothing to tell.
    return null;
  }
}

function keep(storage: Storage, kept: string | null): boolean {
  try {
    if (kept === null) storage.removeItem(LATER_KEY);
    else storage.setItem(LATER_KEY, kept);
    return true;
  } catch {
    // Full, or writing alone is forbidden: as if nothing could be kept.
    return false;
  }
}

function show(storage: Storage): void {
  const left = leftOf(storage.getItem(LATER_KEY));
  const [choice, state, due] = [part('choice'), part('state'), part('due')];
  if (choice !== null) choice.hidden = left !== null;
  if (state !== null) state.hidden = left === null;
  if (due !== null) due.hidden = left !== 0;
  const count = state?.querySelector('[data-left]');
  if (count) count.textContent = new Intl.NumberFormat(document.documentElement.lang).format(left ?? 0);
}

function start(storage: Storage): void {
  if (part('due') !== null) {
    const [entry] = performance.getEntriesByType('navigation');
    const how = entry instanceof PerformanceNavigationTiming ? entry.type : 'navigate';
    const kept = storage.getItem(LATER_KEY);
    const next = opened(kept, how);
    if (next !== kept) keep(storage, next);
  }
  for (const button of document.querySelectorAll<HTMLElement>('[data-after]')) {
    const after = AFTER.find((number) => String(number) === button.dataset.after);
    if (after === undefined) continue;
    button.addEventListener('click', () => {
      if (!keep(storage, begun(after))) return;
      show(storage);
      part('state')?.querySelector<HTMLElement>('[data-forget]')?.focus();
    });
  }
  for (const end of document.querySelectorAll('[data-forget]'))
    end.addEventListener('click', () => {
      keep(storage, null);
      show(storage);
    });
  show(storage);
}

const storage = storageOrNull();
if (storage !== null) start(storage);
