/** A stretch of text that two versions share, or that one of them alone has. */
export type TextDiff = { kind: 'same' | 'added' | 'removed'; text: string };

const TOKEN = /\s+|(?:[\p{L}\p{M}\p{N}'’-]|\u200c|\u200d)+|./gsu;
/** Changed tokens beyond which a text counts as rewritten: a diff of nothing but splinters helps nobody. */
const MOST_EDITS = 600;

/**
 * What changed between two texts, word by word. The stretches that are `same` or `removed` make up the old text,
 * those that are `same` or `added` the new one.
 */
export function diffWords(before: string, after: string): TextDiff[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const [a, b] = [before.match(TOKEN) ?? [], after.match(TOKEN) ?? []] as [string[], string[]];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = edits(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  return tidy([
    { kind: 'same', text: a.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: a.slice(a.length - tail).join('') },
  ]);
}

/** The shortest way from one list of tokens to the other (Myers, "An O(ND) Difference Algorithm", 1986). */
function edits(a: readonly string[], b: readonly string[]): TextDiff[] {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let count = 0; count <= most; count += 1) {
    trace.push(reach.slice());
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const down = goesDown(reach, diagonal, count, most);
      let x = down ? at(reach, diagonal + 1, most) : at(reach, diagonal - 1, most) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach[diagonal + most + 1] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(a, b, trace, most);
    }
  }
  return [
    { kind: 'removed', text: a.join('') },
    { kind: 'added', text: b.join('') },
  ];
}

function at(reach: Int32Array, diagonal: number, most: number): number {
  return reach[diagonal + most + 1] ?? 0;
}

function goesDown(reach: Int32Array, diagonal: number, count: number, most: number): boolean {
  if (diagonal === -count) return true;
  return diagonal !== count && at(reach, diagonal - 1, most) < at(reach, diagonal + 1, most);
}

function walkBack(a: readonly string[], b: readonly string[], trace: Int32Array[], most: number): TextDiff[] {
  const found: TextDiff[] = [];
  let [x, y] = [a.length, b.length];
  for (let count = trace.length - 1; count >= 0; count -= 1) {
    const reach = trace[count] ?? new Int32Array();
    const down = goesDown(reach, x - y, count, most);
    const diagonal = down ? x - y + 1 : x - y - 1;
    const startX = count === 0 ? 0 : at(reach, diagonal, most);
    const startY = count === 0 ? 0 : startX - diagonal;
    while (x > startX && y > startY) {
      x -= 1;
      y -= 1;
      found.push({ kind: 'same', text: a[x] ?? '' });
    }
    if (count === 0) break;
    if (down) found.push({ kind: 'added', text: b[startY] ?? '' });
    else found.push({ kind: 'removed', text: a[startX] ?? '' });
    [x, y] = [startX, startY];
  }
  return found.reverse();
}

/** Joins neighbours, lets a blank between two changes belong to them, and puts what went before what came. */
function tidy(found: readonly TextDiff[]): TextDiff[] {
  const tidied: TextDiff[] = [];
  let [removed, added] = ['', ''];
  const settle = (): void => {
    if (removed !== '') tidied.push({ kind: 'removed', text: removed });
    if (added !== '') tidied.push({ kind: 'added', text: added });
    [removed, added] = ['', ''];
  };
  for (const [index, { kind, text }] of found.entries()) {
    const changing = removed !== '' || added !== '';
    const island = changing && /^\s+$/.test(text) && changesAfter(found, index);
    if (kind !== 'added' && (kind === 'removed' || island)) removed += text;
    if (kind !== 'removed' && (kind === 'added' || island)) added += text;
    if (kind !== 'same' || island || text === '') continue;
    settle();
    const last = tidied.at(-1);
    if (last?.kind === 'same') last.text += text;
    else tidied.push({ kind, text });
  }
  settle();
  return tidied;
}

function changesAfter(found: readonly TextDiff[], index: number): boolean {
  const next = found.slice(index + 1, index + 2).at(0);
  return next !== undefined && next.kind !== 'same';
}
