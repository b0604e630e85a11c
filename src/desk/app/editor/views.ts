import type { Node } from '@tiptap/pm/model';
import type { NodeViewConstructor } from '@tiptap/pm/view';
import type { EditorWords } from '../languages/editor/en.ts';
import { NODE_NAME } from './dom.ts';
import type { WatchedMedia } from './media.ts';

/*
 * How pictures, sounds, files and embeds look while a story is written. Plain elements: a story with a hundred of
 * them costs no more to type in than one without.
 */

function element(name: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

type Shown = { dom: HTMLElement; show: (node: Node) => void };
type Watch = (heard: () => void) => () => void;

function leafView(make: () => Shown, watch: Watch, onOpen: () => void): NodeViewConstructor {
  return (node) => {
    const { dom, show } = make();
    dom.setAttribute(NODE_NAME, node.type.name);
    dom.addEventListener('dblclick', onOpen);
    show(node);
    let shown = node;
    const forget = watch(() => show(shown));
    return {
      dom,
      ignoreMutation: () => true,
      destroy: forget,
      update(next) {
        if (next.type !== shown.type) return false;
        if (next !== shown) show(next);
        shown = next;
        return true;
      },
    };
  };
}

function picture(media: WatchedMedia, words: EditorWords): Shown {
  const dom = element('figure', 'picture');
  const image = document.createElement('img');
  const caption = element('figcaption', 'caption');
  dom.append(image, caption);
  let asked = '';
  return {
    dom,
    show(node) {
      const { media: id, alt, caption: own } = node.attrs as { media: string; alt: string; caption: string };
      image.alt = alt;
      caption.textContent = own;
      asked = id;
      void media
        .find(id)
        .catch(() => null)
        .then((medium) => {
          if (asked !== id) return;
          dom.classList.toggle('missing', medium === null);
          if (medium === null) caption.textContent = own || words.picture.missing;
          else {
            if (medium.preview !== null && image.getAttribute('src') !== medium.preview)
              image.src = medium.preview;
            image.alt = alt || medium.alt;
            caption.textContent = [own || medium.caption, medium.credit]
              .filter((text) => text !== '')
              .join(' · ');
          }
          dom.classList.toggle(
            'wanting',
            medium !== null && ((alt || medium.alt) === '' || medium.credit === ''),
          );
        });
    },
  };
}

function file(media: WatchedMedia, words: EditorWords, kind: 'attachment' | 'audio'): Shown {
  const dom = element('div', 'file');
  const label = element('strong', 'label');
  dom.append(element('span', 'kind', words.blocks[kind]), label);
  return {
    dom,
    show(node) {
      const { media: id, label: own } = node.attrs as { media: string; label: string };
      label.textContent = own;
      void media
        .find(id)
        .catch(() => null)
        .then((medium) => {
          dom.classList.toggle('missing', medium === null);
          if (own === '') label.textContent = medium === null ? words.picture.missing : medium.name;
        });
    },
  };
}

function embed(words: EditorWords): Shown {
  const dom = element('div', 'file');
  const headline = element('strong', 'label');
  const text = element('p', 'text');
  const source = element('p', 'source');
  dom.append(element('span', 'kind', words.blocks.embed), headline, text, source);
  return {
    dom,
    show(node) {
      const attrs = node.attrs as Record<'url' | 'headline' | 'text' | 'author' | 'provider', string>;
      headline.textContent = attrs.headline || attrs.url;
      text.textContent = attrs.text;
      source.textContent = [attrs.author, attrs.provider].filter((one) => one !== '').join(', ');
    },
  };
}

/** Views of the blocks that are no text, by name. `onOpen`: someone wants to set what the selected block says. */
export function blockViews(
  media: WatchedMedia,
  words: EditorWords,
  onOpen: () => void,
): Record<string, NodeViewConstructor> {
  return {
    picture: leafView(() => picture(media, words), media.watch, onOpen),
    attachment: leafView(() => file(media, words, 'attachment'), media.watch, onOpen),
    audio: leafView(() => file(media, words, 'audio'), media.watch, onOpen),
    embed: leafView(() => embed(words), media.watch, onOpen),
  };
}
