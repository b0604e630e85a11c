import { MARK_ORDER } from '../attributes.ts';
import type { Inline, Mark } from '../doc.ts';

/** Inline content as `parseBody` gives it: marks in the order of the schema, neighbours with equal marks joined. */
export function canonical(content: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const node of content) {
    const marks = inOrder(node.marks);
    const last = joined.at(-1);
    if (last?.type === 'text' && node.type === 'text' && sameMarks(last.marks ?? [], marks))
      last.text += node.text;
    else if (node.type === 'hardBreak')
      joined.push(marks.length === 0 ? { type: 'hardBreak' } : { type: 'hardBreak', marks });
    else
      joined.push(
        marks.length === 0 ? { type: 'text', text: node.text } : { type: 'text', text: node.text, marks },
      );
  }
  return joined;
}

function inOrder(marks: readonly Mark[] = []): Mark[] {
  return marks.toSorted((a, b) => MARK_ORDER.indexOf(a.type) - MARK_ORDER.indexOf(b.type));
}

function sameMarks(a: readonly Mark[], b: readonly Mark[]): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length;
  return JSON.stringify(a) === JSON.stringify(b);
}
