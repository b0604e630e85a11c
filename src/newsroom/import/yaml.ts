import { isCollection, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';
import { type Remark, remark } from './remark.ts';

/** A fault in a YAML text, with the line it stands on (1 is the first). */
export class YamlFault extends Error {
  readonly line: number;
  readonly said: Remark;

  constructor(line: number, said: Remark) {
    super(said.text);
    this.name = 'YamlFault';
    this.line = line;
    this.said = said;
  }
}

/** YAML with the place of everything in it, so that a fault can be told by its line. */
export class Yaml {
  readonly #document: Document.Parsed;
  readonly #lines: LineCounter;
  readonly #offset: number;
  readonly value: unknown;

  /** `offset` counts the lines that stand above the text in its file. Throws `YamlFault`. */
  constructor(source: string, offset = 0) {
    this.#lines = new LineCounter();
    this.#offset = offset;
    this.#document = parsed(source, this.#lines, offset);
    const fault = this.#document.errors[0];
    if (fault) throw new YamlFault(this.#lineOf(fault.pos[0]), sentence(fault.message));
    try {
      this.value = this.#document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      throw new YamlFault(1 + offset, sentence(error instanceof Error ? error.message : String(error)));
    }
  }

  /** The line of the deepest part of a path that exists. */
  lineAt(path: readonly PropertyKey[]): number {
    let node: unknown = this.#document.contents;
    let line = this.#nodeLine(node);
    for (const key of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
        if (!pair) break;
        line = this.#nodeLine(pair.key) ?? line;
        node = pair.value;
      } else if (isCollection(node)) {
        node = node.get(key, true);
        line = this.#nodeLine(node) ?? line;
      } else break;
    }
    return line ?? 1 + this.#offset;
  }

  /** The line of what a check found wrong: the unknown key itself where there is one. */
  lineOf(issue: { path: PropertyKey[]; keys?: string[] }): number {
    return this.lineAt([...issue.path, ...(issue.keys ?? []).slice(0, 1)]);
  }

  #nodeLine(node: unknown): number | null {
    const range = typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range : null;
    return range ? this.#lineOf(range[0]) : null;
  }

  #lineOf(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line) + this.#offset;
  }
}

function parsed(source: string, lineCounter: LineCounter, offset: number): Document.Parsed {
  try {
    // Times and days stay text: the newsroom's time zone has to read them.
    return parseDocument(source, { lineCounter, schema: 'core', prettyErrors: false, uniqueKeys: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new YamlFault(1 + offset, sentence(error.message));
  }
}

/** The parser's words, and ours where it speaks to programmers. */
function sentence(message: string): Remark {
  if (/call stack/.test(message)) return remark('yaml_deep', 'It nests too deep; write it flatter');
  if (/alias count/.test(message))
    return remark('yaml_aliases', 'Its aliases repeat too much; write the values out');
  const alias = /^Unresolved alias.*: (.+)$/.exec(message)?.[1];
  if (alias !== undefined) {
    const text = `No anchor "&${alias}" stands before "*${alias}"; write the value out, or put it in quotes`;
    return remark('yaml_anchor', text, { name: alias });
  }
  const text = message.split('\n')[0]?.replace(/\.$/, '') ?? message;
  return remark('yaml_broken', text, { what: text });
}
