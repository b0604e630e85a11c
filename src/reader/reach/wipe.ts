import type { Say } from '../say.ts';
import type { Status, Worker } from './ask.ts';
import type { PageData } from './data.ts';
import { button, element } from './element.ts';

export type WipeOptions = {
  data: PageData;
  say: Say;
  worker: Worker;
  /** Called when nothing is kept any more. */
  wiped: () => void;
};

/** Forgets everything, after the reader was told what that does and does not do. */
export function wipePart({ data: { words }, say, worker, wiped }: WipeOptions): HTMLElement {
  const answer = element('div', '');
  const start = button(words.wipe, 'reach-strong', () => {
    const no = button(words.wipeNo, 'reach-small', close);
    const yes = button(words.wipeYes, 'reach-strong', () => {
      worker.wipe().then(wiped, (error: unknown) => {
        answer.replaceChildren(element('p', 'reach-risk', refusal(words, say, error)));
      });
    });
    answer.replaceChildren(element('p', '', words.wipeSure), element('p', 'reach-choice', yes, no));
    start.hidden = true;
    no.focus();
  });
  const close = (): void => {
    answer.replaceChildren();
    start.hidden = false;
    start.focus();
  };
  answer.setAttribute('aria-live', 'polite');
  return element('section', 'reach-tool', element('h3', '', words.wipeHeading), start, answer);
}

/** The switch that has everything forgotten when the reader leaves. */
export function exitPart({ words }: PageData, say: Say, worker: Worker, status: Status): HTMLElement {
  const box = element('input', '');
  box.type = 'checkbox';
  box.checked = status.wipeOnExit;
  box.id = 'reach-exit';
  const said = element('p', 'reach-risk');
  said.setAttribute('aria-live', 'polite');
  box.addEventListener('change', () => {
    const on = box.checked;
    said.replaceChildren();
    worker.wipeOnExit(on).catch((error: unknown) => {
      box.checked = !on;
      said.replaceChildren(refusal(words, say, error));
    });
  });
  const label = element('label', 'reach-switch', box, element('span', '', words.exitLabel));
  return element('section', 'reach-tool', label, element('p', '', words.exitWhat), said);
}

export const refusal = (words: PageData['words'], say: Say, error: unknown): string =>
  say(words.refused, { why: error instanceof Error ? error.message : String(error) });
