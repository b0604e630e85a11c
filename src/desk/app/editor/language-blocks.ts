import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { changedTextBlocks } from './changed.ts';
import { directionOf } from './direction.ts';

/** The one language that all words of a block are marked with, or null. */
function languageOf(node: Node): string | null {
  let found: string | null = null;
  for (let index = 0; index < node.childCount; index += 1) {
    const child = node.child(index);
    const lang: unknown = child.marks.find((mark) => mark.type.name === 'language')?.attrs['lang'];
    if (typeof lang !== 'string' || (found !== null && found !== lang)) return null;
    found = lang;
  }
  return found;
}

function decorationOf(node: Node, position: number): Decoration[] {
  const lang = languageOf(node);
  if (lang === null) return [];
  return [Decoration.node(position, position + node.nodeSize, { lang, dir: directionOf(lang) })];
}

function all(doc: Node): DecorationSet {
  const found: Decoration[] = [];
  doc.descendants((node, position) => {
    if (node.isTextblock) found.push(...decorationOf(node, position));
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, found);
}

const key = new PluginKey<DecorationSet>('languages');

/** A block that is wholly in another language stands in that language's direction. */
export function languageBlocks(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, state) => all(state.doc),
      apply(tr, set, before) {
        if (!tr.docChanged) return set;
        let next = set.map(tr.mapping, tr.doc);
        changedTextBlocks(before.doc, tr.doc, (node, position) => {
          next = next.remove(next.find(position, position + 1).filter((one) => one.from === position));
          next = next.add(tr.doc, decorationOf(node, position));
        });
        return next;
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}
