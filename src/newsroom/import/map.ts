import { z } from 'zod';
import { LARGEST_SHEET, NOT_READ, readPlainFile } from './plain-file.ts';
import { faultWords } from './fault-words.ts';
import { ImportError } from './report.ts';
import { Yaml, YamlFault } from './yaml.ts';

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
  try {
    return parseMap(new TextDecoder().decode(read.bytes), file);
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    throw new ImportError('broken_map', `${file}:${error.line}: ${error.message}`, { cause: error });
  }
}

function parseMap(text: string, file: string): ImportMap {
  const yaml = new Yaml(text);
  const result = schema.safeParse(yaml.value ?? {});
  if (result.success) return result.data;
  const faults = result.error.issues.map(
    (issue) => `${file}:${yaml.lineOf(issue)}: ${faultWords(issue, yaml.value)}`,
  );
  throw new ImportError('broken_map', faults.join('\n'));
}
