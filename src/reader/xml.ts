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

export function escapeXml(text: string): string {
  return text.replace(barred, '').replace(special, (character) => entities[character] ?? '');
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
  return new Html(`<![CDATA[${markup.replace(barred, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`);
}

export const declaration = new Html('<?xml version="1.0" encoding="UTF-8"?>\n');
