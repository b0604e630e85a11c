import { Mark, Node } from '@tiptap/core';
import type { Extensions } from '@tiptap/core';
import type { AttributeSpec, DOMOutputSpec, Node as PmNode } from '@tiptap/pm/model';
import { schema } from '#body';
import type { Mark as BodyMark } from '#body';
import { markDom, nodeDom } from './dom.ts';
import { bodyType, markRules, nodeRules } from './dom-rules.ts';

type MarkName = BodyMark['type'];

/** What the table commands need to know of a node; no document can tell. */
const TABLE_ROLES: Record<string, string> = { table: 'table', tableRow: 'row', tableCell: 'cell' };

type Given = Record<string, { default: unknown; validate?: string | ((value: unknown) => void) }>;

function given(attrs: Record<string, AttributeSpec> | undefined): Given {
  return Object.fromEntries(
    Object.entries(attrs ?? {}).map(([name, { default: initial, validate }]) => [
      name,
      // Rendering and reading go by `dom.ts` as a whole, not attribute by attribute.
      {
        default: initial,
        rendered: false,
        ...(validate === undefined ? {} : { validate: orNone(name, validate) }),
      },
    ]),
  );
}

/**
 * A new block has no id until `blockIds` has named it, and undoing takes the name away before it takes the block: for
 * that moment an empty id must pass. None is left when the transaction is done.
 */
function orNone(name: string, validate: string | ((value: unknown) => void)): typeof validate {
  if (name !== 'id' || typeof validate !== 'function') return validate;
  return (value) => {
    if (value !== '') validate(value);
  };
}

/** Leaves out what is not set, so that the schema says no more than the body's. */
function set<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}

function nodeExtension(name: string): Node {
  const { spec } = bodyType(name);
  return Node.create({
    name,
    topNode: name === 'doc',
    ...set({
      content: spec.content,
      marks: spec.marks,
      group: spec.group,
      inline: spec.inline,
      atom: spec.atom,
      selectable: spec.selectable,
      draggable: spec.draggable,
      code: spec.code,
      defining: spec.defining,
      isolating: spec.isolating,
    }),
    addAttributes: () => given(spec.attrs),
    extendNodeSchema: (extension) =>
      extension.name === name && TABLE_ROLES[name] !== undefined ? { tableRole: TABLE_ROLES[name] } : {},
    ...(name === 'doc' || name === 'text'
      ? {}
      : {
          parseHTML: () => nodeRules(name),
          renderHTML: ({ node }: { node: PmNode }): DOMOutputSpec => nodeDom(node),
        }),
  });
}

function markExtension(name: string): Mark {
  const spec = schema.marks[name as MarkName]?.spec ?? {};
  return Mark.create({
    name,
    ...set({ inclusive: spec.inclusive, excludes: spec.excludes }),
    addAttributes: () => given(spec.attrs),
    parseHTML: () => markRules(name),
    renderHTML: ({ mark }) => markDom(mark),
  });
}

/** The body's schema, node by node and mark by mark, as the editor wants it. */
export function bodyExtensions(): Extensions {
  return [
    ...Object.keys(schema.nodes).map(nodeExtension),
    // The order of marks is their nesting; a lower priority would sort them anew.
    ...Object.keys(schema.marks).map(markExtension),
  ];
}
