import { direction, html, refusedSentence } from '#reader';

/** An appeal for a newsletter that somebody writes elsewhere: what is put into it, as text and as HTML. */
export type AppealBlock = { text: string; html: string };

/** Hexadecimal colours; programs for mail know no names of a stylesheet. */
export type BlockColours = Readonly<Record<'tint' | 'ink' | 'soft' | 'accent' | 'paper', string>>;

/**
 * Both say the same and fetch nothing; the link is the page's own address and tells nothing of who follows it.
 *
 * Countries from which nobody may pay are named in it, as appeals on pages do.
 */
export function renderAppealBlock(options: {
  lang: string;
  heading: string;
  paragraphs: readonly string[];
  button: string;
  link: string;
  /** ISO 3166-1. */
  refused: readonly string[];
  colours: BlockColours;
}): AppealBlock {
  const { lang, heading, paragraphs, button, link, colours } = options;
  const refused = refusedSentence(lang, options.refused);
  const said = [heading, ...paragraphs, `${button}:\n${link}`, refused].filter((part) => part !== '');
  const dir = direction(lang);
  const side = dir === 'rtl' ? 'right' : 'left';
  const { tint, ink, soft, accent, paper } = colours;
  const face = `font-family:Georgia,'Noto Serif',serif;color:${ink};text-align:${side}`;
  // Styles stand at the elements and the button is a cell: that much every mailbox shows.
  const markup =
    html`<table role="presentation" lang="${lang}" dir="${dir}" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;border-collapse:collapse;background-color:${tint};border-top:3px solid ${accent}">
      <tr><td style="padding:20px;${face};font-size:17px;line-height:1.6">
          ${heading === '' ? '' : html`<h2 style="margin:0 0 12px;font-size:21px;line-height:1.3;color:${ink}">${heading}</h2>`}${paragraphs.map((words) => html`<p style="margin:0 0 14px">${words}</p>`)}
          <table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td style="background-color:${accent};padding:11px 20px"><a href="${link}" style="color:${paper};font-family:Arial,sans-serif;font-size:16px;font-weight:bold;text-decoration:none">${button}</a></td></tr></table>
          ${refused === '' ? '' : html`<p style="margin:14px 0 0;font-family:Arial,sans-serif;font-size:13px;line-height:1.5;color:${soft}">${refused}</p>`}
        </td></tr>
    </table>\n`.markup;
  return { text: `${said.join('\n\n')}\n`, html: markup };
}
