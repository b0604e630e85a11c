import { openSay } from '../say.ts';
import type { Say } from '../say.ts';
import { readData } from './data.ts';
import type { StarterData } from './data.ts';
import { headlinesOf, openLibrary, parsed } from './page.ts';
import type { Library } from './page.ts';
import { openPane } from './pane.ts';
import type { Pane } from './pane.ts';
import { byFreshness, tryAll } from './try.ts';
import type { Genuine, Outcome } from './try.ts';

/*
 * The script of the starter. It asks no address before the reader says so, shows only what the keys in this file signed,
 * and keeps nothing.
 */

const HEADLINES = 15;

/** Milliseconds that others get to show a newer edition, once one place showed something genuine. */
const GRACE_MS = 700;

function start(data: StarterData): void {
  const { words } = data;
  const go = find('go');
  const button = element('button', words.try);
  go.append(button, element('small', words.tryRisk));
  let pane: Pane | null = null;
  button.addEventListener('click', () => {
    button.disabled = true;
    pane = null;
    void run(data, (made) => (pane = made)).finally(() => (button.disabled = false));
  });
  addEventListener('hashchange', () => {
    const path = decodeURIComponent(location.hash.slice(1));
    if (path === '') pane?.close();
    else void pane?.open(path);
  });
}

/**
 * Asks all places. What the best of those that answered soon has is shown at once; should one that took longer have a
 * newer edition, that takes its place.
 */
async function run(data: StarterData, opened: (pane: Pane) => void): Promise<void> {
  const { addresses, root, words } = data;
  const say = openSay(data);
  const found = find('found');
  const said = element('div');
  said.append(element('p', say(words.trying, { count: addresses.length })));
  const list = element('ul');
  list.className = 'asked';
  found.replaceChildren(said, list);
  const genuine: Genuine[] = [];
  const rows = new Map<string, HTMLElement>();
  const desk = openDesk(data, say, genuine, said);
  let shown = Promise.resolve();
  const show = (): void => {
    opened(desk.pane);
    shown = shown.then(() => desk.show());
  };
  let grace: ReturnType<typeof setTimeout> | undefined;
  // The newsroom's own name is the one that a line is searched for, so others are asked before it.
  const [own = '', ...mirrors] = addresses;
  await tryAll([...mirrors, own], { root }, (outcome) => {
    const row = element('li');
    rows.set(outcome.address, row);
    list.append(row);
    tell(row, outcome, words.states, say);
    if (outcome.state !== 'genuine') return;
    genuine.push(outcome);
    genuine.sort(byFreshness);
    grace ??= setTimeout(show, GRACE_MS);
    if (genuine[0] === outcome && desk.shown() !== null) show();
  });
  clearTimeout(grace);
  const [best] = genuine;
  if (best === undefined) {
    said.replaceChildren(strong(words.none));
    return;
  }
  for (const one of genuine) {
    const row = rows.get(one.address);
    const edition = one.update.record.number;
    if (row !== undefined && edition < best.update.record.number)
      line(row, one.address, say(words.states.old, { edition }));
  }
  if (desk.shown() !== best) show();
  await shown;
}

/** What is shown of the newest genuine edition that was found so far. */
function openDesk(data: StarterData, say: Say, genuine: readonly Genuine[], said: HTMLElement) {
  const { words, prefix } = data;
  let shown: Genuine | null = null;
  const current = (): Genuine[] =>
    genuine.filter(({ update }) => update.record.number === shown?.update.record.number);
  const library = openLibrary(current);
  const told = (): string =>
    shown === null
      ? ''
      : say(words.shown, {
          edition: shown.update.record.number,
          source: new URL(shown.address).host,
        });
  const follow = (path: string): void => void (location.hash = encodeURIComponent(path));
  const pane = openPane({ section: find('pane'), data, say, library, shown: told, follow });
  return {
    pane,
    shown: () => shown,
    async show(): Promise<void> {
      const [best] = genuine;
      if (best === undefined || best === shown) return;
      const isNewer = best.update.record.number !== shown?.update.record.number;
      shown = best;
      const { record, confirmedAt, fresh } = best.update;
      const confirmed = new Date(confirmedAt);
      const lines = [strong(say(words.found, { edition: record.number, confirmed }))];
      if (!fresh) lines.push(element('p', say(words.stale, { confirmed })));
      // Headlines of the same edition are the same, and somebody may be choosing among them.
      const before = isNewer ? null : said.querySelector('section');
      const news =
        before ??
        (await newsOf(library, `${prefix}index.html`, words).catch(() => element('p', words.failed)));
      said.replaceChildren(...lines, news);
    },
  };
}

async function newsOf(library: Library, front: string, words: StarterData['words']): Promise<HTMLElement> {
  const file = await library.open(front);
  const section = element('section');
  section.append(element('h2', words.news));
  if (file === null) return section;
  const list = element('ol');
  list.className = 'news';
  for (const { path, text } of headlinesOf(parsed(file), front).slice(0, HEADLINES))
    list.append(item(path, text));
  const whole = item(front, words.whole);
  whole.className = 'whole';
  list.append(whole);
  section.append(list);
  return section;
}

function item(path: string, text: string): HTMLElement {
  const link = element('a', text);
  link.href = `#${encodeURIComponent(path)}`;
  link.dir = 'auto';
  const made = element('li');
  made.append(link);
  return made;
}

function tell(row: HTMLElement, outcome: Outcome, states: StarterData['words']['states'], say: Say): void {
  const said =
    outcome.state === 'genuine'
      ? say(states.genuine, { confirmed: new Date(outcome.update.confirmedAt) })
      : states[outcome.state];
  line(row, outcome.address, said);
}

function line(row: HTMLElement, address: string, said: string): void {
  const name = element('bdi', address);
  name.dir = 'ltr';
  row.replaceChildren(name, element('small', said));
}

function strong(text: string): HTMLElement {
  const made = element('p', text);
  made.className = 'said';
  return made;
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function find(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The file has no "${id}"`);
  return found;
}

const told = document.getElementById('data');
if (told !== null) start(readData(told));
