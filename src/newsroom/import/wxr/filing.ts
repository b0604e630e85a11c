import type { Named } from '../incoming.ts';
import type { WxrContext } from './context.ts';
import type { WxrItem } from './item.ts';
import { remark, type Said } from '../remark.ts';

export type Filed = {
  section: string | null;
  tags: string[];
  series: { id: string; part: number | null } | null;
  bylines: string[];
  lang: string | null;
  group: string | null;
  names: Named;
};

/** Files an item: its first section, its other categories and tags, its series, who wrote it. */
export async function fileItem(item: WxrItem, context: WxrContext, remarks: Said[]): Promise<Filed> {
  const filed: Filed = {
    section: null,
    tags: [],
    series: null,
    bylines: [],
    lang: null,
    group: null,
    names: [],
  };
  const first = context.names.slugOfCategory(item.meta['_yoast_wpseo_primary_category'] ?? '-');
  const terms = item.terms.toSorted((a, b) => Number(b.slug === first) - Number(a.slug === first));
  const extra: string[] = [];
  for (const term of terms) {
    const place = await context.names.place(term);
    if (place.kind === 'language') filed.lang ??= place.lang;
    else if (place.kind === 'translations') filed.group = place.group;
    else if (place.kind === 'byline') extra.push(place.login);
    else if (place.kind === 'series') {
      const part = Number.parseInt(item.meta['_series_part'] ?? '', 10);
      filed.series ??= { id: place.id, part: part >= 0 ? part : null };
      filed.names.push(place);
    } else if (place.kind === 'section' && filed.section === null) {
      filed.section = place.id;
      filed.names.push(place);
    } else if (place.kind === 'section' || place.kind === 'tag') {
      if (filed.tags.includes(place.id)) continue;
      if (filed.tags.length >= 100) {
        remarks.push(remark('tags_many', 'More than 100 tags: the rest was left out'));
        continue;
      }
      filed.tags.push(place.id);
      filed.names.push({ ...place, kind: 'tag' });
    }
  }
  for (const login of extra.length > 0 ? extra : [item.creator]) {
    const author = context.names.author(login);
    if (!author || filed.bylines.includes(author.id)) continue;
    filed.bylines.push(author.id);
    filed.names.push({ kind: 'author', id: author.id, name: author.name, bio: author.bio });
  }
  return filed;
}
