import { fromUtf8 } from '../bytes.ts';
import { comparePaths } from '../path.ts';
import { TufError } from './error.ts';
import { said } from '../said.ts';

// Deeper than any metadata, shallow enough for the smallest stack.
const DEPTH = 64;
// With the u flag, the halves of a proper pair are one character and do not match.
const LONE_SURROGATE = /\p{Cs}/u;

/**
 * The OLPC canonical form, over whose UTF-8 bytes roles are signed and keys are named: names in order of their code
 * points, no space, and in strings nothing escaped but `"` and `\`. It is therefore not always JSON: see
 * {@link compactJson}.
 *
 * Source: http://wiki.laptop.org/go/Canonical_JSON
 *
 * @throws TufError `malformed` for fractions, numbers beyond 2^53, lone surrogates, deep nesting and what no JSON holds
 */
export const canonicalJson = (value: unknown): string => write(value, quoteCanonical, 0);

/** The same order and density as {@link canonicalJson}, in valid JSON: how we write metadata. Same errors. */
export const compactJson = (value: unknown): string => write(value, JSON.stringify, 0);

/**
 * @throws TufError `malformed` where the bytes are not one JSON value in UTF-8
 */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new TufError('malformed', said`The ${what} metadata is not JSON in UTF-8`, { role: what, cause });
  }
}

const quoteCanonical = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

function write(value: unknown, quote: (text: string) => string, depth: number): string {
  if (depth > DEPTH) throw new TufError('malformed', said`Metadata is nested deeper than ${DEPTH} levels`);
  const inner = (item: unknown): string => write(item, quote, depth + 1);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return integer(value);
  if (typeof value === 'string') return quote(wellFormed(value));
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
  if (typeof value !== 'object') {
    throw new TufError('malformed', said`Metadata cannot hold a value of type "${typeof value}"`);
  }
  const fields = Object.entries(value).sort(([a], [b]) => comparePaths(a, b));
  return `{${fields.map(([name, item]) => `${quote(wellFormed(name))}:${inner(item)}`).join(',')}}`;
}

function integer(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  throw new TufError('malformed', said`Metadata holds ${value}, which is no integer below 2^53`);
}

// Two different lone surrogates would have the same bytes in UTF-8, and so the same signature.
function wellFormed(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new TufError('malformed', said`Metadata holds half a surrogate pair`);
  return text;
}
