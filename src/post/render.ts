import { direction, html } from '#reader';
import type { Letter } from './letter.ts';
import { letterWords } from './words.ts';

export type Rendered = {
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
};

/** A letter as it is read, with and without HTML. Both say the same; neither fetches anything. */
export function renderLetter(letter: Letter): Rendered {
  return { subject: letter.subject, text: textOf(letter), html: htmlOf(letter), headers: headersOf(letter) };
}

function headersOf({ lang, undo }: Letter): Record<string, string> {
  return {
    'Content-Language': lang,
    // RFC 3834: nobody answers it that she is away.
    'Auto-Submitted': 'auto-generated',
    ...(undo === null
      ? {}
      : // RFC 8058: the mailbox itself may do it, by one POST.
        { 'List-Unsubscribe': `<${undo}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  };
}

function textOf({ lang, paragraphs: [first = '', ...rest], link, undo }: Letter): string {
  const parts = [first, ...(link === null ? [] : [link.address]), ...rest];
  if (undo !== null) parts.push(`${letterWords(lang).undo}\n${undo}`);
  return `${parts.join('\n\n')}\n`;
}

// Styles stand at the elements: many mailboxes take those of the head away.
function htmlOf({ lang, subject, paragraphs: [first = '', ...rest], link, undo }: Letter): string {
  const dir = direction(lang);
  const side = dir === 'rtl' ? 'right' : 'left';
  const address = (to: string, words: string) =>
    html`<p style="margin:0 0 16px"><a href="${to}" style="color:inherit">${words}</a></p>`;
  const paragraph = (words: string) => html`<p style="margin:0 0 16px">${words}</p>`;
  return html`<!doctype html>
    <html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${subject}</title></head><body style="margin:0;padding:0"><div lang="${lang}" dir="${dir}" style="max-width:560px;margin:0 auto;padding:24px 16px;direction:${dir};text-align:${side};font:17px/1.6 Georgia,'Noto Serif',serif">
          ${paragraph(first)}${link === null ? null : address(link.address, link.words)}${rest.map(paragraph)}${undo === null ? null : address(undo, letterWords(lang).undo.replace(/:$/, ''))}
        </div></body></html>\n`.markup;
}
