import { Hono } from 'hono';
import { z } from 'zod';
import {
  noticeApplies,
  STATES,
  type Foreseen,
  type Foresight,
  type Reason,
  type State,
  type Story,
} from '#newsroom';
import type { Act } from '../permissions.ts';
import type { Audited } from './audit.ts';
import { figure, json, query, text, words } from './checked.ts';
import { DeskError, settled } from './errors.ts';
import { openNotes } from './notes.ts';
import { storyFor } from './own.ts';
import type { Env, Parts, Who } from './parts.ts';
import { tellMoved } from './telling.ts';

const state = z.enum(STATES);
const move = z.strictObject({
  to: state,
  /** When it goes live, for scheduled and embargoed. */
  due: z.number().int().optional(),
  reason: text(5000).optional(),
  /** A state that it passes on the way: both moves are made, or none. */
  by: z.enum(['approved']).optional(),
  /** With `withdrawn`: leave neither headline nor slug nor text. */
  redact: z.boolean().optional(),
});
const check = z.object({
  to: state,
  due: figure.optional(),
  reason: text(5000).optional(),
  redact: z.enum(['0', '1']).optional(),
  /** A state that it passes on the way. */
  by: z.enum(['approved']).optional(),
  /** A note to readers instead of a move, and which text they get with it. */
  note: z.enum(['correction', 'update']).optional(),
  readers: z.enum(['live', 'newest']).optional(),
});
const note = {
  /** What readers are told. */
  text: words(5000),
  /** `newest` publishes the newest revision with it; default: readers keep the text they have. */
  revision: z.enum(['live', 'newest']).optional(),
};

/** The act that a move is, by where it goes from; null for no move at all. */
export function actOfMove(from: State, to: State, redact: boolean): (Act & Audited) | null {
  switch (to) {
    case 'review':
      return from === 'draft' ? 'story.submit' : 'story.approve';
    case 'draft':
      if (from === 'review') return 'story.submit';
      return from === 'killed' ? 'story.kill' : 'story.approve';
    case 'approved':
      return 'story.approve';
    case 'scheduled':
      return 'story.schedule';
    case 'embargoed':
      return 'story.embargo';
    case 'live':
      return from === 'withdrawn' ? 'story.restore' : 'story.publish';
    case 'withdrawn':
      return redact ? 'story.redact' : 'story.withdraw';
    case 'killed':
      return 'story.kill';
    case 'corrected':
      return null;
  }
}

/** Moving a story from state to state, and what readers are told of it. */
export function publishingRoutes(parts: Parts) {
  const { newsroom, act, audit, presser } = parts;
  const done = async (story: Story, publicly: boolean): Promise<void> => {
    await tellMoved(parts, story);
    if (publicly) presser.ask();
  };
  /** One move, when whoever asks may make it. */
  const moveOn = async (
    who: Who,
    { id, state: from }: Pick<Story, 'id' | 'state'>,
    { to, due, reason, redact = false }: Omit<z.output<typeof move>, 'by'>,
  ) => {
    const needed = actOfMove(from, to, redact);
    if (needed === null)
      throw new DeskError(422, 'no_such_move', 'A story becomes corrected by a correction; add one to it');
    const story = await storyFor(parts, who, needed, id);
    const account = who.account.id;
    const open = await unresolved(parts, story, to);
    const outcome = settled(
      open.length > 0
        ? { ok: false as const, reasons: open }
        : to === 'withdrawn'
          ? await newsroom.stories.withdraw({ story: id, reason: reason ?? '', account, redact })
          : await newsroom.stories.move({
              story: id,
              to,
              account,
              ...(due !== undefined && { due }),
              ...(reason !== undefined && { reason }),
            }),
    );
    await audit({ account, act: needed, story: id, detail: { from, to } });
    return outcome;
  };
  return new Hono<Env>()
    .get('/stories/:id/check', act('story.read'), query(check), async (c) => {
      const { to, due, reason, redact, by, note: kind, readers } = c.req.valid('query');
      const story = await storyFor(parts, c.var.who, 'story.read', c.req.param('id'));
      const account = c.var.who.account.id;
      const wanted: Foresight = {
        story: story.id,
        to,
        account,
        redact: redact === '1',
        ...(by !== undefined && { by: [by] }),
        ...(due !== undefined && { due }),
        ...(reason !== undefined && { reason }),
        ...(kind !== undefined && { note: kind }),
        ...(readers !== undefined && { readers }),
      };
      const foreseen = await newsroom.stories.foresee(wanted);
      const open = kind === undefined ? await unresolved(parts, story, to) : [];
      const reasons = [...foreseen.reasons, ...open];
      return c.json({ reasons, effects: await effectsOf(parts, { story, wanted, seen: foreseen }) });
    })
    .post('/stories/:id/move', act('story.read'), json(move), async (c) => {
      const { who } = c.var;
      const { to, by, due, reason, redact = false } = c.req.valid('json');
      const before = await storyFor(parts, who, 'story.read', c.req.param('id'));
      const { story } = await newsroom.batch(async () => {
        const { state: from } = by === undefined ? before : (await moveOn(who, before, { to: by })).story;
        return moveOn(who, { ...before, state: from }, { to, due, reason, redact });
      });
      await done(story, isSeen(before.state) || isSeen(story.state));
      return c.json({ story });
    })
    .post(
      '/stories/:id/correct',
      act('story.correct'),
      json(z.strictObject({ ...note, before: text(5000).optional(), after: text(5000).optional() })),
      async (c) => {
        const given = c.req.valid('json');
        const before = await storyFor(parts, c.var.who, 'story.correct', c.req.param('id'));
        const account = c.var.who.account.id;
        const outcome = await newsroom.batch(async () => {
          const { text: told, revision, before: wrong, after: right } = given;
          const made = settled(
            await newsroom.stories.correct({
              story: before.id,
              text: told,
              account,
              ...(revision !== undefined && { revision }),
              ...(wrong !== undefined && { before: wrong }),
              ...(right !== undefined && { after: right }),
            }),
          );
          await audit({ account, act: 'story.correct', story: before.id });
          return made;
        });
        await done(outcome.story, true);
        return c.json({ story: outcome.story, note: outcome.note });
      },
    )
    .post('/stories/:id/update', act('story.update'), json(z.strictObject(note)), async (c) => {
      const { text: told, revision } = c.req.valid('json');
      const before = await storyFor(parts, c.var.who, 'story.update', c.req.param('id'));
      const account = c.var.who.account.id;
      const outcome = await newsroom.batch(async () => {
        const made = settled(
          await newsroom.stories.update({
            story: before.id,
            text: told,
            account,
            ...(revision !== undefined && { revision }),
          }),
        );
        await audit({ account, act: 'story.update', story: before.id });
        return made;
      });
      await done(outcome.story, true);
      return c.json({ story: outcome.story, note: outcome.note });
    })
    .post(
      '/stories/:id/withdraw',
      act('story.withdraw'),
      json(z.strictObject({ reason: words(5000), redact: z.boolean().optional() })),
      async (c) => {
        const { reason, redact = false } = c.req.valid('json');
        const needed = redact ? 'story.redact' : 'story.withdraw';
        const before = await storyFor(parts, c.var.who, needed, c.req.param('id'));
        const account = c.var.who.account.id;
        const { story } = await newsroom.batch(async () => {
          const made = settled(
            await newsroom.stories.withdraw({ story: before.id, reason, account, redact }),
          );
          await audit({ account, act: needed, story: before.id });
          return made;
        });
        await done(story, true);
        return c.json({ story });
      },
    );
}

