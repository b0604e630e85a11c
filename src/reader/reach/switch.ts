import type { Say } from '../say.ts';
import type { Status, Worker } from './ask.ts';
import type { PageData } from './data.ts';
import { element } from './element.ts';
import { refusal } from './wipe.ts';

/* What a reader can turn on and off. The worker decides: a switch that it refuses goes back. */

export type SwitchOptions = {
  data: PageData;
  say: Say;
  worker: Worker;
  status: Status;
  /** Called after a change. */
  again: () => void;
};

/** Keeps every story that is opened. */
export const keepAllPart = (options: SwitchOptions): HTMLElement =>
  switchOf(options, { id: 'reach-keep', name: 'keepAll', label: 'keepAllLabel', what: 'keepAllWhat' });

/** Has everything forgotten when the reader leaves. */
export const exitPart = (options: SwitchOptions): HTMLElement =>
  switchOf(options, { id: 'reach-exit', name: 'wipeOnExit', label: 'exitLabel', what: 'exitWhat' });

/** Hides the paper in the tab, where the address hides it too. */
export const stealthPart = (options: SwitchOptions): HTMLElement =>
  switchOf(options, { id: 'reach-stealth', name: 'stealth', label: 'stealthLabel', what: 'stealthWhat' });

type Switch = {
  id: string;
  name: 'keepAll' | 'wipeOnExit' | 'stealth';
  label: 'keepAllLabel' | 'exitLabel' | 'stealthLabel';
  what: 'keepAllWhat' | 'exitWhat' | 'stealthWhat';
};

function switchOf(
  { data: { words }, say, worker, status, again }: SwitchOptions,
  { id, name, label, what }: Switch,
): HTMLElement {
  const box = element('input', '');
  box.type = 'checkbox';
  box.checked = status[name];
  box.id = id;
  const said = element('p', 'reach-risk');
  said.setAttribute('aria-live', 'polite');
  box.addEventListener('change', () => {
    const on = box.checked;
    said.replaceChildren();
    worker[name](on).then(again, (error: unknown) => {
      box.checked = !on;
      said.replaceChildren(refusal(words, say, error));
    });
  });
  const named = element('label', 'reach-switch', box, element('span', '', words[label]));
  return element('section', 'reach-tool', named, element('p', '', words[what]), said);
}
