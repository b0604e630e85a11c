import type { Remark } from '../remark.ts';

export type WxrTerm = { domain: string; slug: string; name: string };

/** What the import uses of an item. Passwords, logins of commenters, addresses and other meta are never kept. */
export type WxrItem = {
  id: string;
  type: string;
  status: string;
  title: string;
  link: string;
  guid: string;
  creator: string;
  content: string;
  excerpt: string;
  date: string;
  dateGmt: string;
  modified: string;
  modifiedGmt: string;
  published: string;
  slug: string;
  parent: string;
  order: string;
  hasPassword: boolean;
  attachmentUrl: string;
  terms: WxrTerm[];
  meta: Record<string, string>;
  comments: number;
  /** What was wrong with its XML, or empty. */
  fault: Remark | '';
};

export type WxrAuthor = { login: string; name: string; bio: string };
export type WxrCategory = { id: string; slug: string; name: string; parent: string; domain: string };

/** Meta that is read; all other is left where it is. */
export const META = new Set([
  '_thumbnail_id',
  '_wp_attachment_image_alt',
  '_wp_attached_file',
  '_wp_attachment_metadata',
  '_wp_old_slug',
  '_yoast_wpseo_metadesc',
  '_yoast_wpseo_primary_category',
  '_media_credit',
  '_credit',
  'media_credit',
  '_series_part',
  'footnotes',
  'subtitle',
  '_subtitle',
]);

/** Elements of an item, and where their text goes. */
export const FIELDS: Record<string, keyof WxrItem> = {
  title: 'title',
  link: 'link',
  guid: 'guid',
  pubDate: 'published',
  'dc:creator': 'creator',
  'content:encoded': 'content',
  'excerpt:encoded': 'excerpt',
  'wp:post_id': 'id',
  'wp:post_type': 'type',
  'wp:status': 'status',
  'wp:post_date': 'date',
  'wp:post_date_gmt': 'dateGmt',
  'wp:post_modified': 'modified',
  'wp:post_modified_gmt': 'modifiedGmt',
  'wp:post_name': 'slug',
  'wp:post_parent': 'parent',
  'wp:menu_order': 'order',
  'wp:post_password': 'hasPassword',
  'wp:attachment_url': 'attachmentUrl',
};
/** An item of which nothing is known yet. */
export function emptyItem(): WxrItem {
  return {
    id: '',
    type: '',
    status: '',
    title: '',
    link: '',
    guid: '',
    creator: '',
    content: '',
    excerpt: '',
    date: '',
    dateGmt: '',
    modified: '',
    modifiedGmt: '',
    published: '',
    slug: '',
    parent: '',
    order: '',
    hasPassword: false,
    attachmentUrl: '',
    terms: [],
    meta: {},
    comments: 0,
    fault: '',
  };
}
