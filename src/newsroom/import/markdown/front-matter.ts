import { z } from 'zod';
import { STATES } from '../../types.ts';
import { remark } from '../remark.ts';
import { Yaml, YamlFault } from '../yaml.ts';

/** Characters of a front matter. */
const LONGEST = 100_000;

export type Split = {
  yaml: Yaml;
  body: string;
  /** Line of the file on which the body begins. */
  bodyLine: number;
};

/** Parts a Markdown file into front matter and text. A file without front matter is all text. Throws `YamlFault`. */
export function splitFrontMatter(source: string): Split {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const opening = /^---[ \t]*\n/.exec(text);
  if (!opening) return { yaml: new Yaml(''), body: text, bodyLine: 1 };
  const closing = /^(?:---|\.\.\.)[ \t]*(?:\n|$)/gm;
  closing.lastIndex = opening[0].length;
  const end = closing.exec(text);
  if (!end)
    throw new YamlFault(1, remark('head_open', 'The front matter has no end; close it with a line "---"'));
  const length = end.index - opening[0].length;
  // Fields beyond number would be compared with each other for hours.
  if (length > LONGEST)
    throw new YamlFault(
      1,
      remark(
        'head_long',
        `The front matter has ${length} characters; keep it under ${LONGEST}, the text goes below it`,
        { count: LONGEST },
      ),
    );
  const yaml = new Yaml(text.slice(opening[0].length, end.index), 1);
  const bodyAt = end.index + end[0].length;
  return { yaml, body: text.slice(bodyAt), bodyLine: text.slice(0, bodyAt).split('\n').length };
}

const words = z.union([z.string(), z.number()]).transform(String);
// A field that is left empty is a null in YAML.
const text = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .transform((value) => String(value ?? ''));
const line = text.transform((value) => value.replace(/\s+/g, ' ').trim());
const list = z.union([words, z.array(words), z.null()]).transform((value) =>
  value === null
    ? []
    : Array.isArray(value)
      ? value
      : value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean),
);
const part = z.number().int().min(0).max(100_000).nullable().default(null);

const lead = z.looseObject({
  file: z.string().min(1),
  alt: line.default(''),
  caption: line.default(''),
  credit: line.default(''),
  agency: line.default(''),
  licence: line.default(''),
  'licence-expires': words.nullable().default(null),
  focal: z
    .tuple([z.number().min(0).max(1), z.number().min(0).max(1)])
    .nullable()
    .default(null),
});

const note = z.strictObject({
  kind: z.enum(['correction', 'update']),
  at: words,
  text,
  before: text.nullable().default(null),
  after: text.nullable().default(null),
});

/** Fields of a file's front matter as docs/MARKDOWN.md lists them. Unknown ones are a warning, not a fault. */
export const FIELDS = z.looseObject({
  id: words.nullable().default(null),
  // An archive may use the word for something else, so that a strange value is no fault.
  revision: z.unknown().optional(),
  kind: z.enum(['story', 'page']).default('story'),
  page: z.enum(['about', 'masthead', 'privacy', 'contact', 'page']).default('page'),
  menu: z.number().int().min(0).max(10_000).nullable().default(null),
  lang: z.string().nullable().default(null),
  headline: line.default(''),
  standfirst: line.default(''),
  kicker: line.default(''),
  summary: line.default(''),
  slug: line.default(''),
  section: words.nullable().default(null),
  tags: list.default([]),
  series: z
    .union([
      words.transform((slug) => ({ slug, part: null })),
      z.looseObject({ slug: words, part }),
      z.looseObject({ id: words, part }).transform(({ id, part: number }) => ({ slug: id, part: number })),
      z.null(),
    ])
    .default(null),
  bylines: list.default([]),
  unsigned: z.boolean().default(false),
  dateline: z
    .looseObject({ place: line.nullable().default(null), date: words.nullable().default(null) })
    .nullable()
    .default(null),
  published: words.nullable().default(null),
  updated: words.nullable().default(null),
  state: z.enum(STATES).default('draft'),
  due: words.nullable().default(null),
  lead: lead.nullable().default(null),
  'translation-of': words.nullable().default(null),
  picks: list.default([]),
  aliases: list.default([]),
  notes: z.array(note).nullable().default(null),
  withdrawn: z.strictObject({ at: words, reason: text }).nullable().default(null),
});

export type Fields = z.infer<typeof FIELDS>;

export const KNOWN_FIELDS = Object.keys(FIELDS.shape);
