import { z } from 'zod';
import { LARGEST_SHEET, NOT_READ, readPlainFile } from './plain-file.ts';
import type { Takes } from './fault-words.ts';
import { ImportError } from './report.ts';
import { readSheet } from './sheet-faults.ts';

const id = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters, digits and single hyphens');
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'Use a language tag such as "en"');

const schema = z.strictObject({
  /** Category slug → section id. */
  sections: z.record(z.string(), id).default({}),
  /** Category or tag slug → tag id; null drops it. */
  tags: z.record(z.string(), id.nullable()).default({}),
  /** Category slug → series id. */
  series: z.record(z.string(), id).default({}),
  /** Login in the archive → author id; null leaves the stories unsigned. Logins are read here and stored nowhere. */
  authors: z.record(z.string(), id.nullable()).default({}),
  /** Category slug → language of the stories in it. */
  languages: z.record(z.string(), language).default({}),
  /** Types of items that are stories here besides `post`, and pages besides `page`. */
  types: z.record(z.string(), z.enum(['story', 'page'])).default({}),
});

const orEmpty = (value: unknown): unknown => value ?? {};

const MAP_FIELDS: Record<string, Takes> = {
  '': { takes: 'fields with names', example: 'sections: { aussenpolitik: world }' },
  sections: { takes: 'ids of sections by category', example: 'sections: { aussenpolitik: world }' },
  tags: { takes: 'ids of tags, or null, by category or tag', example: 'tags: { uncategorised: null }' },
  series: { takes: 'ids of series by category', example: 'series: { northern-files: northern-dispute }' },
  authors: { takes: 'ids of authors, or null, by login', example: 'authors: { mara: mara-lindqvist }' },
  languages: { takes: 'language tags by category', example: 'languages: { persian: fa }' },
  types: { takes: 'story or page by type', example: 'types: { report: story }' },
};

/** How an archive's names become the newsroom's; read from the mapping file. */
export type ImportMap = z.infer<typeof schema>;

export const EMPTY_MAP: ImportMap = {
  sections: {},
  tags: {},
  series: {},
  authors: {},
  languages: {},
  types: {},
};

/** Reads a mapping file. Throws `ImportError` `broken_map` with file and line. */
export async function readMap(file: string): Promise<ImportMap> {
  const read = await readPlainFile(file, LARGEST_SHEET);
  if (!read.ok) throw new ImportError('broken_map', `The mapping file "${file}" ${NOT_READ[read.why]}`);
  const source = new TextDecoder().decode(read.bytes);
  return readSheet(z.preprocess(orEmpty, schema), source, { file, code: 'broken_map', fields: MAP_FIELDS });
}
