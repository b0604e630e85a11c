import type { Found, Newsroom, Revision, Story } from '#newsroom';
import { withAll } from '../open.ts';
import { Refusal, UsageError } from '../out.ts';
import type { Call } from '../call.ts';

type Filter = { state?: string; lang?: string; section?: string; tag?: string; text?: string; limit: string };

export async function listStories(call: Call, filter: Filter): Promise<void> {
  const { STATES } = await import('#newsroom');
  const state = STATES.find((one) => one === filter.state);
  if (filter.state !== undefined && !state) {
    throw new UsageError(`"${filter.state}" is no state; it is one of ${STATES.join(', ')}`);
  }
  const limit = wholeNumber(filter.limit, '--limit');
  if (limit < 1) throw new UsageError('--limit is "0"; give a number of at least 1');
  const { lang, section, tag, text } = filter;
  await withAll(
    call.settings,
    call.now,
    async ({ newsroom }) => {
      const wanted = { state, lang, section, tag, text };
      const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
      const stories = await newsroom.stories.find({ ...given, limit });
      call.out.result({ stories }, () => {
        if (stories.length === 0) call.out.line('No story is like that');
        else call.out.table(stories.map(row), ['id', 'state', 'lang', 'rev', 'changed', 'headline']);
      });
    },
    { reads: true },
  );
}

function row(story: Found): string[] {
  const revision =
    story.liveRevision !== null && story.liveRevision !== story.revision
      ? `${story.revision} (live ${story.liveRevision})`
      : String(story.revision);
  return [story.id, story.state, story.lang, revision, minute(story.changedAt), story.headline];
}

/** A time as the command line shows it: UTC, to the minute. */
export function minute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

export function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`${name} is "${text}"; give a whole number`);
  return Number(text);
}

/**
 * The story of an id, an address or a slug.
 *
 * @throws Refusal when there is none, or more than one of that slug
 */
export async function storyOf(newsroom: Newsroom, named: string): Promise<Story> {
  return theOnly(named, await newsroom.stories.named(named));
}

/** The same among the stories that are named so. */
export function theOnly(named: string, found: readonly Story[]): Story {
  const [story] = found;
  if (!story) throw new Refusal(`There is no story "${named}"`, ['"longwave story list" shows their ids']);
  if (found.length > 1)
    throw new Refusal(
      `"${named}" names more than one story; name one by its id`,
      found.map(({ id, lang, state, path }) => `${id}  ${lang}  ${path ?? state}`),
    );
  return story;
}

/** @throws Refusal when the story has no revision of this number */
export async function revisionOf(newsroom: Newsroom, story: Story, number: number): Promise<Revision> {
  const revision = await newsroom.stories.revision(story.id, number);
  if (!revision)
    throw new Refusal(`Story "${story.id}" has no revision ${number}; its newest is ${story.revision}`);
  return revision;
}

export async function showStory(
  call: Call,
  id: string,
  options: { revision?: string; markdown?: boolean },
): Promise<void> {
  const { out } = call;
  await withAll(
    call.settings,
    call.now,
    async ({ newsroom }) => {
      const { storyToMarkdown } = await import('#newsroom');
      const { bodyText } = await import('#body');
      const story = await storyOf(newsroom, id);
      const number =
        options.revision === undefined ? story.revision : wholeNumber(options.revision, '--revision');
      const revision = await revisionOf(newsroom, story, number);
      const notes = await newsroom.stories.notes(story.id);
      const translations = await newsroom.stories.translations(story.id);
      if (options.markdown === true) {
        const markdown = await storyToMarkdown(story, revision, newsroom, { ids: true });
        out.result({ story, revision: number, markdown }, () => out.text(markdown));
        return;
      }
      out.result({ story, revision, notes, translations }, () => {
        out.line(out.bold(revision.headline));
        if (revision.standfirst) out.line(revision.standfirst);
        out.line();
        const facts: string[][] = [
          ['state', story.state],
          ['language', story.lang],
          [
            'revision',
            `${revision.number} of ${story.revision}${story.liveRevision === null ? '' : `, live ${story.liveRevision}`}`,
          ],
          ['address', story.path ?? 'none yet'],
          ['bylines', revision.bylines.join(', ') || 'none'],
          ['section', revision.section ?? 'none'],
          ['tags', revision.tags.join(', ') || 'none'],
          ['words', String(revision.words)],
        ];
        if (story.dueAt !== null) facts.push(['due', minute(story.dueAt)]);
        for (const peer of translations.filter((one) => one.story !== story.id))
          facts.push([
            `in ${peer.lang}`,
            `${peer.story} (${peer.state})${peer.outdated ? ', outdated' : ''}`,
          ]);
        for (const note of notes) facts.push([note.kind, `${minute(note.at)} ${note.text}`]);
        out.table(facts, ['', '']);
        out.line();
        out.line(bodyText(revision.body));
      });
    },
    { reads: true },
  );
}

export async function historyOf(call: Call, id: string): Promise<void> {
  const { out } = call;
  await withAll(
    call.settings,
    call.now,
    async ({ newsroom }) => {
      const story = await storyOf(newsroom, id);
      const revisions = await newsroom.stories.revisions(story.id);
      const transitions = await newsroom.stories.transitions(story.id);
      out.result({ story, revisions, transitions }, () => {
        out.line(out.bold('Revisions'));
        out.table(
          revisions.map(({ number, base, at, words, headline }) => [
            String(number),
            base === null ? '' : String(base),
            minute(at),
            String(words),
            headline,
          ]),
          ['no', 'base', 'saved', 'words', 'headline'],
        );
        out.line();
        out.line(out.bold('States'));
        out.table(
          transitions.map(({ from, to, revision, at, reason }) => [
            minute(at),
            from,
            to,
            String(revision),
            reason,
          ]),
          ['when', 'from', 'to', 'rev', 'reason'],
        );
      });
    },
    { reads: true },
  );
}

export async function diffStory(call: Call, id: string, from?: string, to?: string): Promise<void> {
  const { out } = call;
  await withAll(
    call.settings,
    call.now,
    async ({ newsroom }) => {
      const story = await storyOf(newsroom, id);
      const before =
        from === undefined
          ? (story.liveRevision ?? Math.max(1, story.revision - 1))
          : wholeNumber(from, 'from');
      const after = to === undefined ? story.revision : wholeNumber(to, 'to');
      await revisionOf(newsroom, story, before);
      await revisionOf(newsroom, story, after);
      const diff = await newsroom.stories.diff(story.id, before, after);
      if (!diff) throw new Refusal(`Story "${story.id}" lacks one of the revisions ${before} and ${after}`);
      out.result({ story: story.id, from: before, to: after, diff }, () => {
        for (const { field, before: old, after: fresh } of diff.fields) {
          out.line(`${out.bold(field)}\n  ${out.bad(`− ${show(old)}`)}\n  ${out.good(`+ ${show(fresh)}`)}`);
        }
        for (const block of diff.body) {
          if (block.kind === 'same') continue;
          out.line(out.dim(`¶ ${block.id} ${block.kind}`));
          const parts = 'inline' in block ? (block.inline ?? []) : [];
          if (parts.length === 0) continue;
          out.line(
            parts
              .map(({ kind, text }) =>
                kind === 'same' ? text : kind === 'added' ? out.good(`{+${text}+}`) : out.bad(`[−${text}−]`),
              )
              .join(''),
          );
        }
        if (diff.fields.length === 0 && diff.body.every((block) => block.kind === 'same'))
          out.line(`Revisions ${before} and ${after} are equal`);
      });
    },
    { reads: true },
  );
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
