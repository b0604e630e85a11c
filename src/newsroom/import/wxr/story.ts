import { createHash } from 'node:crypto';
import type { Page } from '../../types.ts';
import { inlineWords, linkAddress, paragraphOf, reduceHtml, titleWords } from '#body';
import type { Reduced } from '#body';
import { looseBody } from '../loose.ts';
import type { Incoming, IncomingPage, IncomingStory, Opened } from '../incoming.ts';
import type { WxrContext } from './context.ts';
import { fileItem } from './filing.ts';
import { decoded, primary } from './names.ts';
import { stateOf, timeOf } from './state.ts';
import type { WxrItem, WxrTerm } from './item.ts';
import { type Remark, remark, type Said } from '../remark.ts';

/** One item of an export. Nothing of it names a login or a person's address. */
export function incomingItem(item: WxrItem, context: WxrContext, position: number): Incoming {
  const { creator, guid: _guid, fault, comments: _comments, ...said } = item;
  const byline = context.names.author(creator)?.id ?? null;
  const terms = said.terms.flatMap((term) => withoutLogin(term, context));
  const original = JSON.stringify({ format: 'wordpress', ...said, terms, byline, fault });
  return {
    key: `${item.type || 'item'}/${item.id || short(original)}`,
    type: context.types[item.type] ?? (item.type || 'item'),
    digest: createHash('sha256').update(original).digest('hex'),
    traits: [item.slug, item.dateGmt || item.date, titleWords(item.title)].map(short).join(' '),
    address: item.link === '' ? null : item.link,
    original,
    position,
    open: async () => {
      const remarks: Said[] = [];
      const what = await contentOf(item, context.types[item.type], context, remarks);
      return { what, remarks };
    },
  };
}

