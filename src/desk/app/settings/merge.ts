/** Where two people changed the same differently. */
export type Clash = { path: readonly string[]; mine: unknown; theirs: unknown };

/** What two people made of the same thing. */
export type Merged<T> = {
  /** Theirs and mine together; where they clash, mine. */
  mine: T;
  /** What that begins from now: theirs, and what stood before where they clash. */
  base: T;
  clashes: Clash[];
};

type Fields = Record<string, unknown>;

/** A text with its marks is one thing, and so is a list: half of each would be nobody's. */
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !('type' in value);

/** Whether two values say the same, whatever the order of their fields. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => isSame((one as Fields)[key], (other as Fields)[key]));
}

/** Each field is whose who changed it; fields within fields as well, so that two languages of a name never clash. */
export function merge<T extends object>(base: T, mine: T, theirs: T): Merged<T> {
  const { clashes, ...rest } = mergeFields(base as Fields, mine as Fields, theirs as Fields, []);
  return { mine: rest.mine as T, base: rest.base as T, clashes };
}

function mergeFields(base: Fields, mine: Fields, theirs: Fields, path: readonly string[]): Merged<Fields> {
  const merged: Merged<Fields> = { mine: {}, base: {}, clashes: [] };
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine), ...Object.keys(base)])) {
    const [before, own, other] = [base[key], mine[key], theirs[key]];
    const set = (one: unknown, ground: unknown) => {
      if (one !== undefined) merged.mine[key] = one;
      if (ground !== undefined) merged.base[key] = ground;
    };
    if (isSame(before, other)) set(own, other);
    else if (isSame(before, own) || isSame(own, other)) set(other, other);
    else if (isFields(before) && isFields(own) && isFields(other)) {
      const inner = mergeFields(before, own, other, [...path, key]);
      set(inner.mine, inner.base);
      merged.clashes.push(...inner.clashes);
    } else {
      set(own, before);
      merged.clashes.push({ path: [...path, key], mine: own, theirs: other });
    }
  }
  return merged;
}

/** The same with another value at a path; undefined takes it away. */
export function withAt<T extends object>(
  whole: T,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): T {
  const { [key]: inner, ...others } = whole as Fields;
  const put = rest.length === 0 ? value : withAt(isFields(inner) ? inner : {}, rest, value);
  return (put === undefined ? others : { ...others, [key]: put }) as T;
}

/** Where two versions of a thing differ, field by field as `merge` compares them: `mine` is the first's. */
export function differences(first: object, second: object, path: readonly string[] = []): Clash[] {
  const [one, other] = [first as Fields, second as Fields];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) => {
    const [mine, theirs] = [one[key], other[key]];
    if (isSame(mine, theirs)) return [];
    const at = [...path, key];
    return isFields(mine) && isFields(theirs) ? differences(mine, theirs, at) : [{ path: at, mine, theirs }];
  });
}
