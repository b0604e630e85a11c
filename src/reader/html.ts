/**
 * Markup that is known to be safe. Only this file and `xml.ts` make one from a bare string, and only `trusted` does so
 * without escaping; every template goes through `html`, which escapes whatever is not already `Html`.
 */
export class Html {
  // Makes the type its own: no object passes for markup because it happens to have a field of that name.
  declare private readonly brand: true;
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand between the quotes or tags of a template; null, undefined and false leave nothing behind. */
export type Fragment = Html | string | number | null | undefined | false | readonly Fragment[];

// Everything outside this plain set sends a string down the slower path; nearly all text stays inside it.
const unplain = /[^\t\n -!#-%(-;=?-~\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]/;
// Control characters, unpaired surrogates and noncharacters may not stand in an HTML document.
const barred = /(?![\t\n])\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/gu;
const special = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for element content and quoted attributes; characters that HTML bars are dropped. */
export function escape(text: string): string {
  if (!unplain.test(text)) return text;
  return text.replace(barred, '').replace(special, (character) => entities[character] ?? '');
}

function markupOf(value: Fragment): string {
  if (typeof value === 'string') return escape(value);
  if (value instanceof Html) return value.markup;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  let markup = '';
  for (const item of value) markup += markupOf(item);
  return markup;
}

// White space beside these elements shows nothing, so the lines and indents of a template go there without a trace.
const BLOCK =
  '(?:html|head|body|title|meta|link|script|style|div|p|ul|ol|li|dl|dt|dd|section|article|header|footer|nav|main|aside|figure|figcaption|picture|source|h[1-6]|hr|blockquote|table|caption|thead|tbody|tr|td|th|details|summary|audio|video)';
const afterBlock = new RegExp(`(</?${BLOCK}(?:\\s[^<>]*)?>)\\s*\\n\\s*`, 'g');
const beforeBlock = new RegExp(`\\s*\\n\\s*(?=</?${BLOCK}[\\s/>])`, 'g');
const beforeTagEnd = /\s*\n\s*(?=\/?>)/g;

// Anywhere else a line and its indent become a single space. Worked out once for each template.
const compacted = new WeakMap<TemplateStringsArray, readonly string[]>();

function compact(strings: TemplateStringsArray): readonly string[] {
  const pieces = strings.map((piece) =>
    piece
      .replace(afterBlock, '$1')
      .replace(beforeBlock, '')
      .replace(beforeTagEnd, '')
      .replace(/\s*\n\s*/g, ' '),
  );
  compacted.set(strings, pieces);
  return pieces;
}

/** A template whose values are escaped. Attributes must be quoted in the template. */
export function html(strings: TemplateStringsArray, ...values: readonly Fragment[]): Html {
  const pieces = compacted.get(strings) ?? compact(strings);
  let markup = pieces[0] ?? '';
  for (let index = 0; index < values.length; index++) {
    markup += markupOf(values[index]) + (pieces[index + 1] ?? '');
  }
  return new Html(markup);
}

export const nothing = new Html('');

/** Takes markup made elsewhere as it is: only for finished HTML of our own rooms, never for data. */
export function trusted(markup: string): Html {
  return markup === '' ? nothing : new Html(markup);
}

const start = /^/;

/** The same markup, to be used many times: the pieces that it was put together from are joined for good. */
export function settled(html: Html): Html {
  // The engine keeps a sum of strings as a tree of its parts until something reads it.
  start.test(html.markup);
  return html;
}

/** Items with a separator between them. */
export function join(items: readonly Html[], separator: Html): Html {
  let markup = '';
  for (const [index, item] of items.entries())
    markup += index === 0 ? item.markup : separator.markup + item.markup;
  return new Html(markup);
}

// What is left of the noncharacters is written with two of these.
const surrogates = /[\ud800-\udfff]/;

/** JSON for a `<script type="application/ld+json">`: no character of it can end the element or open another. */
export function scriptJson(value: unknown): Html {
  const json = JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (!surrogates.test(json)) return new Html(json);
  return new Html(json.replace(/[\u{1fffe}\u{1ffff}]|\p{Noncharacter_Code_Point}/gu, ''));
}
