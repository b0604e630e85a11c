import type { ContentMatch, NodeType } from 'prosemirror-model';
import { MARK_ATTRIBUTES, MARK_ORDER, NODE_ATTRIBUTES } from './attributes.ts';
import type { Attribute } from './attributes.ts';
import type { Doc } from './doc.ts';
import { calm } from './calm.ts';
import { schema } from './schema.ts';
import { badInLine, badInLines } from './text.ts';

/** What a body may weigh: levels of nesting, nodes, and UTF-16 units in all its strings together. */
export const LIMITS = { depth: 32, nodes: 50_000, text: 2_000_000 } as const;

export type BodyErrorCode =
  | 'not_a_node'
  | 'unknown_node'
  | 'unknown_mark'
  | 'unknown_key'
  | 'unknown_attribute'
  | 'missing_attribute'
  | 'bad_attribute'
  | 'duplicate_id'
  | 'bad_content'
  | 'bad_mark'
  | 'bad_text'
  | 'too_deep'
  | 'too_large'
  | 'unknown_block'
  | 'bad_range';

/** A body that is not one. `path` leads to the place, as in `content[3].attrs.level`; '' is the whole. */
export class BodyError extends Error {
  readonly code: BodyErrorCode;
  readonly path: string;

  constructor(code: BodyErrorCode, path: string, message: string) {
    super(path === '' ? message : `${message} (${path})`);
    this.name = 'BodyError';
    this.code = code;
    this.path = path;
  }
}

type Fields = Record<string, unknown>;
type PlainMark = { type: string; attrs?: Fields };
type PlainNode = { type: string; attrs?: Fields; content?: PlainNode[]; text?: string; marks?: PlainMark[] };
type Progress = { ids: Set<string>; nodes: number; text: number };

const NODES: ReadonlyMap<string, Record<string, Attribute<unknown>>> = new Map(
  Object.entries(NODE_ATTRIBUTES),
);
const MARKS: ReadonlyMap<string, Record<string, Attribute<unknown>>> = new Map(
  Object.entries(MARK_ATTRIBUTES),
);
const NODE_KEYS: ReadonlySet<string> = new Set(['type', 'attrs', 'content', 'marks']);
const TEXT_KEYS: ReadonlySet<string> = new Set(['type', 'text', 'marks']);
const MARK_KEYS: ReadonlySet<string> = new Set(['type', 'attrs']);

/**
 * Reads a body from JSON of unknown origin. The answer is a fresh copy in one canonical form: marks in the order
 * of the schema, neighbouring texts with equal marks joined, no empty `marks` or `content`, and no marks that turn the
 * direction of text without an end, save in code.
 *
 * @throws BodyError for anything that `doc.ts` does not describe: an unknown node, mark, key or attribute, a
 * missing attribute, a malformed or repeated block id, an unsafe address, forbidden characters, too much of it.
 */
export function parseBody(json: unknown): Doc {
  const node = readNode(json, '', 0, { ids: new Set(), nodes: 0, text: 0 });
  if (node.type !== 'doc')
    throw new BodyError('bad_content', '', `A body must be a "doc", not "${node.type}"`);
  // Everything that the type promises has just been checked against the schema.
  return node as unknown as Doc;
}

function readNode(value: unknown, path: string, depth: number, progress: Progress): PlainNode {
  if (depth > LIMITS.depth) {
    throw new BodyError('too_deep', path, `Nesting must not pass ${LIMITS.depth} levels; flatten the lists`);
  }
  if (++progress.nodes > LIMITS.nodes) {
    throw new BodyError('too_large', path, `A body must hold at most ${LIMITS.nodes} nodes; split the story`);
  }
  const fields = fieldsOf(value, path);
  const name = nameOf(fields, path);
  const attributes = NODES.get(name);
  if (attributes === undefined) throw new BodyError('unknown_node', path, `Unknown node "${short(name)}"`);
  if (name === 'text') return readText(fields, path, progress);
  knownKeys(fields, NODE_KEYS, path);
  const node: PlainNode = { type: name };
  const attrs = readAttributes(fields['attrs'], attributes, name, path, progress);
  if (attrs !== null) node.attrs = attrs;
  const type = nodeType(name);
  const content = readContent(fields['content'], type, path, depth, progress);
  if (content.length > 0) node.content = content;
  const marks = readMarks(fields['marks'], path, progress);
  if (marks.length > 0 && !type.isInline)
    throw new BodyError('bad_mark', path, `A "${name}" carries no marks`);
  if (marks.length > 0) node.marks = marks;
  return node;
}

