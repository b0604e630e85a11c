/** What a form says, with the brackets of its names read: `a[b][0]=c` is `{ a: { b: ['c'] } }`. */
export type Form = { [name: string]: Form | Form[] | string | string[] };

export class FormError extends Error {}

/** @throws FormError for what Stripe could not read */
export function readForm(text: string): Form {
  const root: Tree = new Map();
  for (const [name, value] of new URLSearchParams(text)) {
    const path = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
    if (path === null) throw new FormError(`Invalid name: ${name}`);
    const rest = [...(path[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, part = '']) => part);
    put(root, [path[1] ?? '', ...rest], value);
  }
  return plain(root) as Form;
}

type Tree = Map<string, Tree | string>;

function put(tree: Tree, [first = '', ...rest]: string[], value: string): void {
  const name = first === '' ? String(tree.size) : first;
  if (rest.length === 0) {
    if (tree.has(name)) throw new FormError(`Given twice: ${name}`);
    tree.set(name, value);
    return;
  }
  const inner = tree.get(name) ?? new Map<string, Tree | string>();
  if (typeof inner === 'string') throw new FormError(`Given as a word and as a table: ${name}`);
  tree.set(name, inner);
  put(inner, rest, value);
}

function plain(tree: Tree): unknown {
  const entries = [...tree].map(
    ([name, value]) => [name, typeof value === 'string' ? value : plain(value)] as const,
  );
  const isList = entries.length > 0 && entries.every(([name], at) => name === String(at));
  return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