/** A term that stands for an author bears the login: here it bears the id of the byline. */
function withoutLogin(term: WxrTerm, { names }: WxrContext): WxrTerm[] {
  if (term.domain !== 'author') return [term];
  const author = names.author(term.slug.replace(/^cap-/, ''));
  return author ? [{ ...term, slug: `cap-${author.id}`, name: author.name }] : [];
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

const THEME = remark('theme', 'A part of the old site’s theme');
const NEVER: Record<string, Remark> = {
  nav_menu_item: remark('menu', 'A line of a menu; menus are kept in the site’s settings'),
  wp_navigation: remark('menu', 'A menu; menus are kept in the site’s settings'),
  revision: remark('old_revision', 'An old revision; only the last text is taken over'),
  wp_block: remark('reusable', 'A reusable block; its words stand in each item that uses it'),
  wp_template: THEME,
  wp_template_part: THEME,
  wp_global_styles: THEME,
  wp_font_family: THEME,
  wp_font_face: THEME,
  custom_css: THEME,
  customize_changeset: THEME,
  oembed_cache: remark('site_copy', 'A copy that the old site kept for itself'),
  user_request: remark('reader_request', 'A request of a reader about personal data; it is not taken over'),
};

async function contentOf(
  item: WxrItem,
  kind: 'story' | 'page' | undefined,
  context: WxrContext,
  remarks: Said[],
): Promise<Opened['what']> {
  if (item.fault !== '') {
    // Without a number nothing else says which item it is.
    const title = item.id === '' ? titleWords(item.title).slice(0, 80) : '';
    const { fault } = item;
    const reason =
      title === '' ? fault : remark('item_titled', `"${title}": ${fault.text}`, { name: title }, fault);
    return { kind: 'quarantined', of: item.type || 'item', reason };
  }
  if (item.type === '' || item.id === '') {
    return {
      kind: 'quarantined',
      of: item.type || 'item',
      reason: remark('no_number', 'The item has no number or no type'),
    };
  }
  if (item.status === 'trash')
    return { kind: 'skipped', of: item.type, reason: remark('in_trash', 'In the trash of the archive') };
  if (item.type === 'attachment') return attachment(item, context);
  const never = NEVER[item.type];
  if (never !== undefined) return { kind: 'skipped', of: item.type, reason: never };
  if (kind === undefined) {
    const text = `Items of type "${item.type}" have no place here; name the type in the mapping file to take it over`;
    const reason = remark('type_unknown', text, { name: item.type });
    return { kind: 'skipped', of: item.type, reason };
  }
  if (item.status === 'auto-draft')
    return {
      kind: 'skipped',
      of: item.type,
      reason: remark('auto_draft', 'An empty draft the old site made by itself'),
    };
  if (item.comments > 0) remarks.push(commentsLeft(item.comments));
  return kind === 'story' ? story(item, context, remarks) : page(item, context, remarks);
}

function attachment(item: WxrItem, context: WxrContext): Opened['what'] {
  const known = context.scratch.attachment(item.id);
  const src = known?.url ?? '';
  if (src === '')
    return {
      kind: 'skipped',
      of: 'attachment',
      reason: remark('no_file_named', 'The attachment names no file'),
    };
  const path = src.split(/[?#]/)[0] ?? '';
  const kind = /\.(?:jpe?g|png|gif|webp|avif|tiff?|heic)$/i.test(path)
    ? 'picture'
    : /\.(?:mp3|m4a|ogg|oga|opus|wav|flac)$/i.test(path)
      ? 'audio'
      : 'file';
  const ref = { kind, src, attachment: item.id, alt: '', caption: '' } as const;
  const alt = known?.alt || known?.caption || known?.title || '';
  const caption = known?.caption ?? '';
  return {
    kind,
    media: {
      ref,
      alts: alt === '' ? {} : { '': alt.slice(0, 1_900) },
      captions: caption === '' ? {} : { '': caption.slice(0, 1_900) },
      credit: known?.credit ?? '',
      agency: '',
      licence: '',
      licenceExpires: null,
      focal: null,
    },
  };
}

async function story(item: WxrItem, context: WxrContext, remarks: Said[]): Promise<IncomingStory> {
  const filed = await fileItem(item, context, remarks);
  const lang = languageOf(filed.lang, context);
  const body = reduced(item, lang, context, remarks);
  const headline = headlineOf(item, body, remarks);
  const excerpt = excerptOf(item.excerpt, body);
  const { state, held } = stateOf(item, context);
  const publishedAt = timeOf(item.dateGmt, item.date, item.published, context);
  const updatedAt = timeOf(item.modifiedGmt, item.modified, '', context);
  const thumbnail = item.meta['_thumbnail_id'] ?? '';
  return {
    kind: 'story',
    lang,
    draft: {
      headline,
      standfirst: excerpt,
      kicker: '',
      summary: titleWords(item.meta['_yoast_wpseo_metadesc'] ?? '').slice(0, 2_000),
      slug: decoded(item.slug).slice(0, 300),
      dateline: { place: null, date: null },
      section: filed.section,
      tags: filed.tags,
      series: filed.series,
      bylines: filed.bylines,
      ...(filed.bylines.length === 0 && { unsigned: true }),
    },
    names: filed.names,
    body: looseBody(body.blocks, body.refs),
    lead: /^[1-9]\d*$/.test(thumbnail)
      ? {
          ref: { kind: 'picture', src: '', attachment: thumbnail, alt: '', caption: '' },
          alt: '',
          caption: '',
        }
      : null,
    state,
    held,
    publishedAt,
    updatedAt: publishedAt !== null && updatedAt !== null && updatedAt > publishedAt ? updatedAt : null,
    due: null,
    notes: [],
    withdrawn: null,
    picks: [],
    translationOf: null,
    translationGroup: filed.group,
    aliases: state === 'live' ? aliases(item) : [],
    createdAt: publishedAt,
    leadTwice: true,
  };
}

async function page(item: WxrItem, context: WxrContext, remarks: Said[]): Promise<Opened['what']> {
  if (item.status !== 'publish' || item.hasPassword) {
    const why = item.hasPassword ? 'it is protected by a password' : `it is "${item.status}" in the archive`;
    return {
      kind: 'skipped',
      of: 'page',
      reason: remark(
        'page_not_public',
        `A page here is public, and ${why}; publish it there or write it anew`,
      ),
    };
  }
  const filed = await fileItem(item, context, []);
  const lang = languageOf(filed.lang, context);
  const body = reduced(item, lang, context, remarks);
  const headline = headlineOf(item, body, remarks);
  const order = Number.parseInt(item.order, 10);
  if (order > 0) remarks.push(remark('old_menu', 'Its place in the old menu is not taken over'));
  const result: IncomingPage = {
    kind: 'page',
    page: { lang, slug: decoded(item.slug), kind: pageKind(item.slug), headline, menuPosition: null },
    id: null,
    body: looseBody(body.blocks, body.refs),
    aliases: aliases(item),
  };
  return result;
}

function pageKind(slug: string): Page['kind'] {
  if (/^about(?:-us)?$/.test(slug)) return 'about';
  if (/^privacy(?:-policy)?$/.test(slug)) return 'privacy';
  if (/^contacts?(?:-us)?$/.test(slug)) return 'contact';
  return slug === 'masthead' ? 'masthead' : 'page';
}

function languageOf(named: string | null, context: WxrContext): string {
  const lang = named === null ? '' : primary(named);
  return context.languages.includes(lang) ? lang : context.lang;
}

function reduced(item: WxrItem, lang: string, context: WxrContext, remarks: Said[]): Reduced {
  const body = reduceHtml(item.content, {
    lang,
    base: linkAddress(item.link, context.base) ?? context.base,
    children: item.content.includes('[gallery') ? context.scratch.pictures(item.id) : [],
    footnotes: footnotesOf(item.meta['footnotes'] ?? ''),
    reusable: (id) => context.scratch.block(id),
  });
  for (const { code, name, text, count } of body.notes) {
    const told = count > 1 ? `${text} (${count} times)` : text;
    remarks.push(remark(code, told, { count, ...(name !== '' && { name }) }));
  }
  return body;
}

function footnotesOf(json: string): { id: string; html: string }[] {
  if (json === '') return [];
  try {
    const list: unknown = JSON.parse(json);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null || !('content' in entry)) return [];
      return [{ id: 'id' in entry ? String(entry.id) : '', html: String(entry.content) }];
    });
  } catch {
    // Not JSON: no footnotes that anybody could have read.
    return [];
  }
}

