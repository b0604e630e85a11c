import { visibleInLine } from '../visible.ts';
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Newsroom, Refused, Revision } from '#newsroom';
import { withAll } from '../open.ts';
import { Refusal } from '../out.ts';
import type { Call } from '../call.ts';
import { revisionOf, storyOf, wholeNumber } from './see.ts';

/** A story file is text; one of this size is none. */
const LARGEST = 5_000_000;

/** Reads a story from a Markdown file. @throws Refusal with each problem and its line */
export async function readStory(call: Call, newsroom: Newsroom, file: string, base?: Revision) {
  const { storyFromMarkdown } = await import('#newsroom');
  const path = resolve(file);
  const bytes = await bytesOf(path, file);
  const text = new TextDecoder('utf-8', { fatal: true });
  let decoded: string;
  try {
    decoded = text.decode(bytes);
  } catch {
    throw new Refusal(`"${file}" is not UTF-8 text; save it as UTF-8 and try again`);
  }
  const read = await storyFromMarkdown({
    text: decoded,
    file: path,
    shown: file,
    newsroom,
    ...(base ? { base } : {}),
  });
  if (!read.ok) throw refusalOf(`"${file}" is no story that can be taken`, read);
  for (const warning of collapsed(read.warnings)) call.out.note(visibleInLine(`${file}:${warning}`));
  return read;
}

/** @throws Refusal for what is no file: a pipe or a device may have no end */
async function bytesOf(path: string, file: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) {
      throw new Refusal(
        `"${file}" is a folder; name one Markdown file, or import the folder with longwave import`,
      );
    }
    if (!found.isFile()) throw new Refusal(`"${file}" is no file; save the story as a Markdown file`);
    if (found.size > LARGEST)
      throw new Refusal(`"${file}" has ${found.size} bytes; a story has at most ${LARGEST}`);
    return await readFile(path);
  } catch (error) {
    throw error instanceof Refusal ? error : unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new Refusal(`There is no file "${file}"`, ['Check its name and the folder you are in']);
  if (code === 'EACCES' || code === 'EPERM')
    return new Refusal(`"${file}" may not be read by this user; change its permissions`);
  return new Refusal(`"${file}" cannot be read`, [error instanceof Error ? error.message : String(error)]);
}

/** Each warning once, at its first line; a thousand pictures with one fault must not hide the others. */
export function collapsed(warnings: readonly { line: number; message: string }[]): string[] {
  const counts = new Map<string, { line: number; count: number }>();
  for (const { line, message } of warnings) {
    const seen = counts.get(message);
    counts.set(message, { line: Math.min(line, seen?.line ?? line), count: (seen?.count ?? 0) + 1 });
  }
  return [...counts].map(
    ([message, { line, count }]) =>
      `${line}: ${message}${count === 1 ? '' : ` (${count} times, here first)`}`,
  );
}

/** A story may wait for its language, but whoever adds it should not learn of that at the hour of publishing. */
async function warnOfLanguage(call: Call, newsroom: Newsroom, file: string, lang: string): Promise<void> {
  const site = await newsroom.site.get();
  if (!site || site.languages.includes(lang)) return;
  const has = new Intl.ListFormat('en').format(site.languages.map((one) => `"${one}"`));
  call.out.note(
    `${file}: The site is not published in "${lang}", only in ${has}; change "lang", or add the language to the site before you publish the story`,
  );
}

/** What the newsroom refused, in its own words. */
export function refusalOf(message: string, refused: Refused): Refusal {
  return new Refusal(
    message,
    refused.reasons.map((reason) => reason.message),
  );
}

export async function addStory(call: Call, file: string): Promise<void> {
  await withAll(call.settings, call.now, async ({ newsroom }) => {
    const { lang, draft } = await readStory(call, newsroom, file);
    const story = await newsroom.stories.create({ lang, draft });
    await warnOfLanguage(call, newsroom, file, lang);
    call.out.result({ story }, () => {
      call.out.line(`${call.out.good('✓')} Story ${call.out.bold(story.id)} is a draft: ${draft.headline}`);
      call.out.line(call.out.dim(`  longwave story publish ${story.id}   makes it live`));
    });
  });
}

/**
 * Saves the file as a new revision on top of `base`, else of the revision that the file says it was made from.
 * @throws Refusal when somebody saved in between
 */
export async function saveFile(
  call: Call,
  newsroom: Newsroom,
  id: string,
  file: string,
  base?: string,
): Promise<Revision> {
  const story = await storyOf(newsroom, id);
  const given = base === undefined ? null : wholeNumber(base, '--base');
  // Blocks take their ids from the newest revision whatever the base: a file saved twice is then the same text
  // and no stale one.
  const newest = await revisionOf(newsroom, story, story.revision);
  const read = await readStory(call, newsroom, file, newest);
  const { draft } = read;
  // A file of another story, such as the original of a translation, counts that story's revisions.
  const named = read.id === null || read.id === story.id ? read.revision : null;
  const number = given ?? named ?? newest.number;
  if (number !== newest.number) await revisionOf(newsroom, story, number);
  if (given === null && named === null) {
    call.out.note(
      `${file}: The file does not say which revision of the story it was made from, so that it replaces the newest, ${number}; "longwave story show ${story.id} --markdown" writes a file that does`,
    );
  }
  const saved = await newsroom.stories.save({ story: story.id, base: number, draft });
  if (saved.ok) {
    if (named !== null && saved.revision.number !== named)
      call.out.note(`${file}: Set "revision: ${saved.revision.number}" in it before you save it again`);
    return saved.revision;
  }
  throw new Refusal(`Story "${story.id}" has a newer revision than ${number}; nothing was overwritten`, [
    ...saved.reasons.map((reason) => reason.message),
    `Your text is kept; see what changed with "longwave story diff ${story.id} ${number} ${saved.current.number}"`,
    given === null
      ? `Bring your file up to date, set "revision: ${saved.current.number}" in it and save it again`
      : `Bring your file up to date and save it with --base ${saved.current.number}`,
  ]);
}

export async function reviseStory(
  call: Call,
  id: string,
  file: string,
  options: { base?: string },
): Promise<void> {
  await withAll(call.settings, call.now, async ({ newsroom }) => {
    const revision = await saveFile(call, newsroom, id, file, options.base);
    const story = await storyOf(newsroom, id);
    call.out.result({ story, revision }, () => {
      call.out.line(`${call.out.good('✓')} Revision ${revision.number} of ${story.id} is saved`);
      if (story.liveRevision !== null && story.liveRevision !== revision.number) {
        call.out.line(
          call.out.dim(
            `  Readers still see revision ${story.liveRevision}; longwave story publish ${story.id} changes that`,
          ),
        );
      }
    });
  });
}

export async function translateStory(call: Call, id: string, file: string): Promise<void> {
  await withAll(call.settings, call.now, async ({ newsroom }) => {
    const source = await storyOf(newsroom, id);
    const { lang, draft } = await readStory(call, newsroom, file);
    if (lang === source.lang) {
      throw new Refusal(`"${file}" is in "${lang}" like the story itself`, [
        'Set "lang" in its front matter to the language of the translation',
      ]);
    }
    const revision = source.liveRevision ?? source.revision;
    const story = await newsroom.stories.create({ lang, draft, source: { story: source.id, revision } });
    await warnOfLanguage(call, newsroom, file, lang);
    call.out.result({ story }, () => {
      call.out.line(
        `${call.out.good('✓')} Story ${call.out.bold(story.id)} is a draft in ${lang}, translated from revision ${revision} of ${source.id}`,
      );
    });
  });
}
