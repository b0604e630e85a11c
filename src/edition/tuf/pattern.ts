/**
 * Whether a path matches a shell pattern: `*`, `?` and `[a-z]` as in glob(7), none of which stands for a slash.
 * Specification 4.5, PATHPATTERN. Time grows with the product of both lengths at worst, whatever the pattern.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const patterns = pattern.split('/');
  const names = path.split('/');
  return (
    patterns.length === names.length &&
    patterns.every((part, at) => matchesName(Array.from(part), Array.from(names[at] ?? '')))
  );
}

/** A star takes as little as it can; where the rest then fails, only the last star is given more. */
function matchesName(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let starIn = 0;
  while (next < name.length) {
    const step = pattern[at] === '*' ? 0 : matchesOne(pattern, at, name[next] ?? '');
    if (pattern[at] === '*') {
      star = at;
      starIn = next;
      at += 1;
    } else if (step > 0) {
      at += step;
      next += 1;
    } else if (star >= 0) {
      at = star + 1;
      starIn += 1;
      next = starIn;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/** How many characters of the pattern were used to match this one character; 0 where it does not. */
function matchesOne(pattern: readonly string[], at: number, character: string): number {
  const first = pattern[at];
  if (first === undefined) return 0;
  if (first === '?') return 1;
  // Right after the opening, a closing bracket is one of the set.
  const negated = pattern[at + 1] === '!';
  const from = at + (negated ? 2 : 1);
  const end = first === '[' ? pattern.indexOf(']', from + 1) : -1;
  if (end < 0) return first === character ? 1 : 0;
  return inSet(pattern.slice(from, end), character) === negated ? 0 : end + 1 - at;
}

function inSet(set: readonly string[], character: string): boolean {
  const code = (text: string | undefined): number => text?.codePointAt(0) ?? -1;
  for (let at = 0; at < set.length; at++) {
    const isRange = set[at + 1] === '-' && at + 2 < set.length;
    const last = isRange ? at + 2 : at;
    if (code(set[at]) <= code(character) && code(character) <= code(set[last])) return true;
    at = last;
  }
  return false;
}