function readText(fields: Fields, path: string, progress: Progress): PlainNode {
  knownKeys(fields, TEXT_KEYS, path);
  const text = fields['text'];
  if (typeof text !== 'string' || text === '') {
    throw new BodyError('bad_text', `${path}.text`, 'Text must be a string that is not empty');
  }
  weigh(text, path, progress);
  const marks = readMarks(fields['marks'], path, progress);
  return marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text };
}

function readAttributes(
  value: unknown,
  known: Record<string, Attribute<unknown>>,
  name: string,
  path: string,
  progress: Progress,
): Fields | null {
  const names = Object.keys(known);
  if (value === undefined && names.length === 0) return null;
  const given = value === undefined ? {} : fieldsOf(value, `${path}.attrs`);
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(known, key)) continue;
    throw new BodyError(
      'unknown_attribute',
      `${path}.attrs`,
      `Unknown attribute "${short(key)}" of "${name}"`,
    );
  }
  const attrs: Fields = {};
  for (const key of names) {
    const place = `${path}.attrs.${key}`;
    if (!Object.hasOwn(given, key))
      throw new BodyError('missing_attribute', place, `Missing attribute of "${name}"`);
    const attribute = known[key];
    const found = given[key];
    const wrong = attribute?.wrong(found) ?? null;
    if (wrong !== null) throw new BodyError('bad_attribute', place, `Attribute "${key}" ${wrong}`);
    const content = typeof found === 'string' ? (attribute?.keep?.(found) ?? found) : found;
    if (typeof content === 'string') weigh(content, place, progress);
    if (key === 'id') claim(String(content), place, progress);
    attrs[key] = content;
  }
  return names.length === 0 ? null : attrs;
}

function claim(id: string, path: string, progress: Progress): void {
  if (progress.ids.has(id)) {
    throw new BodyError('duplicate_id', path, `Block id "${id}" stands twice; pass the body through withIds`);
  }
  progress.ids.add(id);
}

function weigh(text: string, path: string, progress: Progress): void {
  progress.text += text.length;
  if (progress.text > LIMITS.text) {
    throw new BodyError(
      'too_large',
      path,
      `A body must hold at most ${LIMITS.text} characters; split the story`,
    );
  }
}

function readContent(
  value: unknown,
  type: NodeType,
  path: string,
  depth: number,
  progress: Progress,
): PlainNode[] {
  const place = path === '' ? 'content' : `${path}.content`;
  if (value !== undefined && !Array.isArray(value))
    throw new BodyError('bad_content', place, 'Content must be a list');
  const content: PlainNode[] = [];
  let match: ContentMatch | null = type.contentMatch;
  for (const [index, item] of (value ?? []).entries()) {
    const child = readNode(item, `${place}[${index}]`, depth + 1, progress);
    match = match.matchType(nodeType(child.type));
    if (match === null) {
      throw new BodyError(
        'bad_content',
        `${place}[${index}]`,
        `A "${type.name}" takes no "${child.type}" here`,
      );
    }
    if (child.type === 'text') checkText(child, type, `${place}[${index}]`);
    content.push(child);
  }
  if (!match.validEnd) throw new BodyError('bad_content', place, `A "${type.name}" must hold more than this`);
  if (!type.inlineContent) return content;
  return joined(type.spec.code === true ? content : calmed(content));
}

