import type { Block, Picture } from '../doc.ts';
import { knownProvider, linkAddress, providerOf, webAddress } from './addresses.ts';
import {
  addRef,
  embedBlock,
  type Flow,
  link,
  type MediaRef,
  note,
  paragraph,
  plain,
  type Run,
  type Scope,
} from './flow.ts';
import { pullQuote, table } from './structures.ts';
import {
  attribute,
  findElement,
  findElements,
  hasClass,
  type HtmlElement,
  type HtmlNode,
  isElement,
  wordsOf,
} from './tree.ts';

export function image(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const alt = attribute(element, 'alt').trim();
  if (isEmoji(element)) {
    flow.text(alt, scope);
    return;
  }
  if (isTracker(element)) {
    note(run, 'tracking', 'A tracking pixel was dropped');
    return;
  }
  const picture = pictureOf(run, element, '');
  if (picture) flow.block(picture);
  else {
    note(run, 'picture_nowhere', 'A picture without a usable address was dropped, its words kept');
    flow.block(...(alt === '' ? [] : [paragraph(plain(alt))]));
  }
}

function isEmoji(element: HtmlElement): boolean {
  const src = attribute(element, 'src');
  return hasClass(element, 'wp-smiley') || hasClass(element, 'emoji') || src.includes('/images/core/emoji/');
}

function isTracker(element: HtmlElement): boolean {
  return /^[01]$/.test(attribute(element, 'width')) && /^[01]$/.test(attribute(element, 'height'));
}

function pictureOf(run: Run, element: HtmlElement, caption: string): Picture | null {
  const src = sourceOf(run, element);
  const attachment = attachmentOf(run, element);
  if (src === '' && attachment === null) return null;
  const alt = attribute(element, 'alt').trim();
  return pictureBlock(run, { kind: 'picture', src, attachment, alt, caption });
}

function pictureBlock(run: Run, ref: MediaRef): Picture {
  return { type: 'picture', attrs: { id: '', media: addRef(run, ref), alt: ref.alt, caption: ref.caption } };
}

/** Past the placeholders of lazy loading. */
function sourceOf(run: Run, element: HtmlElement): string {
  for (const name of ['data-orig-file', 'data-src', 'data-lazy-src', 'data-original', 'src']) {
    const address = webAddress(attribute(element, name), run.base);
    if (address) return address;
  }
  return '';
}

function attachmentOf(run: Run, element: HtmlElement): string | null {
  const named = /(?:^|\s)wp-image-(\d+)/.exec(attribute(element, 'class'))?.[1];
  const given = named ?? (attribute(element, 'data-attachment-id') || attribute(element, 'data-id'));
  if (/^\d+$/.test(given)) return given;
  return hintOf(run, ['image', 'media-text']);
}

/** The attachment's number that the block around it names. */
function hintOf(run: Run, names: readonly string[]): string | null {
  const block = run.open.at(-1);
  if (!block || !names.includes(block.name)) return null;
  const hint = block.attrs[block.name === 'media-text' ? 'mediaId' : 'id'];
  return typeof hint === 'number' ? String(hint) : null;
}

export function figure(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  flow.flush();
  if (hasClass(element, 'wp-block-pullquote')) return pullQuote(run, element, flow, scope);
  const tables = findElement(element, (e) => e.tagName === 'table');
  if (tables) return tableFigure(run, element, tables, flow, scope);
  if (hasClass(element, 'wp-block-embed') || /(?:^|\s)wp-block-embed-/.test(attribute(element, 'class'))) {
    if (embedFigure(run, element, flow)) return;
  }
  const player = findElement(element, (e) => /^(?:video|audio)$/.test(e.tagName));
  if (player) return playerFigure(run, element, player, flow, scope);
  const pictures = findElements(element, (e) => e.tagName === 'img' && !isEmoji(e) && !isTracker(e));
  const isGallery = pictures.length > 1 || hasClass(element, 'wp-block-gallery');
  if (pictures.length > 0 && !holdsOther(element)) {
    return isGallery ? galleryFigure(run, element, flow) : pictureFigure(run, element, pictures, flow);
  }
  run.walk(element.childNodes, flow, scope);
  flow.flush();
}

function holdsOther(element: HtmlElement): boolean {
  return (
    findElement(element, (e) =>
      /^(?:iframe|object|embed|blockquote|pre|h[1-6]|lw-shortcode)$/.test(e.tagName),
    ) !== null
  );
}

function pictureFigure(run: Run, element: HtmlElement, pictures: readonly HtmlElement[], flow: Flow): void {
  const caption = wordsOf(element);
  const picture = pictures[0] ? pictureOf(run, pictures[0], caption) : null;
  if (picture) flow.block(picture);
  else if (caption !== '') flow.block(paragraph(plain(caption)));
}

