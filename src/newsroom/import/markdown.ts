import type { Newsroom } from '../open.ts';
import type { Draft, NoteKind, Refused, Revision, State, Story } from '../types.ts';

export type StoryRead = {
  ok: true;
  /** What the file calls itself; of a story that was written out, its id. */
  id: string | null;
  /** The revision that the file was written out from. */
  revision: number | null;
  lang: string;
  draft: Draft;
  /** As the front matter says. */
  state: State;
  published: number | null;
  updated: number | null;
  due: number | null;
  notes: { kind: NoteKind; at: number; text: string; before: string | null; after: string | null }[];
  withdrawn: { at: number; reason: string } | null;
  translationOf: string | null;
  aliases: string[];
  warnings: { line: number; message: string }[];
};

export type FromMarkdown = {
  text: string;
  /** Absolute path of the file: pictures are looked for beside it. */
  file: string;
  /** The file as faults name it. Default: its path in its archive. */
  shown?: string;
  newsroom: Newsroom;
  /** The revision it grows out of: equal blocks keep their ids. */
  base?: Revision;
  /** Default: the machine's clock. */
  now?: () => number;
  /** For ids of new blocks. Default: Math.random. */
  random?: () => number;
};

/**
 * Reads a story as docs/MARKDOWN.md describes it. Its pictures and files are added to the newsroom's media, names of
 * authors, sections, tags and series that do not stand yet are made. Refused with `markdown`, with file and line.
 */
export async function storyFromMarkdown(options: FromMarkdown): Promise<StoryRead | Refused> {
  const { readStoryFile } = await import('./markdown/story-file.ts');
  return readStoryFile(options);
}

export type ToMarkdownOptions = {
  /** Write each block's id, so that reading it again gives the very same body. Default true. */
  ids?: boolean;
};

/** The same form from a revision: `storyFromMarkdown` reads the same draft out of it. Media are named `media/<id>`. */
export async function storyToMarkdown(
  story: Story,
  revision: Revision,
  newsroom: Newsroom,
  options: ToMarkdownOptions = {},
): Promise<string> {
  const { writeStoryFile } = await import('./markdown/story-file.ts');
  return writeStoryFile(story, revision, newsroom, options.ids ?? true);
}
