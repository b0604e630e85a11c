import { createHash } from 'node:crypto';
import { BodyError } from '#body';
import type { Incoming } from '../incoming.ts';
import { atLine, remark } from '../remark.ts';
import { readTime } from '../times.ts';
import { YamlFault } from '../yaml.ts';
import { type FileContext, readMarkdown, withoutEnding } from './file.ts';
import { splitFrontMatter } from './front-matter.ts';

/** A Markdown file as an item of an archive: faults make it `quarantined`, each with file and line. */
export function incomingFile(file: string, source: string, context: FileContext, position: number): Incoming {
  const head = headOf(file, source, context);
  return {
    key: head.key,
    type: head.type,
    digest: createHash('sha256').update(source).digest('hex'),
    traits: '',
    address: null,
    original: JSON.stringify({ format: 'markdown', file, text: source }),
    position,
    open: async () => {
      try {
        const { what, warnings } = await readMarkdown(file, source, context);
        return {
          what,
          remarks: warnings.map(({ line, said, times }) => atLine(file, line, said, times)),
        };
      } catch (error) {
        if (!(error instanceof YamlFault) && !(error instanceof BodyError)) throw error;
        const reason =
          error instanceof YamlFault
            ? atLine(file, error.line, error.said)
            : atLine(file, 1, remark('no_story_text', error.message));
        return { what: { kind: 'quarantined', of: head.type, reason }, remarks: [] };
      }
    },
  };
}

/** What a file is called in its archive; the name of one whose front matter cannot be read is its path. */
function headOf(file: string, source: string, { site }: FileContext): { key: string; type: string } {
  const plain = { key: withoutEnding(file), type: 'story' };
  try {
    const { value } = splitFrontMatter(source).yaml;
    const fields = typeof value === 'object' && value !== null ? { ...value } : {};
    const get = (name: string): string => {
      const field: unknown = name in fields ? fields[name as keyof typeof fields] : undefined;
      return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
    };
    const name = get('id') || plain.key;
    if (get('kind') !== 'page') return { key: name, type: 'story' };
    return { key: `page ${get('lang') || (site?.defaultLang ?? 'en')} ${name}`, type: 'page' };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return plain;
  }
}

/** When the file says it was published, for the order in which a folder is read; null when it does not say. */
export function publishedIn(source: string, timeZone: string): number | null {
  const written = /^published:[ \t]*["']?([^"'\n#]+)/m.exec(source.slice(0, 20_000))?.[1];
  return written === undefined ? null : readTime(written.trim(), timeZone);
}
