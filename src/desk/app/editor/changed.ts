import type { Node } from '@tiptap/pm/model';

/*
 * Nodes are shared between versions of a document, so what changed is found by identity: the cost of a key is that
 * of walking past equal neighbours, not of reading the text.
 */

/** How many children two nodes share at their start and at their end. */
function sharedEnds(before: Node, after: Node): { head: number; tail: number } {
  const least = Math.min(before.childCount, after.childCount);
  let head = 0;
  while (head < least && before.child(head) === after.child(head)) head += 1;
  let tail = 0;
  while (
    tail < least - head &&
    before.child(before.childCount - 1 - tail) === after.child(after.childCount - 1 - tail)
  ) {
    tail += 1;
  }
  return { head, tail };
}

/** Whether two documents have the same blocks with the same attributes in the same places: only words differ. */
export function sameBlocks(before: Node, after: Node): boolean {
  if (before === after) return true;
  if (!before.hasMarkup(after.type, after.attrs, after.marks)) return false;
  if (before.isTextblock || before.isLeaf) return true;
  if (before.childCount !== after.childCount) return false;
  const { head, tail } = sharedEnds(before, after);
  for (let index = head; index < after.childCount - tail; index += 1) {
    if (!sameBlocks(before.child(index), after.child(index))) return false;
  }
  return true;
}

/** Visits each text block of `after` that does not stand in `before` as it is, with its position. */
export function changedTextBlocks(
  before: Node,
  after: Node,
  visit: (node: Node, position: number) => void,
  start = 0,
): void {
  if (before === after) return;
  const { head, tail } = sharedEnds(before, after);
  let position = start;
  for (let index = 0; index < head; index += 1) position += after.child(index).nodeSize;
  const paired = before.childCount === after.childCount;
  for (let index = head; index < after.childCount - tail; index += 1) {
    const child = after.child(index);
    const old = paired ? before.child(index) : null;
    if (child.isTextblock) visit(child, position);
    else if (!child.isLeaf && old !== null && old.type === child.type) {
      changedTextBlocks(old, child, visit, position + 1);
    } else if (!child.isLeaf) {
      const inside = position + 1;
      child.descendants((node, offset) => {
        if (node.isTextblock) visit(node, inside + offset);
        return !node.isTextblock;
      });
    }
    position += child.nodeSize;
  }
}
