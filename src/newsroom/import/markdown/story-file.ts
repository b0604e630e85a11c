import { access } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { stringify } from 'yaml';
import { BodyError, printMarkdown } from '#body';
import type { Newsroom } from '../../open.ts';
import { isPicture } from '../../media.ts';
import { reason, refused } from '../../refusal.ts';
import type { Draft, MediaId, Refused, Revision, Story, StoryId } from '../../types.ts';
import { Bringer, type Brought } from '../bring.ts';
import type { MediaRef, Settled } from '#body';
import type { IncomingStory, Named } from '../incoming.ts';
import type { FromMarkdown, StoryRead } from '../markdown.ts';
import { makeNames } from '../names.ts';
import { YamlFault } from '../yaml.ts';
import { readMarkdown } from './file.ts';
import { FolderMedia } from './media.ts';
import { textOf } from '../remark.ts';

const OWN_MEDIUM = /(?:^|\/)media\/([0-9a-f]{32})$/;

export async function readStoryFile(options: FromMarkdown): Promise<StoryRead | Refused> {
  const { text, file, newsroom, base, now = Date.now, random = Math.random } = options;
  const root = await rootOf(file);
  const name = relative(root, file);
  const shown = options.shown ?? name;
  const source = new FolderMedia(root);
  const site = await newsroom.site.get();
  try {
    const read = await readMarkdown(name, text, {
      site,
      now: now(),
      random,
      keep: (media) => source.keep(media),
    });
    const { what, id, revision } = read;
    const warnings: StoryRead['warnings'] = read.warnings.map(({ line, said, times }) => ({
      line,
      message: times === 1 ? said.text : `${said.text} (${times} times, here first)`,
    }));
    if (what.kind === 'page')
      return refused(
        reason('markdown', `${shown}:1: The file is a page, not a story; take out "kind: page"`),
      );
    const bringer = new Bringer({ newsroom, source, roots: [root], network: null, credit: '' });
    const bring = async (ref: MediaRef): Promise<Settled> => {
      const brought = await bringOne(newsroom, bringer, ref);
      if (!brought.ok)
        warnings.push({ line: 1, message: `${ref.src.replace(/^folder:/, '')}: ${textOf(brought.why)}` });
      return brought.ok ? brought.settled : null;
    };
    const media: Settled[] = [];
    for (const ref of what.body.refs) media.push(await bring(ref));
    const lead = what.lead ? await bring(what.lead.ref) : null;
    const body = what.body.build({
      found: (_ref, index) => media[index] ?? null,
      base: base?.body ?? null,
      random,
    });
    warnings.push(...(await makeAll(newsroom, what.names, what.lang)));
    const picks = await pickAll(newsroom, what, warnings);
    const draft: Draft = {
      ...what.draft,
      lead:
        lead?.kind === 'picture' && what.lead
          ? { media: lead.media as MediaId, alt: what.lead.alt, caption: what.lead.caption }
          : null,
      picks,
      body,
    };
    const { lang, state, due, notes, withdrawn, translationOf, aliases, publishedAt, updatedAt } = what;
    return {
      ok: true,
      id,
      revision,
      lang,
      draft,
      state,
      due,
      notes,
      withdrawn,
      translationOf,
      aliases,
      warnings,
      published: publishedAt,
      updated: updatedAt,
    };
  } catch (error) {
    if (error instanceof YamlFault)
      return refused(reason('markdown', `${shown}:${error.line}: ${error.message}`));
    if (error instanceof BodyError) return refused(reason('markdown', `${shown}: ${error.message}`));
    throw error;
  }
}

/** A story's pictures may lie anywhere in its archive, or in the folder above its own; nowhere else. */
async function rootOf(file: string): Promise<string> {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const isRoot = await access(join(folder, 'newsroom.yaml')).then(
      () => true,
      () => false,
    );
    if (isRoot) return folder;
  }
  return dirname(dirname(file));
}

/** `media/<id>`, as a story is written out, names a medium that the newsroom has. */
async function bringOne(newsroom: Newsroom, bringer: Bringer, ref: MediaRef): Promise<Brought> {
  const id = OWN_MEDIUM.exec(ref.src)?.[1];
  const [own] = id === undefined ? [] : await newsroom.media.get([id]);
  if (!own) return bringer.bring(ref);
  const kind = isPicture(own) ? 'picture' : own.kind;
  return { ok: true, settled: { media: own.id, kind }, added: false, credited: true, alts: [''] };
}

async function makeAll(
  newsroom: Newsroom,
  names: Named,
  lang: string,
): Promise<{ line: number; message: string }[]> {
  const made = await newsroom.batch(() => makeNames(newsroom, names, lang));
  return made.map(({ kind, id }) => ({ line: 1, message: `The ${kind} "${id}" is new and was made` }));
}

async function pickAll(
  newsroom: Newsroom,
  { picks }: IncomingStory,
  warnings: StoryRead['warnings'],
): Promise<StoryId[]> {
  const found: StoryId[] = [];
  for (const pick of picks) {
    const story = await newsroom.stories.get(pick);
    if (story) found.push(story.id);
    else warnings.push({ line: 1, message: `No story has the id "${pick}": it was left out of the picks` });
  }
  return found;
}

export async function writeStoryFile(
  story: Story,
  revision: Revision,
  newsroom: Newsroom,
  ids: boolean,
): Promise<string> {
  const notes = await newsroom.stories.notes(story.id);
  const withdrawal = notes.findLast(({ kind }) => kind === 'withdrawal');
  const said = notes.filter(({ kind }) => kind !== 'withdrawal');
  const time = (at: number): string => new Date(at).toISOString();
  const { dateline, series, lead } = revision;
  const fields = {
    id: story.id,
    revision: revision.number,
    lang: story.lang,
    headline: revision.headline,
    standfirst: revision.standfirst,
    kicker: revision.kicker,
    summary: revision.summary,
    slug: revision.slug,
    section: revision.section,
    tags: revision.tags,
    series: series && { slug: series.id, part: series.part },
    bylines: revision.bylines,
    unsigned: revision.unsigned === true ? true : null,
    dateline: dateline.place === null && dateline.date === null ? null : dateline,
    published: story.firstLiveAt === null ? null : time(story.firstLiveAt),
    state: story.state,
    due: story.dueAt === null ? null : time(story.dueAt),
    lead: lead && { file: `media/${lead.media}`, alt: lead.alt, caption: lead.caption },
    'translation-of': story.source?.story ?? null,
    picks: revision.picks,
    notes: said.map(({ kind, at, text, before, after }) => ({
      kind,
      at: time(at),
      text,
      ...(before !== null && { before }),
      ...(after !== null && { after }),
    })),
    withdrawn: withdrawal ? { at: time(withdrawal.at), reason: withdrawal.text } : null,
  };
  const front = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
  const body = printMarkdown(revision.body, { media: (id) => `media/${id}`, ids });
  return `---\n${stringify(front, { lineWidth: 0 })}---\n\n${body}`;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
