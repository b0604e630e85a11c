import { Hono } from 'hono';
import { z } from 'zod';
import { STATES, movesFrom, type Found, type Narrow, type State, type StoryId } from '#newsroom';
import { figure, id, json, query, text } from './checked.ts';
import { blank, draft, language } from './drafts.ts';
import { DeskError, notFound } from './errors.ts';
import { named, namesOf, revisionView } from './names.ts';
import { isOwn, leaveMark, mayAt, mayWrite, ownProtected } from './own.ts';
import type { Env, Parts, Who } from './parts.ts';
import { type Editing, editingAt, lockOf } from './presence.ts';
import { planOf } from './following.ts';
import { actOfMove } from './publishing.ts';

/** One line of the list of stories. */
export type StoryRow = Pick<
  Found,
  'id' | 'lang' | 'state' | 'headline' | 'kicker' | 'section' | 'bylines' | 'changedAt' | 'dueAt' | 'path'
> & {
  words: number;
  protected: boolean;
  editing: Editing | null;
  /** Something became of another language of it that has to be looked at here. */
  task: boolean;
};

const filters = z.object({
  /** One state, or several with commas between them. */
  state: text(200).optional(),
  lang: language.optional(),
  section: text(100).optional(),
  tag: text(100).optional(),
  text: text(200).optional(),
  mine: z.enum(['1', '0']).optional(),
  /** At most 1,000. */
  limit: figure.optional(),
  before: z
    .string()
    .regex(/^\d{1,15}-[a-z0-9]{1,64}$/)
    .optional(),
});
type Filters = z.output<typeof filters>;

const newStory = z.strictObject({
  lang: language,
  draft: draft.optional(),
  /** The story and revision of which it is a translation. */
  source: z.strictObject({ story: id, revision: z.number().int().min(1) }).optional(),
});

/** The list of stories, one story, and a new one. */
export function storyRoutes(parts: Parts) {
  const { newsroom, act, audit, bus, options } = parts;
  return new Hono<Env>()
    .get('/stories', act('story.read'), query(filters), async (c) => {
      const asked = c.req.valid('query');
      const narrow = await narrowOf(parts, c.var.who, asked);
      const { before, limit = 50 } = asked;
      const [at = '', last = ''] = before?.split('-') ?? [];
      const found = await newsroom.stories.find({
        ...narrow,
        limit,
        ...(before !== undefined && { before: { changedAt: Number(at), id: last } }),
      });
      const total = await newsroom.stories.count(narrow);
      const full = found.length === Math.min(Math.max(limit, 1), 1000);
      const end = found.at(-1);
      const shown = found.map((story) => story.id);
      const editing = await editingAt(parts, shown);
      const tasks = await newsroom.tasks.among(shown);
      return c.json({
        stories: found.map((story) => rowOf(story, editing, tasks)),
        next: full && end ? `${end.changedAt}-${end.id}` : null,
        total,
      });
    })
    .post('/stories', act('story.create'), json(newStory), async (c) => {
      const { lang, draft: given, source } = c.req.valid('json');
      const { who } = c.var;
      const story = await newsroom.batch(async () => {
        const first = given ?? { ...blank(options.random), bylines: await bylinesOf(parts, who) };
        const made = await newsroom.stories.create({
          lang,
          draft: first,
          account: who.account.id,
          ...(source && { source: { story: source.story as StoryId, revision: source.revision } }),
        });
        await leaveMark(parts, who, made.id);
        await audit({ account: who.account.id, act: 'story.create', story: made.id });
        return made;
      });
      const revision = await newsroom.stories.revision(story.id, 1);
      if (!revision) throw notFound('story');
      bus.tell({ type: 'saved', story: story.id, revision: 1, at: story.changedAt });
      return c.json({ story, revision: revisionView(revision, await namesOf(parts)) }, 201);
    })
    .get('/stories/:id', act('story.read'), async (c) => {
      const { who } = c.var;
      const story = await newsroom.stories.get(c.req.param('id'));
      const revision = story && (await newsroom.stories.revision(story.id, story.revision));
      if (!story || !revision) throw notFound('story');
      const live =
        story.liveRevision === null ? null : await newsroom.stories.revision(story.id, story.liveRevision);
      const names = await namesOf(parts);
      const own = await isOwn(parts, who, story);
      const moves: State[] = [];
      for (const to of new Set(movesFrom(story.state))) {
        const needed = actOfMove(story.state, to, false);
        if (needed !== null && (await mayAt(parts, who, needed, story))) moves.push(to);
      }
      return c.json({
        story,
        revision: revisionView(revision, names),
        /** The sitting that wrote this revision: a tab that was killed knows its own text by it. */
        sitting: await newsroom.stories.sitting(story.id),
        live: live && revisionView(live, names),
        peers: await newsroom.stories.translations(story.id),
        kept: (await newsroom.stories.kept(story.id)).map((kept) => named(kept, names)),
        lock: await lockOf(parts, story, null),
        /** What became of its other languages and has to be looked at here. */
        tasks: await newsroom.tasks.of(story.id),
        /** How many words it is to have; null: nobody said. */
        plan: await planOf(parts, story.id),
        notes: await newsroom.stories.notes(story.id),
        transitions: (await newsroom.stories.transitions(story.id)).map((move) => named(move, names)),
        /** I began it. */
        own,
        /** I may write in it now. */
        writable: mayWrite(who, story.state, own),
        /** Where I may move it, guards aside. */
        moves,
      });
    });
}

async function narrowOf(parts: Parts, who: Who, asked: Filters): Promise<Narrow> {
  const { state, lang, section, tag, text: words, mine } = asked;
  const states = state?.split(',').filter((one) => one !== '');
  const unknown = states?.find((one) => !(STATES as readonly string[]).includes(one));
  if (unknown !== undefined)
    throw new DeskError(422, 'invalid', `"${unknown}" is no state; use ${STATES.join(', ')}`, {
      field: 'state',
    });
  return {
    ...(states !== undefined && states.length > 0 && { state: states as State[] }),
    ...(lang !== undefined && { lang }),
    ...(section !== undefined && section !== '' && { section }),
    ...(tag !== undefined && tag !== '' && { tag }),
    ...(words !== undefined && { text: words }),
    ...(mine === '1' && { mine: { account: who.account.id, also: await ownProtected(parts, who) } }),
  };
}

function rowOf(story: Found, editing: Map<string, Editing>, tasks: ReadonlySet<string>): StoryRow {
  const {
    id: story_,
    lang,
    state,
    headline,
    kicker,
    section,
    bylines,
    changedAt,
    dueAt,
    path,
    words,
  } = story;
  const at = editing.get(story_);
  return {
    id: story_,
    lang,
    state,
    headline,
    kicker,
    section,
    bylines,
    changedAt,
    dueAt,
    path,
    words,
    protected: story.protected,
    editing: at ? { name: at.name, since: at.since } : null,
    task: tasks.has(story_),
  };
}

/** Whoever has a byline under their own name signs what they begin; a pseudonym is for nobody to guess. */
async function bylinesOf({ newsroom }: Parts, { account }: Who): Promise<string[]> {
  const authors = await newsroom.authors.list();
  const own = authors.find(
    ({ names, pseudonymous }) => !pseudonymous && Object.values(names).includes(account.name),
  );
  return own === undefined ? [] : [own.id];
}
