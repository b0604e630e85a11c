import { AFTER, forgetLater, LATER_KEY, leftOf } from './count.ts';

/*
 * The script of what `laterChoice` puts into the support page. It asks nobody and keeps one number, and only once the
 * reader wished so. Where nothing can be kept, its parts stay hidden.
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

function keep(storage: Storage, after: number): boolean {
  try {
    storage.setItem(LATER_KEY, String(after));
    return true;
  } catch {
    // Full, or writing alone is forbidden: as if nothing could be kept.
    return false;
  }
}

function show(storage: Storage): void {
  const left = leftOf(storage.getItem(LATER_KEY));
  const [choice, state] = [part('choice'), part('state')];
  if (choice !== null) choice.hidden = left !== null;
  if (state !== null) state.hidden = left === null;
  const count = state?.querySelector('[data-left]');
  if (count) count.textContent = new Intl.NumberFormat(document.documentElement.lang).format(left ?? 0);
}

function start(storage: Storage): void {
  // It led here, and that was all of it.
  if (leftOf(storage.getItem(LATER_KEY)) === 0) forgetLater(() => storage);
  for (const button of document.querySelectorAll<HTMLElement>('[data-after]')) {
    const after = AFTER.find((number) => String(number) === button.dataset.after);
    if (after === undefined) continue;
    button.addEventListener('click', () => {
      if (!keep(storage, after)) return;
      show(storage);
      part('state')?.querySelector<HTMLElement>('[data-forget]')?.focus();
    });
  }
  for (const end of document.querySelectorAll('[data-forget]'))
    end.addEventListener('click', () => {
      forgetLater(() => storage);
      show(storage);
      part('choice')?.querySelector<HTMLElement>('[data-after]')?.focus();
    });
  show(storage);
}

const storage = storageOrNull();
if (storage !== null) start(storage);