const isSeen = (at: State): boolean => at === 'live' || at === 'corrected' || at === 'withdrawn';
const GOES_OUT: readonly State[] = ['live', 'scheduled', 'embargoed'];

/** What colleagues still have to say keeps a story from going out. */
async function unresolved(parts: Parts, story: Story, to: State): Promise<Reason[]> {
  if (!GOES_OUT.includes(to)) return [];
  const count = await openNotes(parts, story.id);
  if (count === 0) return [];
  const what = count === 1 ? 'A note of a colleague is' : `${count} notes of colleagues are`;
  return [{ code: 'open_notes', message: `${what} not resolved; resolve them first`, about: { count } }];
}

/** What would happen; for a scheduled or embargoed story, once its time has come. */
async function effectsOf(
  parts: Parts,
  { story, wanted, seen }: { story: Story; wanted: Foresight; seen: Foreseen },
): Promise<Effects | null> {
  const { newsroom, store, now } = parts;
  const { to, account = null, by = [] } = wanted;
  const later: Foresight = { story: story.id, to: 'live', account, by };
  const then = to === 'scheduled' || to === 'embargoed' ? await newsroom.stories.foresee(later) : seen;
  const revision = await newsroom.stories.revision(story.id, story.revision);
  if (then.story === null || revision === null) return null;
  const notices = (await newsroom.live.notices(seen.story?.dueAt ?? now())).filter((notice) =>
    noticeApplies(notice, { ...revision, lang: story.lang }),
  );
  const { openRegister } = await import('#reach');
  const mirrors = (await openRegister(store).list()).filter(({ state: at }) => at === 'listed');
  return {
    path: then.story.path,
    lists: then.lists,
    changes: then.changes.length,
    notices: notices.map(({ id, placement, sizeRatio }) => ({ id, placement, sizeRatio })),
    languages: (await newsroom.stories.translations(story.id)).map(
      ({ lang, story: peer, state: at, outdated }) => ({
        lang,
        story: peer,
        state: at,
        outdated: outdated !== null,
      }),
    ),
    mirrors: mirrors.map(({ id }) => id),
  };
}

export type Effects = {
  /** The story's address, from the root of the site. */
  path: string | null;
  /** Lists of the site in which it stands then, such as `en/section/world`. */
  lists: string[];
  /** Lines that the press is told; each makes one page or more anew. */
  changes: number;
  /** Legal notices that stand on it. */
  notices: { id: string; placement: 'above' | 'below' | 'footer'; sizeRatio: number }[];
  languages: { lang: string; story: string; state: State; outdated: boolean }[];
  /** Mirrors that get the edition. */
  mirrors: string[];
};
