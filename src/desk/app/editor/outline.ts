import type { Node } from '@tiptap/pm/model';

export type OutlineLine = { id: string; level: number; text: string };

/** The headings of a story in the order of reading. */
export function outlineOf(doc: Node): OutlineLine[] {
  const lines: OutlineLine[] = [];
  doc.descendants((node) => {
    if (node.type.name === 'heading') {
      lines.push({
        id: String(node.attrs['id']),
        level: Number(node.attrs['level']),
        text: node.textContent,
      });
    }
    return !node.isTextblock;
  });
  return lines;
}

/** Where the block with an id stands, or null. */
export function positionOf(doc: Node, id: string): number | null {
  let found: number | null = null;
  doc.descendants((node, position) => {
    if (node.attrs['id'] === id) found = position;
    return found === null && !node.isTextblock;
  });
  return found;
}
