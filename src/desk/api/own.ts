/**
 * Whose a story is. An unprotected one is known by the account that began it. At a protected one no account is kept, so
 * each browser has a pen: a secret in a cookie of its own, never stored here, from which a mark for each story follows.
 * Who holds the pen can show which stories it began; who holds the database cannot tell whose pen it was, nor which
 * marks are of one pen.
 */
import { createHash } from 'node:crypto';
import type { State, Story, StoryId } from '#newsroom';
import type { Act } from '../permissions.ts';
import { isSecret } from '../secrets.ts';
import { DeskError, notFound } from './errors.ts';
import type { Parts, Who } from './parts.ts';

const markOf = (pen: string, story: string): string =>
  createHash('sha256').update(`${pen}:${story}`).digest('hex');

/** Leaves the mark of the browser's pen at a story that it begins. */
export async function leaveMark({ store }: Parts, { pen }: Who, story: string): Promise<void> {
  if (pen === null || !isSecret(pen)) return;
  await store.db
    .insertInto('story_pen')
    .values({ story, mark: markOf(pen, story) })
    .onConflict((same) => same.columns(['story', 'mark']).doNothing())
    .execute();
}

async function isMarked({ store }: Parts, { pen }: Who, stories: readonly string[]): Promise<string[]> {
  if (pen === null || !isSecret(pen) || stories.length === 0) return [];
  const marks = new Map(stories.map((story) => [markOf(pen, story), story]));
  const found: string[] = [];
  const all = [...marks.keys()];
  for (let at = 0; at < all.length; at += 500) {
    const rows = await store.db
      .selectFrom('story_pen')
      .select('mark')
      .where('story', 'in', stories.slice(at, at + 500))
      .where('mark', 'in', all.slice(at, at + 500))
      .execute();
    found.push(...rows.flatMap(({ mark }) => marks.get(mark) ?? []));
  }
  return found;
}

/** Protected stories that this browser began. */
export async function ownProtected(parts: Parts, who: Who): Promise<StoryId[]> {
  return (await isMarked(parts, who, await parts.newsroom.stories.protectedOnes())) as StoryId[];
}

export async function isOwn(parts: Parts, who: Who, story: Story): Promise<boolean> {
  if (story.protected) return (await isMarked(parts, who, [story.id])).length > 0;
  const first = await parts.newsroom.stories.revision(story.id, 1);
  return first?.account === who.account.id;
}

/** Whether the roles allow the act at this story. */
export async function mayAt(parts: Parts, who: Who, act: Act, story: Story): Promise<boolean> {
  const grant = who.grant(act);
  return grant === 'own' ? isOwn(parts, who, story) : grant;
}

/** The story, when the roles allow the act at it. @throws DeskError 404, 403 */
export async function storyFor(parts: Parts, who: Who, act: Act, id: string): Promise<Story> {
  const story = await parts.newsroom.stories.get(id);
  if (!story) throw notFound('story');
  if (!(await mayAt(parts, who, act, story)))
    throw new DeskError(403, 'not_yours', 'The story is not yours; ask an editor');
  return story;
}

/** A reporter writes in what is being written; what an editor approved is not changed behind the editor's back. */
const HANDED_OVER: readonly State[] = ['approved', 'scheduled', 'embargoed'];

export function mayWrite(who: Who, state: State, own: boolean): boolean {
  const grant = who.grant('story.write');
  return grant === 'own' ? own && !HANDED_OVER.includes(state) : grant;
}
