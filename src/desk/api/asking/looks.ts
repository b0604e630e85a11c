import { Hono } from 'hono';
import { z } from 'zod';
import { previewPage, type LookedAt } from '#press';
import { APPEAL, TERMS, type SupportShown } from '#support';
import { notFound } from '../errors.ts';
import type { Env, Parts } from '../parts.ts';
import { answerPreview } from '../previews.ts';
import { appealBlock, letterTexts } from './newsletter.ts';
import { sayingNow } from './shown.ts';

/*
 * Pages of the paper with what is being written in them. What is written rides in the address, so that nothing of it is
 * kept anywhere and any server of the newsroom can answer; only the desk's own pages may ask.
 */

/** Signs of an address at most: nginx takes lines of 8,192 as it comes. */
const LONGEST = 7_500;

const draft = z
  .string()
  .max(LONGEST)
  .regex(/^[\w-]*$/);

/** Of an appeal: what it says in the language that is looked at. */
const lookedAppeal = z.strictObject({ section: z.string().max(80).nullable(), appeal: APPEAL });

export function askingLooks(parts: Parts) {
  const { newsroom, now, act } = parts;
  const show = async (
    root: string,
    path: string,
    looked: LookedAt,
    change: (support: SupportShown) => SupportShown,
  ): Promise<Response> => {
    const { support, gap, onion } = await sayingNow(parts);
    const saying = { support: change(support), gap, onion };
    const preview = await previewPage({ newsroom, at: now(), saying, looked });
    if (preview === null) throw notFound('page');
    return answerPreview(parts, preview, root, path);
  };
  return new Hono<Env>()
    .get('/look-at/appeal/:lang/:draft/*', act('appeals.read'), async (c) => {
      const { lang, draft: encoded } = c.req.param();
      const { appeal, section } = read(lookedAppeal, encoded);
      // It stands wherever it could, whatever its days, and before any other.
      const alone = { ...appeal, on: true, from: null, until: null, sections: null };
      const looked: LookedAt =
        appeal.placement === 'banner' ? { page: 'front', lang } : { page: 'story', lang, section };
      return show(`/look-at/appeal/${lang}/${encoded}/`, c.req.path, looked, (support) => ({
        ...support,
        appeals: { on: true, appeals: [alone] },
      }));
    })
    .get('/look-at/newsletter/:lang/:draft/block.html', act('appeals.read'), async (c) => {
      const { lang, draft: encoded } = c.req.param();
      const { html } = await appealBlock(parts, lang, read(letterTexts, encoded));
      const page = `<!doctype html><html lang="${langTag(lang)}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${langTag(lang)}</title><body>${html}`;
      return new Response(page, { headers: LETTER });
    })
    .get('/look-at/offer/:lang/:draft/*', act('offer.read'), async (c) => {
      const { lang, draft: encoded } = c.req.param();
      const terms = read(TERMS, encoded);
      return show(`/look-at/offer/${lang}/${encoded}/`, c.req.path, { page: 'support', lang }, (support) => ({
        ...support,
        ...terms,
      }));
    });
}

/** A mail has its styles at its elements; nothing else is let be in it. */
const LETTER = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  'x-frame-options': 'SAMEORIGIN',
  'cache-control': 'no-store',
};

const langTag = (lang: string): string => (/^[A-Za-z0-9-]{2,35}$/.test(lang) ? lang : 'und');

/** @throws DeskError 404 for what cannot be shown as it stands */
function read<S extends z.ZodType>(schema: S, encoded: string): z.output<S> {
  const text = draft.safeParse(encoded);
  if (!text.success) throw notFound('page');
  try {
    return schema.parse(JSON.parse(Buffer.from(text.data, 'base64url').toString()));
  } catch {
    throw notFound('page');
  }
}
