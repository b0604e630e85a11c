/** One WordPress block comment: `<!-- wp:name {"attrs"} -->`, `<!-- /wp:name -->` or `<!-- wp:name /-->`. */
export type BlockComment = {
  name: string;
  kind: 'open' | 'close' | 'whole';
  attrs: Record<string, unknown>;
};

export function readBlockComment(comment: string): BlockComment | null {
  const match = /^\s*(\/?)wp:([a-z][a-z0-9_-]*(?:\/[a-z][a-z0-9_-]*)?)\b/.exec(comment.slice(0, 200));
  const name = match?.[2];
  if (!match || name === undefined) return null;
  let rest = comment.slice(match[0].length).trim();
  const whole = rest.endsWith('/');
  if (whole) rest = rest.slice(0, -1).trimEnd();
  const kind = match[1] ? 'close' : whole ? 'whole' : 'open';
  return { name: name.replace(/^core\//, ''), kind, attrs: kind === 'close' ? {} : readAttributes(rest) };
}

function readAttributes(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // A broken attribute list loses hints alone: the block's words stand in its HTML.
    return {};
  }
}

export function textAttribute(block: BlockComment, name: string): string {
  const value = block.attrs[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
