import { Html } from './html.ts';

/*
 * XML 1.0 for feeds and sitemaps: the same safe-by-default template as for HTML, with XML's own rules for what may
 * stand in a document.
 */

// Everything XML 1.0 does not allow, unpaired surrogates included; source: https://www.w3.org/TR/xml/#charsets.
// C1 controls are allowed there but help nobody.
const barred = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu;
const special = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

// What needs a closer look; most text has none of it. Nothing below a space but tab and line ends is plain.
const unclean = /[^\t\n\r -~\u00a0-\ufffd]/;

function clean(text: string): string {
  return !unclean.test(text) && text.isWellFormed() ? text : text.replace(barred, '');
}

export function escapeXml(text: string): string {
  return clean(text).replace(special, (character) => entities[character] ?? '');
}

type XmlFragment = Html | string | number | null | undefined | false | readonly XmlFragment[];

function markupOf(value: XmlFragment): string {
  if (typeof value === 'string') return escapeXml(value);
  if (value instanceof Html) return value.markup;
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number') return String(value);
  return value.map(markupOf).join('');
}

/** A template of XML whose values are escaped. */
export function xml(strings: TemplateStringsArray, ...values: readonly XmlFragment[]): Html {
  let markup = strings[0] ?? '';
  for (const [index, value] of values.entries()) markup += markupOf(value) + (strings[index + 1] ?? '');
  return new Html(markup);
}

/** Markup as character data that a reader program takes out again unchanged; `]]>` is split between two sections. */
export function cdata(markup: string): Html {
  return new Html(`<![CDATA[${clean(markup).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
}

export const declaration = new Html('<?xml version="1.0" encoding="UTF-8"?>\n');
