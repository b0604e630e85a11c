import { isSafeHref, isWebAddress } from '../href.ts';
import { cleanLine, cleanLines } from '../text.ts';
import type { Block, Doc, Inline, Mark } from '../doc.ts';
import { paragraph, plain } from './flow.ts';

const LONGEST_LINE = 10_000;

type Fields = { [key: string]: unknown };

/**
 * Makes every string of a body one that a body accepts: forbidden characters go, attributes of one line are one
 * line. An attribute too long for its place gives its words to a paragraph after the block.
 */
export function cleanBody(doc: Doc): Doc {
  return { type: 'doc', content: doc.content.flatMap(cleanBlock) };
}

function cleanBlock(block: Block): Block[] {
  if (block.type === 'embed' && !isWebAddress(block.attrs.url)) {
    const words = [block.attrs.headline, block.attrs.text, block.attrs.url]
      .filter((text) => text !== '')
      .join(' · ');
    return words === '' ? [] : [paragraph(plain(cleanLine(words)))];
  }
  const spilled: string[] = [];
  const cleaned = cleanNode(block, block.type === 'codeBlock', spilled) as Block;
  return [cleaned, ...spilled.map((text) => paragraph(plain(text)))];
}

/** The shape stays, strings change: what comes out is of the type that went in. */
function cleanNode(node: object, code: boolean, spilled: string[]): object {
  const out: Fields = { ...node };
  if (typeof out['attrs'] === 'object' && out['attrs'] !== null)
    out['attrs'] = cleanAttributes(out['attrs'], spilled);
  if (!Array.isArray(out['content'])) return out;
  const content = out['content'].flatMap((child: Inline | object): object[] => {
    if (!('type' in child) || child.type !== 'text') return [cleanNode(child, code, spilled)];
    return cleanText(child, code);
  });
  if (content.length > 0 || out['type'] === 'doc') out['content'] = content;
  else delete out['content'];
  return out;
}

function cleanText(node: Inline & { type: 'text' }, code: boolean): object[] {
  const text = code ? cleanLines(node.text) : cleanLine(node.text);
  if (text === '') return [];
  const marks = code ? [] : (node.marks ?? []).filter(usable);
  return [marks.length > 0 ? { type: 'text', text, marks } : { type: 'text', text }];
}

function usable(mark: Mark): boolean {
  return mark.type !== 'link' || isSafeHref(mark.attrs.href);
}

function cleanAttributes(attrs: object, spilled: string[]): Fields {
  const out: Fields = {};
  for (const [name, value] of Object.entries(attrs)) {
    if (typeof value !== 'string' || name === 'url' || name === 'id') out[name] = value;
    else if (name === 'text' || name === 'transcript') out[name] = cleanLines(value);
    else out[name] = shortened(cleanLine(value), spilled);
  }
  return out;
}

function shortened(line: string, spilled: string[]): string {
  if (line.length <= LONGEST_LINE) return line;
  spilled.push(line);
  return `${line.slice(0, 200).trimEnd()}…`;
}
