import type { Node } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { Mapping } from '@tiptap/pm/transform';
import { isBlockId, newBlockId } from '#body';
import { sameBlocks } from './changed.ts';

type Placed = { node: Node; position: number };

/** Every place that bears an id, in the order of reading. Places without a valid one stand under `''`. */
function placesOf(doc: Node): Map<string, Placed[]> {
  const places = new Map<string, Placed[]>();
  doc.descendants((node, position) => {
    if (Object.hasOwn(node.attrs, 'id')) {
      const id: unknown = node.attrs['id'];
      const key = isBlockId(id) ? id : '';
      const same = places.get(key);
      if (same === undefined) places.set(key, [{ node, position }]);
      else same.push({ node, position });
    }
    return !node.isTextblock;
  });
  return places;
}

/**
 * Which of several blocks with one id is the block itself. The one that stands where the block went; but a block
 * split at its very start left its words to the second half, and the id goes with the words.
 */
function keeperOf(
  candidates: readonly Placed[],
  old: Placed | undefined,
  mapping: Mapping,
): Placed | undefined {
  if (old === undefined) return candidates[0];
  const went = [-1, 1].map((side) => mapping.map(old.position, side));
  const standing = candidates.find((one) => went.includes(one.position)) ?? candidates[0];
  if (standing?.node.content.size !== 0 || old.node.content.size === 0) return standing;
  return candidates.find((one) => one.node.content.eq(old.node.content)) ?? standing;
}

/**
 * Gives every block an id of its own and lets none be lost: a new block gets a new one, a block that was turned
 * into another kind keeps its own, of two with the same id the one that is no copy keeps it. Runs after what
 * changes blocks, and not after what changes words alone.
 *
 * `stays` are plugins whose state must outlive the change that this makes, such as the one that undoes a typed rule.
 */
export function blockIds(random: () => number, stays: readonly Plugin[]): Plugin {
  return new Plugin({
    appendTransaction(transactions, before, state) {
      if (!transactions.some((one) => one.docChanged) || sameBlocks(before.doc, state.doc)) return null;
      const tr = named(transactions, before, state, random);
      if (tr === null) return null;
      for (const plugin of stays) {
        const kept: unknown = plugin.getState(state);
        if (kept !== null && kept !== undefined) tr.setMeta(plugin, kept);
      }
      return tr.setStoredMarks(state.storedMarks);
    },
  });
}

function named(
  transactions: readonly Transaction[],
  before: EditorState,
  state: EditorState,
  random: () => number,
): Transaction | null {
  const places = placesOf(state.doc);
  const nameless = places.get('') ?? [];
  places.delete('');
  const shared = [...places.values()].filter((same) => same.length > 1);
  if (nameless.length === 0 && shared.length === 0) return null;
  const old = placesOf(before.doc);
  const mapping = new Mapping(transactions.flatMap((one) => one.mapping.maps));
  const tr = state.tr;
  const taken = new Set(places.keys());
  const fresh = (): string => {
    for (;;) {
      const id = newBlockId(random);
      if (taken.has(id) || old.has(id)) continue;
      taken.add(id);
      return id;
    }
  };
  for (const same of shared) {
    const keeper = keeperOf(same, old.get(String(same[0]?.node.attrs['id']))?.[0], mapping);
    for (const one of same) if (one !== keeper) tr.setNodeAttribute(one.position, 'id', fresh());
  }
  const back = mapping.invert();
  for (const one of nameless) {
    const was = back.map(one.position, -1);
    const node = was <= before.doc.content.size ? before.doc.nodeAt(was) : null;
    const id: unknown = node?.attrs['id'];
    const returns = isBlockId(id) && !taken.has(id) && node?.isTextblock === one.node.isTextblock;
    if (returns) taken.add(id);
    tr.setNodeAttribute(one.position, 'id', returns ? id : fresh());
  }
  return tr;
}
