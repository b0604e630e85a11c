import { archivePath, frontPath, renderFront, type Card, type FrontView } from '#reader';
import type { StoryId } from '#newsroom';
import type { Gather } from './gather.ts';
import { bannerOf } from './lists.ts';
import { HTML, type Output } from './output.ts';

/** How many stories stand where on a front. */
export const FRONT = { top: 6, latest: 10, section: 4 } as const;

async function newest(gather: Gather, list: string, limit: number): Promise<StoryId[]> {
  const found = await gather.newsroom.live.list(list, { limit, newest: true });
  return found.map((one) => one.story);
}

/** The stories an editor put on the front that are live and whose time has not run out. */
async function chosen(gather: Gather, lang: string): Promise<Card[]> {
  const slots = await gather.newsroom.front.slots(lang);
  const valid = slots.filter((slot) => slot.until === null || slot.until > gather.at);
  return (await gather.cards(valid.map((slot) => slot.story))).filter((card) => card.lang === lang);
}

/** A front: what the editor chose, then the newest; no story twice. */
export async function frontOutputs(gather: Gather, lang: string): Promise<Output[]> {
  const site = gather.site(lang);
  const used = new Set<string>();
  const take = (cards: readonly Card[], count: number): Card[] => {
    const taken: Card[] = [];
    for (const card of cards) {
      if (taken.length === count) break;
      if (used.has(card.story)) continue;
      used.add(card.story);
      taken.push(card);
    }
    return taken;
  };
  const manual = await chosen(gather, lang);
  const recent = await gather.cards(
    await newest(gather, `${lang}/latest`, FRONT.top + FRONT.latest + manual.length),
  );
  const top = take([...manual, ...recent], Math.max(FRONT.top, manual.length));
  const latest = take(recent, FRONT.latest);
  const sections: FrontView['sections'] = [];
  for (const id of await gather.newsroom.sections.list().then((all) => all.map((section) => section.id))) {
    const cards = await gather.cards(
      await newest(gather, `${lang}/section/${id}`, FRONT.section + used.size),
    );
    const block = take(cards, FRONT.section);
    if (block.length > 0) sections.push({ link: gather.labels.section(id, lang), cards: block });
  }
  const view: FrontView = {
    banner: await bannerOf(gather, lang),
    top,
    latest,
    sections,
    archive: { label: '', path: archivePath(site.prefix, null) },
  };
  const path = frontPath(site.prefix);
  return [{ path, type: HTML, text: renderFront(site, view, gather.asks.front(site, path)) }];
}
