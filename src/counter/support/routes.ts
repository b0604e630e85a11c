import { readFileSync } from 'node:fs';
import type { RouteGroup } from '../open.ts';
import type { SupportParts } from './context.ts';
import { readForm } from './form.ts';
import { change, mine } from './mine.ts';
import { codeForm } from './mine-views.ts';
import { begin, looked, pay } from './pay.ts';
import { refusal } from './refusal.ts';
import { type Said, saidIn, show, wrong } from './said.ts';

export const SUPPORT = '/-/support';

/**
 * What a supporter does at the server. Nothing is kept in her browser: her code rides in each form. Every page is whole
 * without a script.
 *
 * - `POST /-/support`: what was chosen on the support page; answers with the page on which it is paid
 * - `POST /-/support/pay`, `POST /-/support/look`: pays it; asks the rail how it stands
 * - `GET, POST /-/support/mine`: opens a contribution by its code
 * - `POST /-/support/mine/stop|pause|resume|retry|price|card|visibility|forget`
 * - `POST /-/support/mine/receipt|tell|untell`: letters by mail, and none any more
 * - `POST /-/support/mine/wall|unwall`: a name on the wall of supporters, and off it
 */
export function supportGroup(parts: SupportParts): RouteGroup {
  const answerOne = async (request: Request, who: string): Promise<Response | null> => {
    const { pathname, searchParams } = new URL(request.url);
    const form = request.method === 'POST' ? await readForm(request) : null;
    const said = await saidIn(parts, form?.get('lang') ?? searchParams.get('lang') ?? '');
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (pathname === `${SUPPORT}/card.js`) return cardScript();
      if (pathname === `${SUPPORT}/mine`) return show(said, said.words.mine.title, codeForm(said));
      if (pathname === SUPPORT)
        return new Response(null, {
          status: 303,
          headers: { location: await parts.supportPage(said.paper.lang), 'cache-control': 'no-store' },
        });
      return wrong(said, 404, said.words.errors.nothing);
    }
    if (request.method !== 'POST') return wrong(said, 405, said.words.errors.nothing);
    if (form === null) return wrong(said, 400, said.words.errors.form);
    try {
      return await answer(parts, said, { path: pathname.slice(SUPPORT.length), form, who });
    } catch (error) {
      return refusal(parts, said, error, form);
    }
  };
  return {
    prefix: SUPPORT,
    // A person who tries three cards and changes her mind is well below; whoever tries stolen ones is not.
    limit: { burst: 20, perMinute: 10 },
    answer: answerOne,
    async tooOften(request, seconds) {
      const lang = new URL(request.url).searchParams.get('lang') ?? '';
      const said = await saidIn(parts, lang === '' ? languageOf(request) : lang);
      return wrong(said, 429, said.words.errors.often(seconds));
    },
  };
}

/** The first that a browser asks for; its form is not read where there were too many. */
const languageOf = (request: Request): string =>
  /^[a-z]{2,3}/i.exec(request.headers.get('accept-language') ?? '')?.[0].toLowerCase() ?? '';

let script: string | undefined;

/** Our own part of the card form. */
function cardScript(): Response {
  script ??= readFileSync(new URL('../card/bundle.js', import.meta.url), 'utf8');
  return new Response(script, {
    headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

async function answer(
  parts: SupportParts,
  said: Said,
  { path, form, who }: { path: string; form: Map<string, string>; who: string },
): Promise<Response> {
  const code = form.get('code') ?? '';
  switch (path) {
    case '':
      return begin(parts, said, form);
    case '/pay':
      return pay(parts, said, { code, form, who });
    case '/look':
      return looked(parts, said, code);
    case '/mine':
      return mine(parts, said, code, null);
  }
  if (path.startsWith('/mine/')) return change(parts, said, { code, what: path.slice(6), form, who });
  return wrong(said, 404, said.words.errors.nothing);
}