const LONGEST_HEADLINE = 500;

/** A title's words; a very long one is cut, its whole stands as the first paragraph. Without one: the first words. */
function headlineOf(item: WxrItem, body: Reduced, remarks: Said[]): string {
  const title = titleWords(item.title);
  if (title.length > LONGEST_HEADLINE) {
    body.blocks.unshift(paragraphOf(title));
    const text = 'The title is longer than a headline may be: all of it stands as the first paragraph';
    remarks.push(remark('title_long', text));
    return cut(title, 200);
  }
  if (title !== '') return title;
  const first = body.blocks.find((block) => block.type === 'heading' || block.type === 'paragraph');
  const words = first ? inlineWords(first.content).replace(/\s+/g, ' ').trim() : '';
  const text = 'The item has no title: its headline was made of its first words or its address';
  remarks.push(remark('title_none', text));
  return cut(words, 80) || decoded(item.slug).replaceAll('-', ' ') || `${item.type} ${item.id}`;
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = text.lastIndexOf(' ', longest);
  return `${text.slice(0, end > longest / 2 ? end : longest).trimEnd()}…`;
}

/** A hand-written excerpt is the standfirst; one too long for it opens the text. */
function excerptOf(html: string, body: Reduced): string {
  const words = titleWords(html);
  if (words.length <= 2_000) return words;
  body.blocks.unshift(paragraphOf(words));
  return '';
}

/** Old addresses, also under slugs that the item had before. */
function aliases(item: WxrItem): string[] {
  if (item.link === '') return [];
  const old = item.meta['_wp_old_slug'] ?? '';
  const renamed = old !== '' && item.slug !== '' ? item.link.replace(item.slug, old) : item.link;
  return [...new Set([item.link, renamed])];
}

export function commentsLeft(count: number): Remark {
  const text = count === 1 ? 'A comment is not taken over' : `${count} comments are not taken over`;
  return remark('comments_left', text, { count });
}
