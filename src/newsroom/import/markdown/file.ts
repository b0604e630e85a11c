import { isLanguageTag } from '#body';
import type { Site, State } from '../../types.ts';
import { slugOf } from '../../slug.ts';
import type { IncomingMedia, IncomingNote, IncomingPage, IncomingStory, Named } from '../incoming.ts';
import { isDay, readTime } from '../times.ts';
import { type Yaml, YamlFault } from '../yaml.ts';
import { faultSaid } from '../fault-words.ts';
import { looseMarkdown } from './body.ts';
import { FIELD_WORDS } from './field-words.ts';
import { FIELDS, type Fields, KNOWN_FIELDS, splitFrontMatter } from './front-matter.ts';
import { mediaOf } from './media.ts';
import { type Remark, remark, type Said } from '../remark.ts';

export type FileContext = {
  site: Site | null;
  now: number;
  random: () => number;
  /** Keeps what is known of a medium for the one who brings it. */
  keep: (media: IncomingMedia) => void;
};

/** `times`: how often in the file, the first time at `line`. */
export type FileWarning = { line: number; said: Remark; times: number };

export type MarkdownRead = {
  what: IncomingStory | IncomingPage;
  id: string | null;
  revision: number | null;
  /** What was not taken as written. `line` counts from 1 in the file. */
  warnings: FileWarning[];
};

/** Reads one Markdown file. Throws `YamlFault` with its line, `BodyError` for a text that no body can hold. */
export function readMarkdown(file: string, source: string, context: FileContext): Promise<MarkdownRead> {
  return new FileReader(file, source, context).read();
}

export function withoutEnding(file: string): string {
  return file.replace(/\.(?:md|markdown)$/i, '');
}

type Warned = Omit<FileWarning, 'times'>;

/** Each warning at its first line: a thousand of one kind must not hide the others. */
function eachOnce(warnings: readonly Warned[]): FileWarning[] {
  return [...Map.groupBy(warnings, ({ said }) => said.text).values()].flatMap((all) =>
    all.slice(0, 1).map(({ said }) => ({
      line: Math.min(...all.map(({ line }) => line)),
      said,
      times: all.length,
    })),
  );
}

class FileReader {
  readonly #file: string;
  readonly #context: FileContext;
  readonly #yaml: Yaml;
  readonly #fields: Fields;
  readonly #body: string;
  readonly #bodyLine: number;
  readonly #lang: string;
  readonly #warnings: Warned[] = [];
  readonly #names: Named = [];

