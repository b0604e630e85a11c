import type { StoryId } from '#newsroom';

/**
 * What a press can render: each key stands for one file or a few that change together. Keys are plain data, so
 * that threads can be handed them and a set of them can be told apart by `keyText`.
 */
export type PageKey =
  | { kind: 'story'; story: StoryId }
  | { kind: 'forwarding'; path: string }
  | { kind: 'front'; lang: string }
  | { kind: 'list'; list: string; number: number | null }
  | { kind: 'day'; lang: string; date: string }
  | { kind: 'month'; lang: string; month: string }
  | { kind: 'year'; lang: string; year: string }
  | { kind: 'years'; lang: string }
  | { kind: 'corrections'; lang: string; number: number | null }
  | { kind: 'page'; id: string; lang: string }
  | { kind: 'feeds'; list: string }
  | { kind: 'sitemap'; month: string }
  | { kind: 'sitemapIndex' }
  | { kind: 'newsSitemap' }
  | { kind: 'fixed' };

export function keyText(key: PageKey): string {
  return Object.values(key).join(' ');
}

/** Keys by their text, so that each is rendered once. */
export class KeySet {
  readonly #keys = new Map<string, PageKey>();

  add(...keys: PageKey[]): void {
    for (const key of keys) this.#keys.set(keyText(key), key);
  }

  values(): PageKey[] {
    return [...this.#keys.values()];
  }
}

/** A list's name taken apart: `en/tag/tariffs` → en, tag, tariffs; `en/latest` → en, latest, ''. */
export type ParsedList = { lang: string; kind: string; id: string };

export function parseList(list: string): ParsedList {
  const [lang = '', kind = '', ...rest] = list.split('/');
  return { lang, kind, id: rest.join('/') };
}
