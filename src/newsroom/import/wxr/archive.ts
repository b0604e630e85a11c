import { stat } from 'node:fs/promises';
import type { Archive, Incoming } from '../incoming.ts';
import type { ImportMap } from '../map.ts';
import { ImportError } from '../report.ts';
import type { Site, Term } from '../../types.ts';
import { titleWords } from '#body';
import { knownAttachment, wxrMedia } from './media.ts';
import { Names, primary } from './names.ts';
import type { WxrItem } from './item.ts';
import { readWxr, type WxrEvent, WxrError } from './read.ts';
import { Scratch } from './scratch.ts';
import type { WxrContext } from './context.ts';
import { commentsLeft, incomingItem } from './story.ts';
import { remark, type Said } from '../remark.ts';

export type WxrOptions = {
  file: string;
  map: ImportMap;
  /** The newsroom's settings, null before it has any. */
  site: Site | null;
  sections: readonly Term[];
  /** The old site's time zone, for times that have none. Default: the newsroom's, else UTC. */
  timeZone: string | null;
  /** Folder that holds what stood in `wp-content/uploads`. */
  uploads: string | null;
  now: number;
  progress: (bytes: number) => void;
};

type Channel = { name: string; tagline: string; address: string; lang: string };

/**
 * Opens a WordPress export and reads it once, for what later items are referred to by earlier ones: attachments,
 * reusable blocks, categories, authors. Throws `ImportError` `broken_archive`.
 */
export async function openWxr(options: WxrOptions): Promise<Archive> {
  const { size, mtimeMs } = await stat(options.file);
  const scratch = new Scratch();
  try {
    const look = await lookThrough(options, scratch);
    const { channel, names, notes } = look;
    const lang = options.site?.languages.includes(channel.lang)
      ? channel.lang
      : (options.site?.defaultLang ?? channel.lang);
    if (options.site && lang !== channel.lang) {
      const text = `The archive’s language "${channel.lang}" is none of the newsroom’s: its stories are filed under "${lang}"`;
      notes.push(remark('language_there', text, { name: channel.lang, what: lang }));
    }
    if (names.nameless > 0) {
      const text =
        names.nameless === 1
          ? 'An author shows a login or nothing as a name: the stories stand unsigned until the mapping file names the author'
          : `${names.nameless} authors show their login or nothing as their name: their stories stand unsigned until the mapping file names them`;
      notes.push(remark('nameless', text, { count: names.nameless }));
    }
    const context: WxrContext = {
      names,
      scratch,
      timeZone: options.timeZone ?? options.site?.timeZone ?? 'UTC',
      lang,
      languages: options.site?.languages ?? [lang],
      types: { post: 'story', page: 'page', ...options.map.types },
      base: channel.address,
      now: options.now,
    };
    return {
      format: 'wordpress',
      source: channel.address,
      stamp: `${size} ${Math.floor(mtimeMs)}`,
      size,
      notes,
      site: siteOf(channel, context.timeZone),
      finish: async () => [],
      items: () => items(options.file, context),
      media: wxrMedia(scratch, options.uploads),
      close: async () => scratch.close(),
    };
  } catch (error) {
    scratch.close();
    throw error;
  }
}

/** What the old site said of itself, for a newsroom that has no settings yet. */
function siteOf(channel: Channel, timeZone: string): Site {
  const { name, tagline, address, lang } = channel;
  const title = titleWords(name).slice(0, 200) || address.replace(/^https?:\/\//, '');
  return {
    names: { [lang]: title },
    taglines: tagline === '' ? {} : { [lang]: titleWords(tagline) },
    address,
    timeZone,
    defaultLang: lang,
    languages: [lang],
    adFreeSince: null,
    publisher: { name: title, logo: null },
    menus: {},
    footers: {},
  };
}

type Look = { channel: Channel; names: Names; notes: Said[] };

async function lookThrough(options: WxrOptions, scratch: Scratch): Promise<Look> {
  const said = new Map<string, string>();
  const notes: Said[] = [];
  const lang = options.site?.defaultLang ?? 'en';
  const names = new Names(options.map, { sections: [...options.sections], lang });
  let comments = 0;
  for await (const event of checked(options.file)) {
    if (event.kind === 'channel' && !said.has(event.name)) said.set(event.name, event.value);
    else if (event.kind === 'author') await names.addAuthor(event.author);
    else if (event.kind === 'term') names.addTerm(event.term);
    else if (event.kind === 'item') {
      comments += event.item.comments;
      remember(event.item, names, scratch);
      options.progress(event.bytes);
    } else if (event.kind === 'end') notes.push(...complaints(event));
  }
  await names.choose();
  if (comments > 0) notes.push(commentsLeft(comments));
  const address = (said.get('wp:base_blog_url') || said.get('link') || '').replace(/\/+$/, '');
  if (address === '')
    throw new ImportError('broken_archive', 'The export does not say which site it is of; export it again');
  return {
    channel: {
      name: said.get('title') ?? '',
      tagline: said.get('description') ?? '',
      address,
      lang: primary(said.get('language') ?? '') || lang,
    },
    names,
    notes,
  };
}

function remember(item: WxrItem, names: Names, scratch: Scratch): void {
  if (item.type === 'attachment') scratch.addAttachment(item, knownAttachment(item));
  else if (item.type === 'wp_block') scratch.addBlock(item.id, item.content);
  else if (item.type === 'post') for (const term of item.terms) names.count(term);
}

function complaints(end: WxrEvent & { kind: 'end' }): Said[] {
  const notes: Said[] = [];
  if (end.truncated)
    notes.push(
      remark('cut_off', 'The archive ends too early: what came after its end is missing, export it again'),
    );
  if (end.broken > 0) {
    const text =
      end.broken === 1
        ? 'A character was damaged in the archive and stands as U+FFFD; look for it, or export again as UTF-8'
        : `${end.broken} characters were damaged in the archive and stand as U+FFFD; look for them, or export again as UTF-8`;
    notes.push(remark('damaged_signs', text, { count: end.broken }));
  }
  if (end.dropped > 0) {
    const text =
      end.dropped === 1
        ? 'A control character was left out'
        : `${end.dropped} control characters were left out`;
    notes.push(remark('control_signs', text, { count: end.dropped }));
  }
  for (const fault of end.faults.slice(0, 5))
    notes.push(remark('damaged_xml', `Damaged XML between items at ${fault}`, { what: fault }));
  return notes;
}

async function* items(file: string, context: WxrContext): AsyncGenerator<Incoming> {
  for await (const event of checked(file)) {
    if (event.kind === 'item') yield incomingItem(event.item, context, event.bytes);
  }
}

async function* checked(file: string): AsyncGenerator<WxrEvent> {
  try {
    yield* readWxr(file);
  } catch (cause) {
    if (!(cause instanceof WxrError)) throw cause;
    throw new ImportError('broken_archive', `${cause.message}; take it out of the export, or export again`, {
      cause,
    });
  }
}
