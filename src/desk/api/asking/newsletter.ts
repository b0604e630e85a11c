import { Hono } from 'hono';
import { z } from 'zod';
import { renderAppealBlock } from '#post';
import { APPEAL_LIMITS, fillTexts } from '#support';
import { json, text } from '../checked.ts';
import { DeskError } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { coloursNow, fillings, sayingNow } from './shown.ts';

/** Bytes of a whole mail from which on some mailboxes cut it off. */
const CLIPPED = 102_400;

export const letterTexts = z.strictObject({ heading: text(200), text: text(2_000), button: text(200) });

/** What an appeal says in a language, with today's figures filled in. @throws DeskError 422 for another language */
export async function appealBlock(parts: Parts, lang: string, texts: z.output<typeof letterTexts>) {
  const { support } = await sayingNow(parts);
  const filled = (await fillings(parts, support))[lang];
  if (filled === undefined)
    throw new DeskError(422, 'language', `The site is not published in "${lang}"`, { field: 'lang' });
  const { light } = await coloursNow(parts);
  const { tint = '', ink = '', soft = '', accent = '', paper = '' } = light;
  return renderAppealBlock({
    lang,
    ...fillTexts(texts, filled.filling),
    link: filled.page,
    refused: support.countries.filter(({ verdict }) => verdict === 'refuse').map(({ country }) => country),
    colours: { tint, ink, soft, accent, paper },
  });
}

/** An appeal as text and HTML, to be put into a newsletter that is written elsewhere. */
export function newsletterRoutes(parts: Parts) {
  return new Hono<Env>().post(
    '/money/appeals-newsletter',
    parts.act('appeals.read'),
    json(z.strictObject({ lang: text(16), texts: letterTexts })),
    async (c) => {
      const { lang, texts } = c.req.valid('json');
      const block = await appealBlock(parts, lang, texts);
      const signs = Array.from(block.text).length;
      const bytes = Buffer.byteLength(block.html);
      return c.json({ ...block, signs, bytes, clipped: CLIPPED, limits: APPEAL_LIMITS.newsletter });
    },
  );
}
