import { Hono } from 'hono';
import { STATES, type Narrow, type State } from '#newsroom';
import type { Env, Parts } from './parts.ts';
import { ownProtected } from './own.ts';

const SOON = 30 * 86_400_000;

/** What is live, late and waiting for whoever asks. Without a role that reads stories, of editions alone. */
export function overviewRoutes(parts: Parts) {
  const { newsroom, now, act, options } = parts;
  return new Hono<Env>().get('/overview', act('overview.read'), async (c) => {
    const { who } = c.var;
    const [edition = null] = (await options.editions?.({ limit: 1, before: null })) ?? [];
    const last = edition && { edition: edition.edition, at: edition.at };
    if (who.grant('story.read') === false) return c.json({ edition: last, stories: null });
    const count = (narrow: Narrow): Promise<number> => newsroom.stories.count(narrow);
    const byState: Partial<Record<State, number>> = {};
    for (const state of STATES) byState[state] = await count({ state });
    const mine = { account: who.account.id, also: await ownProtected(parts, who) };
    const due = await newsroom.stories.find({ state: ['scheduled', 'embargoed'], limit: 1000 });
    const at = now();
    const card = ({ id, lang, headline, dueAt }: (typeof due)[number]) => ({ id, lang, headline, dueAt });
    return c.json({
      edition: last,
      stories: {
        byState,
        /** What an editor has to look at. */
        review: who.grant('story.approve') === true ? byState.review : 0,
        mine: await count({ mine, state: ['draft', 'review'] }),
        /** Scheduled and embargoed, soonest first. */
        due: due
          .filter(({ dueAt }) => dueAt !== null && dueAt > at)
          .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
          .map(card),
        /** Its time came and it is not out. */
        late: due.filter(({ dueAt }) => dueAt !== null && dueAt <= at).map(card),
        /** Something became of another language of them that has to be looked at. */
        tasks: await taskCards(parts),
        expiring: await newsroom.media.expiring(at + SOON),
      },
    });
  });
}

async function taskCards(parts: Parts) {
  const cards = [];
  for (const { story, at } of await parts.newsroom.tasks.waiting()) {
    const found = await parts.newsroom.stories.get(story);
    const revision = found && (await parts.newsroom.stories.revision(found.id, found.revision));
    if (found && revision) cards.push({ id: found.id, lang: found.lang, headline: revision.headline, at });
  }
  return cards;
}
