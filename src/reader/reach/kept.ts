import type { KeptStory, Status, Worker } from './ask.ts';
import type { PageData } from './data.ts';
import { button, element, foreign } from './element.ts';

/** The stories that this browser keeps for reading without a network, each with a way to forget it. */
export function keptPart(
  { words, up }: PageData,
  worker: Worker,
  status: Status,
  stories: readonly KeptStory[],
  again: () => void,
): HTMLElement {
  const part = element('section', 'reach-tool', element('h3', '', words.keptHeading));
  if (status.keepAll) part.append(element('p', '', words.keptAll));
  if (stories.length === 0) {
    if (!status.keepAll) part.append(element('p', '', words.keptNone));
    return part;
  }
  const items = stories.map(({ path, title }) => {
    const link = element('a', '', foreign(title));
    link.href = up + path.split('/').map(encodeURIComponent).join('/');
    const forget = button(words.forget, 'reach-small', () => void worker.forget(path).then(again, again));
    forget.setAttribute('aria-label', `${words.forget}: ${title}`);
    return element('li', '', link, forget);
  });
  part.append(element('ul', 'reach-kept', ...items), element('p', 'reach-risk', words.keptRisk));
  return part;
}
