import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { EditorView } from '@tiptap/pm/view';
import { nodeType } from './commands.ts';
import type { EditorMedia, KnownMedium } from './media.ts';

export type UploadWords = {
  uploading: (name: string) => string;
  failed: (name: string) => string;
  retry: string;
  cancel: string;
};

type Act = { add: { id: string; position: number; element: HTMLElement } } | { remove: string };

const key = new PluginKey<DecorationSet>('uploads');

/** Where files on their way stand: beside the text, never in it. */
export function uploadPlaces(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, set) {
        const mapped = set.map(tr.mapping, tr.doc);
        const act = tr.getMeta(key) as Act | undefined;
        if (act === undefined) return mapped;
        if ('add' in act) {
          const { id, position, element } = act.add;
          return mapped.add(tr.doc, [
            Decoration.widget(position, element, {
              id,
              key: id,
              side: 1,
              ignoreSelection: true,
              stopEvent: () => true,
            }),
          ]);
        }
        return mapped.remove(mapped.find(undefined, undefined, (spec) => spec['id'] === act.remove));
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

function placeOf(state: EditorState, id: string): number | null {
  const [found] = key.getState(state)?.find(undefined, undefined, (spec) => spec['id'] === id) ?? [];
  return found?.from ?? null;
}

export type Uploading = {
  view: EditorView;
  file: File;
  position: number;
  media: EditorMedia;
  words: UploadWords;
  /** Asks for the words of a picture at once, and hears when it has arrived, failed or was given up. */
  onStart: (upload: { id: string; file: File; arrived: Promise<KnownMedium | null> }) => void;
};

let count = 0;

/** Sends a file on its way. The text can be written on meanwhile; a failure leaves it as it is. */
export function startUpload(options: Uploading): void {
  const { view, file, media, words } = options;
  count += 1;
  const id = `upload-${count}`;
  const place = placeholder(words, file.name);
  const $at = view.state.doc.resolve(Math.min(options.position, view.state.doc.content.size));
  const position = $at.depth === 0 ? $at.pos : $at.after(1);
  const act: Act = { add: { id, position, element: place.element } };
  view.dispatch(view.state.tr.setMeta(key, act).setMeta('addToHistory', false));
  const remove = (): void => {
    if (view.isDestroyed) return;
    const gone: Act = { remove: id };
    view.dispatch(view.state.tr.setMeta(key, gone).setMeta('addToHistory', false));
  };
  const arrived = new Promise<KnownMedium | null>((settle) => {
    const attempt = (): void => {
      const stop = new AbortController();
      place.onCancel(() => {
        stop.abort();
        remove();
        settle(null);
      });
      media.upload(file, place.progress, stop.signal).then(
        (medium) => {
          if (view.isDestroyed || stop.signal.aborted) return settle(null);
          putMedium(view, placeOf(view.state, id), medium);
          remove();
          settle(medium);
        },
        (error: unknown) => {
          if (!stop.signal.aborted)
            place.fail(error instanceof Error ? error.message : String(error), attempt);
        },
      );
    };
    attempt();
  });
  options.onStart({ id, file, arrived });
}

export function mediumNode(state: EditorState, medium: KnownMedium): Node {
  if (medium.kind === 'picture') {
    return nodeType(state.schema, 'picture').create({ media: medium.id });
  }
  if (medium.kind === 'audio')
    return nodeType(state.schema, 'audio').create({ media: medium.id, label: medium.name });
  return nodeType(state.schema, 'attachment').create({ media: medium.id, label: medium.name });
}

function putMedium(view: EditorView, position: number | null, medium: KnownMedium): void {
  const { state } = view;
  const node = mediumNode(state, medium);
  const at = position ?? state.doc.content.size;
  view.dispatch(replacingEmpty(state, at, node));
}

/** An empty paragraph before the place gives way to what arrives. */
function replacingEmpty(state: EditorState, at: number, node: Node): Transaction {
  const before = state.doc.resolve(at).nodeBefore;
  const isEmpty = before?.type.name === 'paragraph' && before.content.size === 0;
  const alone = isEmpty && at >= state.doc.content.size;
  if (isEmpty && !alone) return state.tr.replaceWith(at - before.nodeSize, at, node);
  return state.tr.insert(alone ? at - before.nodeSize : at, node);
}

function placeholder(words: UploadWords, name: string) {
  const element = document.createElement('figure');
  element.className = 'upload';
  element.contentEditable = 'false';
  const line = document.createElement('p');
  line.setAttribute('role', 'status');
  line.textContent = words.uploading(name);
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.setAttribute('aria-label', words.uploading(name));
  const retry = button(words.retry);
  const cancel = button(words.cancel);
  retry.hidden = true;
  element.append(line, bar, retry, cancel);
  return {
    element,
    progress: (share: number) => {
      bar.value = share;
    },
    onCancel: (act: () => void) => {
      cancel.onclick = act;
    },
    fail: (reason: string, again: () => void) => {
      line.textContent = `${words.failed(name)}: ${reason}`;
      bar.hidden = true;
      retry.hidden = false;
      retry.onclick = () => {
        line.textContent = words.uploading(name);
        bar.hidden = false;
        retry.hidden = true;
        again();
      };
    },
  };
}

function button(label: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = label;
  return element;
}

/** Makes one gallery of pictures that arrived one by one, in the order that they were chosen in. */
export function joinGallery(view: EditorView, media: readonly string[]): void {
  if (view.isDestroyed) return;
  const { state } = view;
  const found = new Map<string, { position: number; node: Node }>();
  state.doc.forEach((node, position) => {
    const id = String(node.attrs['media']);
    if (node.type.name === 'picture' && media.includes(id) && !found.has(id))
      found.set(id, { node, position });
  });
  const pictures = media.flatMap((id) => found.get(id) ?? []);
  if (pictures.length < 2) return;
  const first = Math.min(...pictures.map((one) => one.position));
  const gallery = nodeType(state.schema, 'gallery').create(
    null,
    pictures.map((one) => one.node),
  );
  const tr = state.tr.insert(first, gallery);
  for (const { position, node } of pictures.toSorted((a, b) => b.position - a.position)) {
    const from = tr.mapping.slice(0, 1).map(position, 1);
    tr.delete(from, from + node.nodeSize);
  }
  view.dispatch(tr);
}
