import { slugOf } from '../../slug.ts';
import type { ImportMap } from '../map.ts';
import { titleWords } from '#body';
import type { WxrAuthor, WxrCategory, WxrTerm } from './item.ts';

export type Place =
  | { kind: 'section' | 'tag'; id: string; name: string }
  | { kind: 'series'; id: string; name: string }
  | { kind: 'language'; lang: string }
  | { kind: 'byline'; login: string }
  | { kind: 'translations'; group: string }
  | { kind: 'none' };

export type Known = { sections: { id: string; names: Record<string, string> }[]; lang: string };

/** The most sections that are made of an archive's categories when there is neither a map nor a section yet. */
const MOST_SECTIONS = 8;
const NO_SECTION =
  /^(?:uncategori[sz]ed(?:-[a-z]{2})?|bez-rubriki|без-рубрики|allgemein|non-classe|sin-categoria)$/;

/** Decides what each category, tag and taxonomy term of an export is here. */
export class Names {
  readonly #map: ImportMap;
  readonly #known: Known;
  readonly #categories = new Map<string, WxrCategory>();
  readonly #used = new Map<string, number>();
  readonly #sections = new Map<string, string>();
  readonly #ids = new Map<string, string>();
  readonly #taken = new Map<string, string>();
  readonly #authors = new Map<string, { id: string; name: string; bio: string } | null>();

  constructor(map: ImportMap, known: Known) {
    this.#map = map;
    this.#known = known;
    for (const { id, names } of known.sections)
      this.#taken.set(`section ${id}`, Object.values(names)[0] ?? id);
  }

  addTerm(term: WxrCategory): void {
    if (term.domain === 'category') this.#categories.set(term.slug, term);
  }

  async addAuthor(author: WxrAuthor): Promise<void> {
    const mapped = this.#map.authors[author.login];
    if (mapped === null) this.#authors.set(author.login, null);
    else if (mapped !== undefined) {
      this.#authors.set(author.login, {
        id: mapped,
        name: this.#publicName(author) ?? mapped,
        bio: titleWords(author.bio),
      });
    } else {
      const name = this.#publicName(author);
      const id = name === null ? '' : await this.#freeId('author', name, name);
      this.#authors.set(author.login, name === null ? null : { id, name, bio: titleWords(author.bio) });
    }
  }

  /** A login or an address of a person is no byline. */
  #publicName(author: WxrAuthor): string | null {
    const name = titleWords(author.name).slice(0, 200);
    if (name === '' || name.includes('@')) return null;
    return name.toLowerCase() === author.login.toLowerCase() ? null : name;
  }

  author(login: string): { id: string; name: string; bio: string } | null {
    return this.#authors.get(login) ?? null;
  }

  /** Authors whose display name is their login or an address, so that their stories stand unsigned. */
  get nameless(): number {
    return [...this.#authors.values()].filter((author) => author === null).length;
  }

  count(term: WxrTerm): void {
    if (term.domain === 'category') this.#used.set(term.slug, (this.#used.get(term.slug) ?? 0) + 1);
    if (term.domain === 'category' && !this.#categories.has(term.slug)) {
      this.#categories.set(term.slug, {
        id: '',
        slug: term.slug,
        name: term.name,
        parent: '',
        domain: 'category',
      });
    }
  }

  /** Chooses the sections, once everything has been counted. */
  async choose(): Promise<void> {
    for (const [slug, id] of Object.entries(this.#map.sections)) this.#sections.set(slug, id);
    if (this.#sections.size > 0) return;
    if (this.#known.sections.length > 0) {
      for (const category of this.#categories.values()) {
        const section = this.#known.sections.find(
          ({ id, names }) =>
            id === category.slug || Object.values(names).some((name) => same(name, category.name)),
        );
        if (section) this.#sections.set(category.slug, section.id);
      }
      return;
    }
    const top = [...this.#categories.values()]
      .filter(
        ({ slug, parent }) =>
          parent === '' && !NO_SECTION.test(decoded(slug)) && (this.#used.get(slug) ?? 0) > 0,
      )
      .toSorted(
        (a, b) => (this.#used.get(b.slug) ?? 0) - (this.#used.get(a.slug) ?? 0) || (a.slug < b.slug ? -1 : 1),
      );
    for (const { slug, name } of top.slice(0, MOST_SECTIONS)) {
      this.#sections.set(slug, await this.#freeId('section', slug, name));
    }
  }

  async place(term: WxrTerm): Promise<Place> {
    const name = titleWords(term.name).slice(0, 200) || decoded(term.slug);
    if (term.domain === 'language') return { kind: 'language', lang: primary(term.slug) };
    if (term.domain === 'post_translations') return { kind: 'translations', group: term.slug };
    if (term.domain === 'author') return { kind: 'byline', login: term.slug.replace(/^cap-/, '') };
    if (term.domain === 'series')
      return { kind: 'series', id: await this.#freeId('series', term.slug, name), name };
    if (term.domain !== 'category' && term.domain !== 'post_tag' && term.domain !== 'tag')
      return { kind: 'none' };
    if (term.domain === 'category') {
      const lang = this.#map.languages[term.slug];
      if (lang !== undefined) return { kind: 'language', lang };
      const series = this.#map.series[term.slug];
      if (series !== undefined) return { kind: 'series', id: series, name };
      const section = this.#sections.get(term.slug);
      if (section !== undefined) return { kind: 'section', id: section, name };
      if (NO_SECTION.test(decoded(term.slug)) && this.#map.tags[term.slug] === undefined)
        return { kind: 'none' };
    }
    const mapped = this.#map.tags[term.slug];
    if (mapped === null) return { kind: 'none' };
    return { kind: 'tag', id: mapped ?? (await this.#freeId('tag', term.slug, name)), name };
  }

  /** The category whose own number is this, as SEO plug-ins name an item's first one. */
  slugOfCategory(id: string): string | null {
    for (const category of this.#categories.values()) if (category.id === id) return category.slug;
    return null;
  }

  /** An id of a-z, 0-9 and hyphens; two names that would get one id are told apart by a number. */
  async #freeId(kind: string, slug: string, name: string): Promise<string> {
    const key = `${kind} ${slug}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const clean = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)
      ? slug
      : await slugOf(decoded(slug) || name, this.#known.lang);
    const base = clean.slice(0, 90).replace(/-+$/, '');
    let id = base;
    for (let at = 2; !this.#free(kind, id, name); at++) id = `${base}-${at}`;
    this.#taken.set(`${kind} ${id}`, name);
    this.#ids.set(key, id);
    return id;
  }

  #free(kind: string, id: string, name: string): boolean {
    const taken = this.#taken.get(`${kind} ${id}`);
    return taken === undefined || same(taken, name);
  }
}

export function decoded(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

/** The language without its region: `pt_BR` → `pt`. */
export function primary(tag: string): string {
  return /^[a-z]{2,3}/i.exec(tag.trim())?.[0].toLowerCase() ?? '';
}

function same(a: string, b: string): boolean {
  return a.normalize('NFKC').toLowerCase() === b.normalize('NFKC').toLowerCase();
}
