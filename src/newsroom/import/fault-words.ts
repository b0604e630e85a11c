import type { z } from 'zod';
import { type Remark, remark } from './remark.ts';

/** What a field takes, and a line that could stand in its place. */
export type Takes = { takes: string; example: string };

/**
 * A fault that a check found in a sheet, in words for whoever wrote it: the field, what stands there, what it takes
 * and an example. `fields` is looked up by the field's path without the numbers of list entries.
 */
export function faultWords(
  issue: z.core.$ZodIssue,
  sheet: unknown,
  fields: Readonly<Record<string, Takes>> = {},
): string {
  const names = issue.path.map(String);
  const field = names.filter((name) => !isNumber(name)).join('.');
  const number = names.find(isNumber);
  const entry = number === undefined ? '' : `entry ${Number(number) + 1}`;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `"${key}"`).join(', ');
    const where = [entry && `in ${entry}`, field && `of "${field}"`].filter(Boolean).join(' ') || 'here';
    return `${keys} ${issue.keys.length === 1 ? 'is no field' : 'are no fields'} ${where}; take it out or correct its name`;
  }
  const value = valueAt(sheet, issue.path);
  const subject = [field && `"${field}"`, entry && `in ${entry}`].filter(Boolean).join(' ') || 'The whole';
  const found = value === undefined ? `${subject} is missing` : `${subject} is ${shown(value)}`;
  const known = takenBy(names, fields);
  if (known) return `${found}; give ${known.takes}, for example ${known.example}`;
  return `${found}; give ${wanted(issue)}`;
}

/** The same by a code, for words in any language. */
export function faultSaid(
  issue: z.core.$ZodIssue,
  sheet: unknown,
  fields: Readonly<Record<string, Takes>>,
): Remark {
  const text = faultWords(issue, sheet, fields);
  const names = issue.path.map(String);
  const name = names.filter((part) => !isNumber(part)).join('.');
  if (names.length === 0 && issue.code !== 'unrecognized_keys')
    return remark('sheet_wrong', text, { names: fields['']?.example ?? '' });
  if (issue.code === 'unrecognized_keys')
    return remark('field_unknown', text, { name, names: issue.keys.join(', ') });
  const about = { name, names: takenBy(names, fields)?.example ?? '' };
  const value = valueAt(sheet, issue.path);
  if (value === undefined) return remark('field_missing', text, about);
  return remark('field_wrong', text, { ...about, what: typeof value === 'object' ? '' : shown(value) });
}

function takenBy(names: readonly string[], fields: Readonly<Record<string, Takes>>): Takes | null {
  const plain = names.filter((name) => !isNumber(name));
  for (let length = plain.length; length > 0; length--) {
    const known = fields[plain.slice(0, length).join('.')];
    if (known) return known;
  }
  return null;
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `at least ${String(issue.minimum)}`;
  if (issue.code === 'too_big') return `at most ${String(issue.maximum)}`;
  if (issue.code === 'invalid_union') {
    const kinds = issue.errors.flatMap((errors) => errors.map(wanted));
    return [...new Set(kinds)].join(', or ') || 'another value';
  }
  // The check's own words, which stand beside it in our code.
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

const KINDS: Record<string, string> = {
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields with names',
  record: 'fields with names',
};

function valueAt(sheet: unknown, path: readonly PropertyKey[]): unknown {
  let value = sheet;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.hasOwn(value, key) ? value[key as keyof typeof value] : undefined;
  }
  return value;
}

const LONGEST = 60;

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group of fields';
  if (typeof value !== 'string') return JSON.stringify(value) ?? typeof value;
  return `"${value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value}"`;
}
