import { TufError } from './error.ts';
import { said } from '../said.ts';

/** A JSON object of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

export const malformed = (what: string, problem: string): TufError =>
  new TufError('malformed', said`The ${what} metadata ${problem}`, { role: what });

/** What a record holds under a name of somebody else's choosing; never what every object inherits. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

export function objectIn(value: unknown, what: string, name: string): Fields {
  if (!isObject(value)) throw malformed(what, said`has no object as "${name}"`);
  return value;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function textIn(object: Fields, name: string, what: string): string {
  const value = own(object, name);
  if (typeof value !== 'string') throw malformed(what, said`has no text as "${name}"`);
  return value;
}

export function integerIn(object: Fields, name: string, what: string, least: number): number {
  const value = own(object, name);
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least) {
    throw malformed(what, said`has no integer of at least ${least} as "${name}"`);
  }
  return value;
}

export function listIn(object: Fields, name: string, what: string): readonly unknown[] {
  const value: unknown = own(object, name);
  if (!Array.isArray(value)) throw malformed(what, said`has no list as "${name}"`);
  return value;
}

export function textsIn(object: Fields, name: string, what: string): string[] {
  return listIn(object, name, what).map((value) => {
    if (typeof value !== 'string') throw malformed(what, said`has something else than text in "${name}"`);
    return value;
  });
}

/** A map from names of somebody else's choosing; every value is read by the same function. */
export function mapIn<T>(
  object: Fields,
  name: string,
  what: string,
  read: (value: Fields, key: string) => T,
): Record<string, T> {
  const entries = Object.entries(objectIn(own(object, name), what, name));
  // fromEntries defines properties, so that even "__proto__" is only a name.
  return Object.fromEntries(entries.map(([key, value]) => [key, read(objectIn(value, what, key), key)]));
}

/** Refuses a list that holds one text twice. */
export function checkUnique(values: readonly string[], what: string, name: string): void {
  if (new Set(values).size !== values.length) throw malformed(what, said`repeats a value in "${name}"`);
}