  constructor(file: string, source: string, context: FileContext) {
    this.#file = file;
    this.#context = context;
    const { yaml, body, bodyLine } = splitFrontMatter(source);
    this.#yaml = yaml;
    this.#body = body;
    this.#bodyLine = bodyLine;
    const result = FIELDS.safeParse(yaml.value ?? {});
    if (!result.success) {
      const [issue] = result.error.issues;
      if (issue && issue.path.length > 0)
        throw new YamlFault(yaml.lineOf(issue), faultSaid(issue, yaml.value, FIELD_WORDS));
      throw this.#fault(
        [],
        remark(
          'head_no_fields',
          'The front matter is no list of fields; write lines like "headline: Ferries sail again"',
        ),
      );
    }
    this.#fields = result.data;
    this.#lang = this.#language();
  }

  async read(): Promise<MarkdownRead> {
    for (const name of Object.keys(this.#fields)) {
      if (!KNOWN_FIELDS.includes(name))
        this.#remark(
          this.#yaml.lineAt([name]),
          remark('field_left', `The field "${name}" is unknown and was left out`, { name }),
        );
    }
    const { kind } = this.#fields;
    const what = kind === 'page' ? this.#page() : await this.#story();
    const revision = this.#revision();
    return { warnings: eachOnce(this.#warnings), what, id: this.#fields.id, revision };
  }

  #revision(): number | null {
    const { revision } = this.#fields;
    if (revision === undefined || revision === null) return null;
    if (typeof revision === 'number' && Number.isSafeInteger(revision) && revision > 0) return revision;
    this.#remark(
      this.#yaml.lineAt(['revision']),
      remark('revision_wrong', 'The field "revision" is no whole number from 1 on and was left out'),
    );
    return null;
  }

  #page(): IncomingPage {
    const { slug, page, menu, aliases, id } = this.#fields;
    const loose = this.#loose();
    const headline = this.#headline(loose.firstHeading);
    const own = slug || (page === 'page' ? (id ?? withoutEnding(this.#file).split('/').at(-1) ?? '') : page);
    return {
      kind: 'page',
      id: own,
      page: { lang: this.#lang, slug: own, kind: page, headline, menuPosition: menu },
      body: loose.body,
      aliases,
    };
  }

  async #story(): Promise<IncomingStory> {
    const fields = this.#fields;
    const loose = this.#loose();
    const publishedAt = this.#time('published', fields.published);
    const updatedAt = this.#time('updated', fields.updated);
    const section = fields.section === null ? null : await this.#name('section', fields.section);
    const tags = await this.#each('tag', fields.tags);
    const bylines = await this.#each('author', fields.bylines);
    const series = fields.series
      ? { id: await this.#name('series', fields.series.slug), part: fields.series.part }
      : null;
    return {
      kind: 'story',
      lang: this.#lang,
      draft: {
        headline: this.#headline(loose.firstHeading),
        standfirst: fields.standfirst,
        kicker: fields.kicker,
        summary: fields.summary,
        slug: fields.slug,
        dateline: this.#dateline(),
        section,
        tags,
        series,
        bylines,
        ...(fields.unsigned && bylines.length === 0 && { unsigned: true }),
      },
      names: this.#names,
      body: loose.body,
      lead: this.#lead(),
      ...this.#state(publishedAt),
      publishedAt,
      updatedAt: publishedAt !== null && updatedAt !== null && updatedAt > publishedAt ? updatedAt : null,
      due: this.#time('due', fields.due),
      notes: this.#notes(),
      withdrawn: this.#withdrawn(),
      picks: fields.picks,
      translationOf: fields['translation-of'],
      translationGroup: null,
      aliases: fields.aliases,
      createdAt: publishedAt,
      leadTwice: false,
    };
  }

  #loose() {
    const loose = looseMarkdown(this.#file, this.#body, this.#lang, this.#context.random);
    for (const media of loose.media) this.#context.keep(media);
    for (const { line, code, message, about } of loose.warnings)
      this.#remark(line + this.#bodyLine - 1, remark(code, message, about));
    return loose;
  }

  #headline(firstHeading: string): string {
    const fallback = withoutEnding(this.#file).split('/').at(-1) ?? this.#file;
    return this.#fields.headline || firstHeading || fallback;
  }

  #lead(): IncomingStory['lead'] {
    const { lead } = this.#fields;
    if (!lead) return null;
    const expires = this.#time('lead', lead['licence-expires']);
    const focal = lead.focal ? { x: lead.focal[0], y: lead.focal[1] } : null;
    const { alt, caption, credit, agency, licence } = lead;
    const media = mediaOf(this.#file, lead.file, this.#lang, {
      alt,
      caption,
      credit,
      agency,
      licence,
      licenceExpires: expires,
      focal,
    });
    this.#context.keep(media);
    return { ref: media.ref, alt, caption };
  }

  #state(publishedAt: number | null): { state: State; held: Said } {
    const { state } = this.#fields;
    const isPublic = state === 'live' || state === 'corrected' || state === 'withdrawn';
    if (!isPublic || publishedAt === null || publishedAt <= this.#context.now) return { state, held: '' };
    return {
      state: 'approved',
      held: remark(
        'future_here',
        'Its time of publication is still to come: approved here, schedule it by hand',
      ),
    };
  }

  #notes(): IncomingNote[] {
    return (this.#fields.notes ?? []).map(({ at, ...rest }, index) => ({
      ...rest,
      at: this.#moment(['notes', index, 'at'], at),
    }));
  }

  #withdrawn(): IncomingStory['withdrawn'] {
    const { withdrawn, state } = this.#fields;
    if (withdrawn) return { at: this.#moment(['withdrawn', 'at'], withdrawn.at), reason: withdrawn.reason };
    if (state === 'withdrawn')
      throw this.#fault(
        ['state'],
        remark('withdrawn_bare', 'A withdrawn story needs "withdrawn" with its time and reason'),
      );
    return null;
  }

  #dateline(): { place: string | null; date: string | null } {
    const { dateline } = this.#fields;
    if (!dateline) return { place: null, date: null };
    const { place, date } = dateline;
    if (date !== null && !isDay(date))
      throw this.#fault(
        ['dateline', 'date'],
        remark('no_day', `"${date}" is no day; write it as 2026-11-23`, { what: date }),
      );
    return { place: place === '' ? null : place, date };
  }

  #language(): string {
    const lang = this.#fields.lang ?? this.#context.site?.defaultLang ?? 'en';
    if (!isLanguageTag(lang))
      throw this.#fault(
        ['lang'],
        remark('no_language', `"${lang}" is no language tag; write "en" or "fa"`, { what: lang }),
      );
    return lang;
  }

  async #each(kind: Named[number]['kind'], values: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const value of values) ids.push(await this.#name(kind, value));
    return [...new Set(ids)];
  }

  /** An id, or a name of which an id is made. */
  async #name(kind: Named[number]['kind'], value: string): Promise<string> {
    const isId = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) && value.length <= 100;
    const id = isId ? value : await slugOf(value, this.#lang);
    this.#names.push(kind === 'author' ? { kind, id, name: value, bio: '' } : { kind, id, name: value });
    return id;
  }

  #time(field: string, value: string | null): number | null {
    return value === null ? null : this.#moment([field], value);
  }

  #moment(path: PropertyKey[], value: string): number {
    const time = readTime(value, this.#context.site?.timeZone ?? 'UTC');
    if (time === null)
      throw this.#fault(
        path,
        remark('no_time', `"${value}" is no time; write it as 2026-11-23T14:05:00+02:00`, { what: value }),
      );
    return time;
  }

  #fault(path: readonly PropertyKey[], said: Remark): YamlFault {
    return new YamlFault(this.#yaml.lineAt(path), said);
  }

  #remark(line: number, said: Remark): void {
    this.#warnings.push({ line, said });
  }
}
