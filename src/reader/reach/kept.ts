import type { Say } from '../say.ts';
import type { KeptStory, Status, Worker } from './ask.ts';
import type { PageData } from './data.ts';
import { button, element, foreign } from './element.ts';
import { refusal } from './wipe.ts';

export type KeptOptions = {
  data: PageData;
  say: Say;
  worker: Worker;
  status: Status;
  stories: readonly KeptStory[];
  /** The story whose line led here; empty where the reader came otherwise. */
  from: string;
  /** Called after a change. */
  again: () => void;
};

/**
 * The stories that this browser keeps for reading without a network, each with a way to forget it, and a way to keep the
 * one that the reader came from.
 */
export function keptPart(options: KeptOptions): HTMLElement {
  const { data, status, stories, from } = options;
  const { words } = data;
  const part = element('section', 'reach-tool', element('h3', '', words.keptHeading));
  if (status.keepAll) part.append(element('p', '', words.keptAll));
  else if (stories.length === 0) part.append(element('p', '', words.keptNone));
  if (stories.length > 0) part.append(listOf(options));
  // What is to be forgotten at the end is not kept before.
  const keepable = from !== '' && !status.wipeOnExit && stories.every(({ path }) => path !== from);
  if (keepable) part.append(keepPart(options));
  if (stories.length > 0 || keepable) part.append(element('p', 'reach-risk', words.keptRisk));
  return part;
}

function listOf({ data: { up, words }, worker, stories, again }: KeptOptions): HTMLElement {
  const items = stories.map(({ path, title }) => {
    const link = element('a', '', foreign(title));
    link.href = up + path.split('/').map(encodeURIComponent).join('/');
    const forget = button(words.forget, 'reach-small', () => void worker.forget(path).then(again, again));
    forget.setAttribute('aria-label', `${words.forget}: ${title}`);
    return element('li', '', link, forget);
  });
  return element('ul', 'reach-kept', ...items);
}

function keepPart({ data: { words }, say, worker, from, again }: KeptOptions): HTMLElement {
  const said = element('span', 'reach-risk');
  said.setAttribute('aria-live', 'polite');
  const keep = button(words.keepThis, 'reach-small', () => {
    keep.disabled = true;
    worker.keep(from).then(again, (error: unknown) => {
      keep.disabled = false;
      said.replaceChildren(refusal(words, say, error));
    });
  });
  return element('p', 'reach-choice', keep, said);
}