/** Code is shown as it is written; of all other text the marks go that turn its direction, and texts of nothing else. */
function calmed(content: readonly PlainNode[]): PlainNode[] {
  const texts = calm(content.map(({ text = '' }) => text));
  return content.flatMap((node, at) => {
    const text = texts[at] ?? '';
    if (node.type !== 'text' || text === node.text) return [node];
    return text === '' ? [] : [{ ...node, text }];
  });
}

function joined(content: readonly PlainNode[]): PlainNode[] {
  const all: PlainNode[] = [];
  for (const node of content) {
    const last = all.at(-1);
    if (last !== undefined && joins(last, node)) last.text = `${last.text ?? ''}${node.text ?? ''}`;
    else all.push(node);
  }
  return all;
}

function checkText(child: PlainNode, parent: NodeType, path: string): void {
  const code = parent.spec.code === true;
  const bad = code ? badInLines(child.text ?? '') : badInLine(child.text ?? '');
  if (bad !== null) {
    const remedy = code ? 'cleanLines' : 'cleanLine';
    throw new BodyError('bad_text', `${path}.text`, `Text must not hold ${bad}; pass it through ${remedy}`);
  }
  if (code && child.marks !== undefined) throw new BodyError('bad_mark', path, 'Code carries no marks');
}

function joins(before: PlainNode, after: PlainNode): boolean {
  if (before.type !== 'text' || after.type !== 'text') return false;
  const [a, b] = [before.marks ?? [], after.marks ?? []];
  return a.length === b.length && (a.length === 0 || JSON.stringify(a) === JSON.stringify(b));
}

function readMarks(value: unknown, path: string, progress: Progress): PlainMark[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new BodyError('bad_mark', `${path}.marks`, 'Marks must be a list');
  if (value.length > MARK_ORDER.length)
    throw new BodyError('bad_mark', `${path}.marks`, 'A mark stands twice');
  const marks = value.map((mark, index) => readMark(mark, `${path}.marks[${index}]`, progress));
  marks.sort((a, b) => MARK_ORDER.indexOf(a.type) - MARK_ORDER.indexOf(b.type));
  const twice = marks.find((mark, index) => mark.type === marks[index + 1]?.type);
  if (twice !== undefined)
    throw new BodyError('bad_mark', `${path}.marks`, `Mark "${twice.type}" stands twice`);
  return marks;
}

function readMark(value: unknown, path: string, progress: Progress): PlainMark {
  const fields = fieldsOf(value, path);
  const name = nameOf(fields, path);
  const attributes = MARKS.get(name);
  if (attributes === undefined) throw new BodyError('unknown_mark', path, `Unknown mark "${short(name)}"`);
  knownKeys(fields, MARK_KEYS, path);
  const attrs = readAttributes(fields['attrs'], attributes, name, path, progress);
  return attrs === null ? { type: name } : { type: name, attrs };
}

const TYPES: ReadonlyMap<string, NodeType> = new Map(Object.entries(schema.nodes));

function nodeType(name: string): NodeType {
  const type = TYPES.get(name);
  if (type === undefined) throw new Error(`The schema lacks the node "${name}"`);
  return type;
}

function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BodyError('not_a_node', path, 'Expected an object');
  }
  return value as Fields;
}

function nameOf(fields: Fields, path: string): string {
  const name = Object.hasOwn(fields, 'type') ? fields['type'] : undefined;
  if (typeof name !== 'string') throw new BodyError('not_a_node', path, 'Expected an object with a "type"');
  return name;
}

function knownKeys(fields: Fields, known: ReadonlySet<string>, path: string): void {
  for (const key of Object.keys(fields)) {
    if (!known.has(key)) throw new BodyError('unknown_key', path, `Unknown key "${short(key)}"`);
  }
}

/** Hostile names must not fill a log. */
function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