function galleryFigure(run: Run, element: HtmlElement, flow: Flow): void {
  const content: Picture[] = [];
  const words: string[] = [];
  gatherGallery(run, element.childNodes, content, words);
  const caption = words.join(' ');
  if (content.length > 0) flow.block({ type: 'gallery', attrs: { id: '', caption }, content });
  else if (caption !== '') flow.block(paragraph(plain(caption)));
}

/** A picture's words are those of the smallest list item, figure or link that holds it alone; the rest is the gallery's. */
function gatherGallery(run: Run, nodes: readonly HtmlNode[], pictures: Picture[], words: string[]): void {
  for (const node of nodes) {
    if (!isElement(node)) {
      const text = wordsOf(node);
      if (text !== '') words.push(text);
      continue;
    }
    const inside = node.tagName === 'img' ? [node] : findElements(node, (e) => e.tagName === 'img');
    const first = inside[0];
    if (!first) {
      const text = wordsOf(node);
      if (text !== '') words.push(text);
    } else if (inside.length === 1) {
      const caption = wordsOf(node);
      const picture = pictureOf(run, first, caption);
      if (picture) pictures.push(picture);
      else if (caption !== '') words.push(caption);
    } else gatherGallery(run, node.childNodes, pictures, words);
  }
}

function tableFigure(run: Run, element: HtmlElement, found: HtmlElement, flow: Flow, scope: Scope): void {
  if (!element.childNodes.includes(found)) {
    run.walk(element.childNodes, flow, scope);
    flow.flush();
    return;
  }
  const outside = element.childNodes.filter((node) => node !== found);
  table(run, found, flow, scope, outside.map(wordsOf).filter(Boolean).join(' '));
}

