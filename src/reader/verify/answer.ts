/* The answer as it stands on the page. Everything goes in as text: what is checked may be hostile. */

export type Tone = 'authentic' | 'altered' | 'old' | 'expired' | 'unknown' | 'mixed' | 'working';

export type Answer = {
  tone: Tone;
  heading: string;
  /** What was checked: a name, a link. */
  what?: string;
  lines?: readonly string[];
  /** Files with what is wrong with each. */
  list?: readonly { name: string; said: string }[];
  /** Two readings of one place. */
  readings?: readonly { label: string; text: string }[];
  link?: { label: string; address: string; download?: string };
};

export type Board = {
  show(answer: Answer): void;
  /** Shows how far the work is; of an unknown whole where the total is 0. */
  progress(text: string, done: number, total: number): void;
};

export function openBoard(section: HTMLElement): Board {
  const say = (answer: Answer, more: readonly Node[] = []): void => {
    section.className = `verify-answer ${answer.tone}`;
    section.replaceChildren(...partsOf(answer), ...more);
    section.hidden = false;
  };
  return {
    show(answer) {
      say(answer);
      section.scrollIntoView({ block: 'nearest' });
    },
    progress(text, done, total) {
      const bar = document.createElement('progress');
      bar.setAttribute('aria-label', text);
      if (total > 0) [bar.max, bar.value] = [total, done];
      say({ tone: 'working', heading: text }, [bar]);
    },
  };
}

function partsOf(answer: Answer): Node[] {
  const { what, lines = [], list = [], readings = [], link } = answer;
  const parts: Node[] = [];
  if (what !== undefined) parts.push(foreign(element('p', what, 'what')));
  parts.push(element('h2', answer.heading));
  for (const line of lines) parts.push(element('p', line));
  if (list.length > 0) parts.push(listOf(list));
  if (readings.length > 0) {
    const pairs = document.createElement('dl');
    for (const { label, text } of readings) pairs.append(element('dt', label), foreign(element('dd', text)));
    parts.push(pairs);
  }
  if (link !== undefined) {
    const anchor = element('a', link.label, 'verify-go');
    anchor.setAttribute('href', link.address);
    if (link.download !== undefined) anchor.setAttribute('download', link.download);
    parts.push(anchor);
  }
  return parts;
}

function listOf(list: NonNullable<Answer['list']>): HTMLElement {
  const items = document.createElement('ul');
  for (const { name, said } of list) {
    const item = document.createElement('li');
    // Names of files are of any direction, whatever the page's is.
    item.append(element('bdi', name), element('b', said));
    items.append(item);
  }
  return items;
}

/** Text that is not the page's own takes the direction of its first letters. */
function foreign<T extends HTMLElement>(made: T): T {
  made.dir = 'auto';
  return made;
}

function element(name: string, text: string, kind?: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind !== undefined) made.className = kind;
  return made;
}
