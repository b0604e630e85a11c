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

function start(data: StarterData): void {
  const { words } = data;
  const go = find('go');
  const button = element('button', words.try);
  go.append(button, element('small', words.tryRisk));
  let pane: Pane | null = null;
  button.addEventListener('click', () => {
    button.disabled = true;
    void run(data).then((made) => {
      pane = made;
      button.disabled = false;
    });
  });
  addEventListener('hashchange', () => {
    const path = decodeURIComponent(location.hash.slice(1));
    if (path === '') pane?.close();
    else void pane?.open(path);
  });
}

/** Asks all places, then shows what the best of them has; the places that answered first do not decide. */
async function run(data: StarterData): Promise<Pane | null> {
  const { addresses, root, words } = data;
  const say = openSay(data);
  const place = find('found');
  place.replaceChildren(element('p', say(words.trying, { count: addresses.length })));
  // The newsroom's own name is the one that a line is searched for, so others are asked before it.
  const [own = '', ...mirrors] = addresses;
  const list = element('ul');
  list.className = 'asked';
  place.append(list);
  const genuine: Genuine[] = [];
  const rows = new Map<string, HTMLElement>();
  await tryAll([...mirrors, own], { root }, (outcome) => {
    if (outcome.state === 'genuine') genuine.push(outcome);
    const row = element('li');
    rows.set(outcome.address, row);
    list.append(row);
    tell(row, outcome, words.states, say);
  });
  genuine.sort(byFreshness);
  const [best] = genuine;
  if (best === undefined) {
    place.replaceChildren(strong(words.none), list);
    return null;
  }
  for (const one of genuine) {
    const row = rows.get(one.address);
    const edition = one.update.record.number;
    if (row !== undefined && edition < best.update.record.number)
      line(row, one.address, say(words.states.old, { edition }));
  }
  return present(data, say, place, list, genuine);
}

async function present(
  data: StarterData,
  say: Say,
  place: HTMLElement,
  list: HTMLElement,
  genuine: readonly Genuine[],
): Promise<Pane | null> {
  const { words, prefix } = data;
  const [best] = genuine;
  if (best === undefined) return null;
  const { record, confirmedAt, fresh } = best.update;
  const library = openLibrary(genuine.filter(({ update }) => update.record.number === record.number));
  const confirmed = new Date(confirmedAt);
  const source = new URL(best.address).host;
  const shown = say(words.shown, { edition: record.number, source });
  const follow = (path: string): void => void (location.hash = encodeURIComponent(path));
  const pane = openPane({ section: find('pane'), data, say, library, shown, follow });
  const front = `${prefix}index.html`;
  const said = [strong(say(words.found, { edition: record.number, confirmed }))];
  if (!fresh) said.push(element('p', say(words.stale, { confirmed })));
  const news = await newsOf(library, front, words).catch(() => element('p', words.failed));
  place.replaceChildren(...said, news, list);
  return pane;
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
