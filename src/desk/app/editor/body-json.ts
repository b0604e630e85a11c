import type { Node } from '@tiptap/pm/model';
import { parseBody } from '#body';
import type { Doc } from '#body';

const known = new WeakMap<Node, unknown>();

function jsonOf(node: Node): unknown {
  const found = known.get(node);
  if (found !== undefined) return found;
  const json: unknown = node.toJSON();
  known.set(node, json);
  return json;
}

/** The body as it stands. A block that has not changed since it was last asked for is not read again. */
export function bodyOf(doc: Node): Doc {
  const content: unknown[] = [];
  doc.forEach((block) => content.push(jsonOf(block)));
  return { type: 'doc', content } as Doc;
}

/** As {@link bodyOf}, read by the border that everything stored passes. @throws BodyError when a limit is passed */
export function checkedBodyOf(doc: Node): Doc {
  return parseBody(bodyOf(doc));
}
