/** The shortcodes that stand for something a body can hold; all others stay in the text as they are. */
const KNOWN = new Set(['caption', 'wp_caption', 'gallery', 'embed', 'audio', 'video', 'playlist']);
const ENCLOSING = new Set(['caption', 'wp_caption', 'embed', 'audio', 'video']);
const LONGEST_OPENING = 4_000;
/** Brackets that turned out to be text, after which the rest is taken for text too: keeps hostile input linear. */
const MOST_MISSES = 20_000;

export type Shortcode = { name: string; attrs: Record<string, string>; bare: string[] };

/**
 * Rewrites WordPress shortcodes in HTML text as elements that the reducer knows: `<figure>` for a caption and
 * `<lw-shortcode name=… …>` for the others. Nothing inside a tag or a comment is touched, `[[name]]` becomes the
 * literal `[name]`, and what is unknown stays. Linear in the input.
 */
export function expandShortcodes(source: string): { html: string; unknown: string[] } {
  if (!source.includes('[')) return { html: source, unknown: [] };
  const unknown = new Set<string>();
  const out: string[] = [];
  let copied = 0;
  let at = 0;
  let misses = 0;
  const seek = seeker(source);
  while (at < source.length && misses < MOST_MISSES) {
    const next = nextOf(source, at);
    if (next === -1) break;
    if (source[next] === '<') {
      at = afterTag(source, next, seek);
      continue;
    }
    const match = readShortcode(source, next, seek);
    if (match === null) {
      misses++;
      at = next + 1;
      continue;
    }
    if (match.html === null) unknown.add(match.name);
    else {
      out.push(source.slice(copied, next), match.html);
      copied = match.end;
    }
    at = match.end;
  }
  out.push(source.slice(copied));
  return { html: out.join(''), unknown: [...unknown] };
}

function nextOf(source: string, at: number): number {
  for (let i = at; i < source.length; i++) {
    const code = source.charCodeAt(i);
    if (code === 0x3c || code === 0x5b) return i;
  }
  return -1;
}

/** indexOf that remembers a needle it has found no more of, so that hostile input stays linear. */
function seeker(source: string): (needle: string, from: number) => number {
  const found = new Map<string, number>();
  return (needle, from) => {
    const known = found.get(needle);
    if (known !== undefined && (known === -1 || known >= from)) return known;
    const at = source.indexOf(needle, from);
    found.set(needle, at);
    return at;
  };
}

type Seek = (needle: string, from: number) => number;

function afterTag(source: string, at: number, seek: Seek): number {
  if (source.startsWith('<!--', at)) {
    const end = seek('-->', at + 4);
    return end === -1 ? source.length : end + 3;
  }
  if (!/[a-zA-Z/!?]/.test(source[at + 1] ?? '')) return at + 1;
  const end = seek('>', at + 1);
  return end === -1 ? at + 1 : end + 1;
}

function readShortcode(
  source: string,
  at: number,
  seek: Seek,
): { html: string | null; name: string; end: number } | null {
  const head = /^\[(\[?)(\/?)([a-zA-Z][\w-]{1,40})(?=[\s\]/=])/.exec(source.slice(at, at + 50));
  if (!head) return null;
  const [opening, escaped, closing, name] = head;
  if (opening === undefined || name === undefined) return null;
  const attrsAt = at + opening.length;
  const end = openingEnd(source, attrsAt);
  if (end === -1) return null;
  if (!KNOWN.has(name) || closing)
    return { html: closing && KNOWN.has(name) ? '' : null, name, end: end + 1 };
  if (escaped) {
    const doubled = source[end + 1] === ']';
    return { html: escapeHtml(source.slice(at + 1, end + 1)), name, end: end + (doubled ? 2 : 1) };
  }
  const attrsText = source.slice(attrsAt, end).replace(/\/\s*$/, '');
  const code = { name, ...parseAttributes(attrsText) };
  const closeTag = `[/${name}]`;
  const close = ENCLOSING.has(name) ? seek(closeTag, end + 1) : -1;
  const again = close === -1 ? -1 : seek(`[${name}`, end + 1);
  if (close === -1 || (again !== -1 && again < close)) return { html: element(code, ''), name, end: end + 1 };
  return { html: element(code, source.slice(end + 1, close)), name, end: close + closeTag.length };
}

/** The `]` that ends an opening, past quoted values that may hold one. */
function openingEnd(source: string, from: number): number {
  let quote = '';
  const last = Math.min(source.length, from + LONGEST_OPENING);
  for (let i = from; i < last; i++) {
    const char = source[i];
    if (quote) {
      if (char === quote) quote = '';
    } else if ((char === '"' || char === "'") && source[i - 1] === '=') quote = char;
    else if (char === ']') return i;
    else if (char === '[') return -1;
  }
  const plain = source.slice(from, last).indexOf(']');
  return quote && plain !== -1 ? from + plain : -1;
}

export function parseAttributes(text: string): { attrs: Record<string, string>; bare: string[] } {
  const attrs: Record<string, string> = {};
  const bare: string[] = [];
  const plain = text.replace(/&quot;|[“”″]/g, '"').replace(/&#0?39;/g, "'");
  for (const match of plain.matchAll(
    /([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|'([^']*)'|(\S+)/g,
  )) {
    const name = match[1];
    if (name) attrs[name.toLowerCase()] = match[2] ?? match[3] ?? match[4] ?? '';
    else bare.push(match[5] ?? match[6] ?? match[7] ?? '');
  }
  return { attrs, bare };
}

function element(code: Shortcode, inner: string): string {
  if (code.name === 'caption' || code.name === 'wp_caption') {
    const caption = code.attrs['caption'];
    return `<figure class="lw-caption">${inner}${caption ? `<figcaption>${caption}</figcaption>` : ''}</figure>`;
  }
  const attrs = Object.entries(code.attrs)
    .map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`)
    .join('');
  const first = escapeHtml(code.bare[0] ?? '');
  return `<lw-shortcode name="${code.name}" data-first="${first}"${attrs}>${inner}</lw-shortcode>`;
}

export function escapeHtml(text: string): string {
  return text
    .replace(/&(?![a-z#0-9]+;)/gi, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
