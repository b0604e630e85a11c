import { forgetAsking } from '../asking/kept.ts';
import { forgetLater } from '../later/count.ts';
import type { Say } from '../say.ts';
import type { Worker } from './ask.ts';
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
      forgetAsking(() => window.localStorage);
      forgetLater(() => window.localStorage);
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

export const refusal = (words: PageData['words'], say: Say, error: unknown): string =>
  say(words.refused, { why: error instanceof Error ? error.message : String(error) });
