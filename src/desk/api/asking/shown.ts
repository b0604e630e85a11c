import { appealFillings, type Filled, type Saying, shownColours, type SiteColours } from '#press';
import { readShown, RHYTHMS, type SupportShown } from '#support';
import { notFound } from '../errors.ts';
import type { Parts } from '../parts.ts';

/** What the next edition would say; where nothing can be paid yet, what it would if cards were taken. */
export async function sayingNow({
  options,
  store,
  now,
}: Pick<Parts, 'options' | 'store' | 'now'>): Promise<
  Omit<Saying, 'support'> & { support: SupportShown; isOpen: boolean }
> {
  const { support = null, gap = null, onion = null } = (await options.saying?.()) ?? {};
  const isOpen = support !== null && support.rails.length > 0;
  if (support !== null && isOpen) return { support, gap, onion, isOpen };
  const rails = [{ name: 'card' as const, rhythms: RHYTHMS, currencies: null }];
  const supposed = await readShown({ store, at: now(), rails, cost: null, form: null, remind: null });
  return { support: supposed, gap, onion, isOpen };
}

/** The colours that readers see. @throws DeskError 404 before there is a site */
export async function coloursNow({ newsroom }: Pick<Parts, 'newsroom'>): Promise<SiteColours> {
  const site = await newsroom.site.get();
  if (site === null) throw notFound('site');
  return shownColours(site);
}

/** What stands in braces in each language, and the address of its support page. */
export async function fillings(
  { newsroom }: Pick<Parts, 'newsroom'>,
  support: SupportShown,
): Promise<Record<string, Filled>> {
  return Object.fromEntries(await appealFillings(newsroom, support));
}
