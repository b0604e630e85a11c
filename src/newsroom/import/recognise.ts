import { readdir, stat } from 'node:fs/promises';
import { ImportError } from './report.ts';
import { encodingOf, headOf } from './wxr/decode.ts';

export type Recognised = { format: 'wordpress'; file: string } | { format: 'markdown'; folder: string };

/**
 * Tells what an archive is by what stands in it, whatever it is called. Throws `ImportError` `not_found` or
 * `unknown_format`, which says what was found instead.
 */
export async function recognise(path: string): Promise<Recognised> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ImportError('not_found', `Nothing can be read at "${path}"; check the path`, { cause });
  });
  if (found.isDirectory()) {
    if (await holdsMarkdown(path)) return { format: 'markdown', folder: path };
    throw unknown(path, 'a folder with no Markdown file in it');
  }
  if (!found.isFile()) throw unknown(path, 'neither a file nor a folder');
  const head = await headOf(path);
  if (head.length === 0) throw unknown(path, 'an empty file');
  const text = new TextDecoder(encodingOf(head)).decode(head).trimStart();
  if (isWxr(text)) return { format: 'wordpress', file: path };
  throw unknown(path, whatItIs(head, text));
}

function isWxr(text: string): boolean {
  return text.startsWith('<') && /<rss[\s>]/.test(text) && /xmlns:wp\s*=|<wp:wxr_version/.test(text);
}

function whatItIs(head: Uint8Array, text: string): string {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'a gzip file: unpack it first';
  if (head[0] === 0x50 && head[1] === 0x4b) return 'a ZIP file: unpack it first';
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<rss[\s>]/.test(text))
    return 'an RSS feed that is no WordPress export';
  if (/^<!doctype html|^<html/i.test(text)) return 'a web page';
  if (text.startsWith('<')) return 'XML that is no WordPress export';
  if (text.startsWith('---')) return 'one Markdown file: name its folder';
  if (text.startsWith('{') || text.startsWith('[')) return 'JSON';
  return 'something else';
}

function unknown(path: string, what: string): ImportError {
  const wanted = 'name a WordPress export (WXR) or a folder of Markdown files';
  return new ImportError('unknown_format', `"${path}" is ${what}; ${wanted}`);
}

async function holdsMarkdown(folder: string, depth = 0): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name))) return true;
  if (depth === 0 && entries.some((entry) => entry.isFile() && entry.name === 'newsroom.yaml')) return true;
  if (depth > 8) return false;
  for (const entry of entries) {
    if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      if (await holdsMarkdown(`${folder}/${entry.name}`, depth + 1)) return true;
    }
  }
  return false;
}
