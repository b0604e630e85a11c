import type { Say } from '../say.ts';
import type { StarterData } from './data.ts';
import { frameText, parsed, pathOf } from './page.ts';
import type { Library } from './page.ts';

/* Where a page of the edition is read inside this file: a bar above, the page in a frame in which nothing can run. */

export type Pane = {
  /** Shows a page of the edition; nothing else is shown meanwhile. */
  open(path: string): Promise<void>;
  close(): void;
};

export type PaneOptions = {
  section: HTMLElement;
  data: StarterData;
  say: Say;
  library: Library;
  /** What stands in the bar: which edition, by way of whom. */
  shown: () => string;
  /** Called when a reader follows a link to another page of the edition. */
  follow: (path: string) => void;
};

const PICTURES = 12;

export function openPane({ section, data, library, shown, follow }: PaneOptions): Pane {
  const { words } = data;
  const back = document.createElement('button');
  back.textContent = words.back;
  back.addEventListener('click', () => history.back());
  const note = document.createElement('p');
  const bar = document.createElement('header');
  bar.append(back, note);
  const addresses: string[] = [];
  let turn = 0;
  const close = (): void => {
    turn += 1;
    section.hidden = true;
    section.replaceChildren();
    for (const address of addresses.splice(0)) URL.revokeObjectURL(address);
  };
  const show = async (path: string, mine: number): Promise<void> => {
    const file = await library.open(path);
    if (mine !== turn) return;
    if (file === null) {
      note.replaceChildren(words.gone);
      return;
    }
    const page = parsed(file);
    const title = page.title;
    const frame = newFrame(title, await frameText(library, path, page));
    if (mine !== turn) return;
    section.replaceChildren(bar, frame);
    await new Promise((loaded) => frame.addEventListener('load', loaded, { once: true }));
    note.replaceChildren(shown());
    const inner = frame.contentDocument;
    if (inner === null || mine !== turn) return;
    inner.addEventListener('click', (event) => followLink(event, path, follow));
    await showPictures(library, inner, (address) => addresses.push(address));
  };
  return {
    async open(path) {
      close();
      const mine = turn;
      note.replaceChildren(words.opening);
      section.replaceChildren(bar);
      section.hidden = false;
      back.focus();
      try {
        await show(path, mine);
      } catch {
        // Whatever the reason, a reader can only try again.
        if (mine === turn) note.replaceChildren(words.failed);
      }
    },
    close,
  };
}

/** Same origin so that links can be followed from here; without scripts, whatever the page holds. */
function newFrame(title: string, text: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin allow-popups allow-popups-to-escape-sandbox');
  frame.title = title;
  frame.srcdoc = text;
  return frame;
}

function followLink(event: Event, path: string, follow: (path: string) => void): void {
  const { target } = event;
  const link = target === null || !('closest' in target) ? null : (target as Element).closest('a[href]');
  if (link === null) return;
  const href = link.getAttribute('href') ?? '';
  const wanted = pathOf(href, path);
  if (wanted === null) {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noreferrer');
    return;
  }
  event.preventDefault();
  if (wanted.path !== path) follow(wanted.path);
  else link.ownerDocument.getElementById(wanted.fragment)?.scrollIntoView();
}

/** One after the other: text matters more than a line full of pictures. */
async function showPictures(
  library: Library,
  page: Document,
  keep: (address: string) => void,
): Promise<void> {
  for (const picture of [...page.querySelectorAll<HTMLImageElement>('img[data-path]')].slice(0, PICTURES)) {
    const file = await library.open(picture.dataset['path'] ?? '').catch(() => null);
    if (file === null) continue;
    const address = URL.createObjectURL(new Blob([new Uint8Array(file.bytes)], { type: file.entry.type }));
    keep(address);
    picture.src = address;
  }
}