function embedFigure(run: Run, element: HtmlElement, flow: Flow): boolean {
  const caption = findElements(element, (e) => e.tagName === 'figcaption')
    .map(wordsOf)
    .join(' ');
  const all = wordsOf(element);
  const frame = findElement(element, (e) => e.tagName === 'iframe');
  const hint = run.open.at(-1)?.attrs['url'];
  const stated = /https?:\/\/[^\s<>"]+/.exec(all)?.[0] ?? '';
  const candidates = [typeof hint === 'string' ? hint : '', stated, frame ? attribute(frame, 'src') : ''];
  const address = candidates.map((text) => webAddress(text, run.base)).find((text) => text !== null);
  if (!address) return false;
  const rest = all.replace(stated, '').replace(caption, '').trim();
  flow.block(embedBlock(address, { headline: caption, text: rest }));
  return true;
}

function playerFigure(run: Run, element: HtmlElement, player: HtmlElement, flow: Flow, scope: Scope): void {
  const words = findElements(element, (e) => e.tagName === 'figcaption')
    .map(wordsOf)
    .join(' ');
  playerBlock(run, player, flow, words);
  const outside = element.childNodes.filter(
    (node) =>
      isElement(node) &&
      node !== player &&
      node.tagName !== 'figcaption' &&
      !findElement(node, (e) => e === player),
  );
  run.walk(outside, flow, scope);
  flow.flush();
}

/** `<audio>` and `<video>`; what stands inside for browsers that cannot play is dropped. */
export function playerBlock(run: Run, element: HtmlElement, flow: Flow, words: string): void {
  const source = findElements(element, (e) => e.tagName === 'source')[0];
  const src =
    webAddress(attribute(element, 'src') || (source ? attribute(source, 'src') : ''), run.base) ?? '';
  const attachment = hintOf(run, ['audio', 'video', 'media-text']);
  flow.flush();
  if (src === '' && attachment === null) {
    note(run, 'player_nowhere', 'A player without a usable address was dropped, its words kept');
    if (words !== '') flow.block(paragraph(plain(words)));
    return;
  }
  flow.block(
    mediaBlock(run, {
      kind: element.tagName === 'audio' ? 'audio' : 'video',
      src,
      attachment,
      alt: '',
      caption: words,
    }),
  );
}

/** Sound becomes an audio block, films and files attachments; `settle` turns what was not brought over into links. */
export function mediaBlock(run: Run, ref: MediaRef): Block {
  if (ref.kind === 'picture') return pictureBlock(run, ref);
  const media = addRef(run, ref);
  if (ref.kind === 'audio')
    return { type: 'audio', attrs: { id: '', media, label: ref.caption, transcript: '' } };
  return { type: 'attachment', attrs: { id: '', media, label: ref.caption } };
}

export function fileBlock(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const anchors = findElements(element, (e) => e.tagName === 'a');
  const first = anchors[0];
  const src = first ? webAddress(attribute(first, 'href'), run.base) : null;
  if (!first || !src) {
    run.walk(element.childNodes, flow, scope);
    flow.flush();
    return;
  }
  const attachment = hintOf(run, ['file']);
  flow.block(mediaBlock(run, { kind: 'file', src, attachment, alt: '', caption: wordsOf(first) }));
}

/** `iframe`, `embed` and `object` load nothing: they become a titled link. */
export function frame(run: Run, element: HtmlElement, flow: Flow): void {
  flow.flush();
  const inner = findElement(element, (e) => e.tagName === 'embed' || e.tagName === 'iframe') ?? element;
  const candidates = [
    attribute(element, 'data'),
    attribute(element, 'data-src'),
    attribute(element, 'src'),
    attribute(inner, 'src'),
  ];
  const address = candidates.map((src) => webAddress(src, run.base)).find((src) => src !== null);
  const text = wordsOf(element);
  if (address) flow.block(embedBlock(address, { headline: attribute(element, 'title').trim(), text }));
  else {
    note(run, 'frame_nowhere', 'A frame without a usable address was dropped, its words kept');
    if (text !== '') flow.block(paragraph(plain(text)));
  }
}

const POSTS =
  /(?:^|\s)(twitter-tweet|twitter-video|instagram-media|fb-post|fb-video|tiktok-embed|reddit-card|bluesky-embed|text-post-media|wp-embedded-content)(?:\s|$)/;

/** A quoted post of a network, as its own embed code writes it. */
export function postQuote(run: Run, element: HtmlElement, flow: Flow): boolean {
  if (!POSTS.test(attribute(element, 'class'))) return false;
  const anchors = findElements(element, (e) => e.tagName === 'a').toReversed();
  const named = ['data-instgrm-permalink', 'data-text-post-permalink', 'cite', 'data-href'].map((name) =>
    attribute(element, name),
  );
  const hrefs = [...named, ...anchors.map((a) => attribute(a, 'href'))];
  const addresses = hrefs.map((href) => webAddress(href, run.base)).filter((href) => href !== null);
  const address = addresses.find((href) => knownProvider(href)) ?? addresses[0];
  if (!address) return false;
  flow.block(embedBlock(address, { text: wordsOf(element) }));
  return true;
}

const AUDIO_KEYS = ['src', 'mp3', 'm4a', 'ogg', 'oga', 'opus', 'wav', 'wma', 'flac'];
const VIDEO_KEYS = ['src', 'mp4', 'm4v', 'webm', 'ogv', 'wmv', 'flv', 'mov'];

export function shortcode(run: Run, element: HtmlElement, flow: Flow, scope: Scope): void {
  const name = attribute(element, 'name');
  const get = (key: string): string => attribute(element, `data-${key}`);
  flow.flush();
  if (name === 'gallery' || name === 'playlist') listed(run, name, get, flow);
  else if (name === 'embed') {
    const address = webAddress(wordsOf(element) || get('src') || get('first'), run.base);
    if (address) flow.block(embedBlock(address, {}));
    else run.walk(element.childNodes, flow, scope);
  } else {
    const keys = name === 'audio' ? AUDIO_KEYS : VIDEO_KEYS;
    const text = keys.map(get).find((value) => value !== '') ?? get('first');
    const src = webAddress(text || wordsOf(element), run.base);
    if (src)
      flow.block(
        mediaBlock(run, {
          kind: name === 'audio' ? 'audio' : 'video',
          src,
          attachment: null,
          alt: '',
          caption: '',
        }),
      );
    else {
      note(run, 'shortcode_nowhere', `The shortcode [${name}] has no usable address and was dropped`, name);
      run.walk(element.childNodes, flow, scope);
    }
  }
  flow.flush();
}

function listed(run: Run, name: string, get: (key: string) => string, flow: Flow): void {
  const named = (get('ids') || get('include')).split(/[\s,]+/).filter((id) => /^\d+$/.test(id));
  const excluded = new Set(get('exclude').split(/[\s,]+/));
  const ids = (named.length > 0 ? named : run.children).filter((id) => !excluded.has(id)).slice(0, 500);
  if (ids.length === 0)
    return note(run, 'shortcode_empty', `The shortcode [${name}] has nothing in it and was dropped`, name);
  const refs = ids.map((attachment): MediaRef => {
    const kind = name === 'gallery' ? 'picture' : get('type') === 'video' ? 'video' : 'audio';
    return { kind, src: '', attachment, alt: '', caption: '' };
  });
  if (name === 'playlist') flow.block(...refs.map((ref) => mediaBlock(run, ref)));
  else
    flow.block({
      type: 'gallery',
      attrs: { id: '', caption: '' },
      content: refs.map((ref) => pictureBlock(run, ref)),
    });
}

/** A plain link in a paragraph of its own. */
export function linkLine(href: string, label: string, base: string | null): Block | null {
  const address = linkAddress(href, base);
  if (label === '' && !address) return null;
  const text = label === '' && address ? providerOf(address) : label;
  return paragraph(address ? [{ type: 'text', text, marks: [link(address)] }] : plain(text));
}
