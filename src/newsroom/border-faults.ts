import type { z } from 'zod';

/** What checks of ours say of a value, by a stable word. */
export const ADVICE = {
  tag: 'Use a language tag such as "en" or "fa"',
  id: 'Use lower-case letters, digits and single hyphens',
  day: 'Use a day such as "2026-11-23"',
  name: 'Give a name in at least one language',
  link: 'Use "section:world", "page:about" or the like, a path of this site, or a web address',
  colour: 'Use a colour such as "#a8230f"',
  slash: 'Leave out the slash at the end',
  bare: 'Leave out query, fragment and user name',
  zone: 'Use an IANA time zone such as "Europe/Vilnius"',
  default: 'Use one of the languages of the site',
  once: 'Name each language once',
  text: 'Give the text in at least one language',
  order: 'Let it end after it begins',
  https: 'Use a path of this site or an https address',
} as const;

/** What is wrong with a field, in a stable word: one of `ADVICE`, or how the value is in itself. */
export const FAULTS = [
  ...(Object.keys(ADVICE) as (keyof typeof ADVICE)[]),
  'missing',
  'long',
  'many',
  'few',
  'high',
  'low',
  'kind',
  'choice',
  'unknown',
  'address',
  'other',
] as const;
export type FieldFault = {
  code: (typeof FAULTS)[number];
  /** Signs, entries or the figure that it may have at most or has to have at least. */
  limit?: number;
};

/** The fault that a check found with a value, for words in any language. */
export function fieldFault(issue: z.core.$ZodIssue, found: unknown): FieldFault {
  const own = Object.entries(ADVICE).find(([, advice]) => advice === issue.message);
  if (own !== undefined) return { code: own[0] as keyof typeof ADVICE };
  switch (issue.code) {
    case 'too_big': {
      const code = issue.origin === 'string' ? 'long' : issue.origin === 'array' ? 'many' : 'high';
      return { code, limit: Number(issue.maximum) };
    }
    case 'too_small': {
      const limit = Number(issue.minimum);
      if (issue.origin === 'number' || issue.origin === 'int') return { code: 'low', limit };
      return limit === 1 ? { code: 'missing' } : { code: 'few', limit };
    }
    case 'invalid_type':
      return { code: found === undefined ? 'missing' : 'kind' };
    case 'invalid_value':
      return { code: 'choice' };
    case 'unrecognized_keys':
      return { code: 'unknown' };
    case 'invalid_key':
      return { code: 'tag' };
    case 'invalid_format':
      return { code: issue.format === 'url' ? 'address' : 'other' };
    case 'custom':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
      return { code: 'other' };
  }
}
