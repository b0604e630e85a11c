import { openSay } from '../say.ts';
import type { Say } from '../say.ts';
import { openWorker } from './ask.ts';
import { readData } from './data.ts';
import type { PageData } from './data.ts';
import { element } from './element.ts';
import { keptPart } from './kept.ts';
import { nothingKept, statusParts } from './status.ts';
import { tellPart } from './tell.ts';
import { exitPart, keepAllPart, stealthPart } from './switch.ts';
import { refusal, wipePart } from './wipe.ts';

/*
 * The script of the page that tells how to find the paper again. It shows what the reader's worker knows and lets the
 * reader decide what is kept. It asks no host, and keeps nothing itself.
 */

type Places = { status: HTMLElement; tools: HTMLElement };

function start(data: PageData, places: Places): void {
  const say = openSay(data);
  const show = (): void => {
    // Not there on pages from a disk, nor without TLS.
    const container = 'serviceWorker' in navigator ? navigator.serviceWorker : null;
    const controller = container?.controller ?? null;
    if (controller === null) {
      places.status.replaceChildren(...nothingKept(data));
      places.tools.replaceChildren();
    } else void fill(data, say, controller, places, show);
  };
  if ('serviceWorker' in navigator) navigator.serviceWorker.addEventListener('controllerchange', show);
  show();
}

async function fill(
  data: PageData,
  say: Say,
  controller: ServiceWorker,
  places: Places,
  again: () => void,
): Promise<void> {
  const { words } = data;
  const worker = openWorker(controller);
  if (places.status.childElementCount === 0) places.status.replaceChildren(element('p', '', words.asking));
  try {
    const [status, stories] = await Promise.all([worker.status(), worker.kept()]);
    places.status.replaceChildren(...statusParts(data, say, status));
    const wiped = (): void => {
      places.status.replaceChildren(element('p', 'reach-first', words.wiped));
      places.tools.replaceChildren();
    };
    const options = { data, say, worker, status, again };
    // What was just pressed is made anew.
    const held = document.activeElement?.id ?? '';
    places.tools.replaceChildren(
      keptPart({ ...options, stories, from: storyFrom(location.hash) }),
      keepAllPart(options),
      exitPart(options),
      ...(status.neutral ? [stealthPart(options)] : []),
      wipePart({ data, say, worker, wiped }),
      // From an address that hides the paper nothing is sent to it.
      ...(status.neutral ? [] : [tellPart(data, say, worker)]),
    );
    document.getElementById(held)?.focus();
  } catch (error) {
    places.status.replaceChildren(element('p', 'reach-risk', refusal(words, say, error)));
    places.tools.replaceChildren();
  }
}

/** The path that the line above a story puts behind this page's address. */
function storyFrom(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return '';
  }
}

function find(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no "${id}"`);
  return found;
}

const told = document.getElementById('reach-data');
if (told !== null) start(readData(told), { status: find('reach-status'), tools: find('reach-tools') });
