import { readFile } from 'node:fs/promises';
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
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Refusal(`"${file}" cannot be read`, [error instanceof Error ? error.message : String(error)]);
  }
  if (bytes.length > LARGEST)
    throw new Refusal(`"${file}" has ${bytes.length} bytes; a story has at most ${LARGEST}`);
  const text = new TextDecoder('utf-8', { fatal: true });
  let decoded: string;
  try {
    decoded = text.decode(bytes);
  } catch {
    throw new Refusal(`"${file}" is not UTF-8 text; save it as UTF-8 and try again`);
  }
  const read = await storyFromMarkdown({ text: decoded, file: path, newsroom, ...(base ? { base } : {}) });
  if (!read.ok) throw refusalOf(`"${file}" is no story that can be taken`, read);
  for (const { line, message } of read.warnings) call.out.note(`${file}:${line}: ${message}`);
  return read;
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
    call.out.result({ story }, () => {
      call.out.line(`${call.out.good('✓')} Story ${call.out.bold(story.id)} is a draft: ${draft.headline}`);
      call.out.line(call.out.dim(`  longwave story publish ${story.id}   makes it live`));
    });
  });
}

/** Saves the file as a new revision on top of `base`. @throws Refusal when somebody saved in between */
export async function saveFile(
  call: Call,
  newsroom: Newsroom,
  id: string,
  file: string,
  base?: string,
): Promise<Revision> {
  const story = await storyOf(newsroom, id);
  const number = base === undefined ? story.revision : wholeNumber(base, '--base');
  const { draft } = await readStory(call, newsroom, file, await revisionOf(newsroom, story, number));
  const saved = await newsroom.stories.save({ story: story.id, base: number, draft });
  if (saved.ok) return saved.revision;
  throw new Refusal(`Story "${story.id}" has a newer revision than ${number}; nothing was overwritten`, [
    ...saved.reasons.map((reason) => reason.message),
    `Your text is kept; see what changed with "longwave story diff ${story.id} ${number} ${saved.current.number}"`,
    `Bring your file up to date and save it with --base ${saved.current.number}`,
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
    call.out.result({ story }, () => {
      call.out.line(
        `${call.out.good('✓')} Story ${call.out.bold(story.id)} is a draft in ${lang}, translated from revision ${revision} of ${source.id}`,
      );
    });
  });
}
