import { isEmpty } from './revisions.ts';
import type { PictureUse } from './pictures-used.ts';
import type { MediaId, Reason, Revision, Site, State, Story } from './types.ts';
import { reason } from './refusal.ts';

/** Everything that a guard may look at; gathered once by `facts.ts`, so that guards are pure. */
export type Case = {
  story: Story;
  /** The revision that readers would see. */
  revision: Revision;
  to: State;
  /** When the move happens, or is recorded to have happened. */
  at: number;
  /** When the story would be public: `due` for scheduled and embargoed, else `at`. */
  publicAt: number;
  due: number | null;
  now: number;
  why: string;
  /** Moved by the clock or by whoever runs the server, not by a member of staff. */
  operator: boolean;
  /** The withdrawal is to leave neither headline nor slug nor text behind. */
  redact: boolean;
  site: Site | null;
  unknown: { kind: 'section' | 'tag' | 'series' | 'author'; id: string }[];
  pictures: PictureUse[];
  media: Map<MediaId, { kind: string; alts: Record<string, string>; credit: string; expires: number | null }>;
};

/** Looks at one thing and answers with what is wrong about it. */
export type Guard = (of: Case) => Reason[];

export const hasHeadline: Guard = ({ revision }) =>
  revision.headline === '' ? [reason('headline', 'The story has no headline; write one')] : [];

export const hasBody: Guard = ({ revision }) =>
  isEmpty(revision.body) ? [reason('body', 'The story has no text; write its body')] : [];

export const hasByline: Guard = ({ revision }) =>
  revision.bylines.length === 0 && revision.unsigned !== true
    ? [reason('byline', 'The story has no byline; name an author, or set `unsigned: true`')]
    : [];

export const hasSite: Guard = ({ site }) =>
  site ? [] : [reason('site', 'The newsroom has no name and address yet; set up the site first')];

export const inSiteLanguage: Guard = ({ site, story }) =>
  !site || site.languages.includes(story.lang)
    ? []
    : [
        reason(
          'language',
          `The site is not published in "${story.lang}"; add the language to the site first`,
          { lang: story.lang },
        ),
      ];

export const namesKnown: Guard = ({ unknown }) =>
  unknown.map(({ kind, id }) =>
    reason(`unknown_${kind}`, `The ${kind} "${id}" does not exist; add it or take it out of the story`, {
      id,
    }),
  );

export const mediaKnown: Guard = ({ pictures, media }) =>
  pictures.flatMap((use) => {
    const found = media.get(use.media);
    if (!found)
      return [
        reason('media_unknown', `No medium has the id "${use.media}" (${use.where}); add it again`, {
          where: use.where,
        }),
      ];
    return (found.kind === 'picture') === (use.kind === 'picture')
      ? []
      : [
          reason(
            'media_kind',
            `"${use.media}" (${use.where}) is a ${found.kind}, not a ${use.kind}; choose another`,
            { where: use.where },
          ),
        ];
  });

export const pictureCredited: Guard = ({ pictures, media }) =>
  pictures.flatMap(({ media: id, where, kind }) =>
    kind === 'picture' && media.get(id)?.credit.trim() === ''
      ? [reason('credit', `The picture "${id}" (${where}) has no credit; say who made it`, { where })]
      : [],
  );

export const pictureDescribed: Guard = ({ pictures, media, story }) =>
  pictures.flatMap(({ media: id, where, kind, alt }) => {
    const found = media.get(id);
    if (kind !== 'picture' || !found) return [];
    const own = found.alts[story.lang] ?? found.alts[''] ?? '';
    return (alt.trim() || own.trim()) === ''
      ? [
          reason(
            'alt',
            `The picture "${id}" (${where}) has no alt text in "${story.lang}"; describe what it shows`,
            { where },
          ),
        ]
      : [];
  });

export const licenceValid: Guard = ({ media, pictures, publicAt }) =>
  [...media].flatMap(([id, { expires }]) =>
    expires !== null && expires <= publicAt
      ? [
          reason(
            'licence',
            `The licence of "${id}" has expired by ${iso(publicAt)}; renew it or use another`,
            { where: pictures.find((use) => use.media === id)?.where ?? 'body', at: expires },
          ),
        ]
      : [],
  );

export const hasDue: Guard = ({ due, now }) => {
  if (due === null) return [reason('due', 'The move needs a time; say when the story is due')];
  return due <= now
    ? [reason('due', `${iso(due)} is not in the future; choose a later time or publish now`)]
    : [];
};

export const embargoOver: Guard = ({ story, at }) =>
  story.dueAt !== null && at < story.dueAt
    ? [
        reason(
          'embargo',
          `The embargo holds until ${iso(story.dueAt)}; lift it with a reason by moving to "approved"`,
          { at: story.dueAt },
        ),
      ]
    : [];

export const hasReason: Guard = ({ why }) =>
  why.trim() === '' ? [reason('reason', 'The move needs a reason; give one')] : [];

export const notInFuture: Guard = ({ at, now }) =>
  at > now ? [reason('future', `${iso(at)} is in the future; schedule the story for that time`)] : [];

export const somethingNew: Guard = ({ story }) =>
  story.liveRevision === story.revision
    ? [reason('nothing_new', `Readers have revision ${story.revision} already; save a new one first`)]
    : [];

export const notRedacted: Guard = ({ story }) =>
  story.redacted
    ? [
        reason(
          'redacted',
          'The story was redacted and cannot come back; make a new story of what may be said',
        ),
      ]
    : [];

export const isRedaction: Guard = ({ redact }) =>
  redact ? [] : [reason('nothing_new', 'The story is withdrawn already; redact it or bring it back')];

/** For whoever runs the server; staff go by way of review and approval. */
export const byOperator: Guard = ({ operator, story }) =>
  operator
    ? []
    : [
        reason(
          'not_approved',
          `The story is in state "${story.state}"; it has to be approved before it is published`,
        ),
      ];

const PUBLISHABLE: Guard[] = [
  hasSite,
  inSiteLanguage,
  hasHeadline,
  hasBody,
  hasByline,
  namesKnown,
  mediaKnown,
  pictureCredited,
  pictureDescribed,
  licenceValid,
];

type Rule = { from: State[]; to: State; guards: Guard[] };

/** The whole state machine. `live` lands as `corrected` for a story that has corrections: see `landing`. */
export const RULES: Rule[] = [
  { from: ['draft', 'approved'], to: 'review', guards: [hasHeadline] },
  { from: ['draft', 'review'], to: 'approved', guards: [hasHeadline] },
  { from: ['review', 'approved', 'scheduled'], to: 'draft', guards: [] },
  { from: ['embargoed', 'killed'], to: 'draft', guards: [hasReason] },
  { from: ['scheduled'], to: 'approved', guards: [] },
  { from: ['embargoed'], to: 'approved', guards: [hasReason] },

  { from: ['approved', 'scheduled'], to: 'scheduled', guards: [hasDue, ...PUBLISHABLE] },
  { from: ['approved', 'scheduled', 'embargoed'], to: 'embargoed', guards: [hasDue, ...PUBLISHABLE] },
  { from: ['draft', 'review'], to: 'scheduled', guards: [byOperator, hasDue, ...PUBLISHABLE] },
  { from: ['draft', 'review'], to: 'embargoed', guards: [byOperator, hasDue, ...PUBLISHABLE] },

  { from: ['approved', 'scheduled'], to: 'live', guards: [notInFuture, ...PUBLISHABLE] },
  { from: ['embargoed'], to: 'live', guards: [notInFuture, embargoOver, ...PUBLISHABLE] },
  { from: ['draft', 'review'], to: 'live', guards: [byOperator, notInFuture, ...PUBLISHABLE] },
  { from: ['live', 'corrected'], to: 'live', guards: [notInFuture, somethingNew, ...PUBLISHABLE] },

  { from: ['live', 'corrected'], to: 'withdrawn', guards: [notInFuture, hasReason] },
  { from: ['withdrawn'], to: 'withdrawn', guards: [notInFuture, hasReason, isRedaction, notRedacted] },
  { from: ['withdrawn'], to: 'live', guards: [notInFuture, hasReason, notRedacted, ...PUBLISHABLE] },
  { from: ['draft', 'review', 'approved', 'scheduled', 'embargoed'], to: 'killed', guards: [] },
];

/** Why the move is refused; empty when it may be made. */
export function refusals(of: Case): Reason[] {
  const rule = RULES.find(({ from, to }) => to === of.to && from.includes(of.story.state));
  if (rule) return rule.guards.flatMap((guard) => guard(of));
  return [reason('no_such_move', noSuchMove(of.story.state, of.to))];
}

/** Where a story may go from a state, guards aside. */
export function movesFrom(state: State): State[] {
  return RULES.filter(({ from }) => from.includes(state)).map(({ to }) => to);
}

/** A published story with corrections is never plainly `live`. */
export function landing(to: State, corrections: number): State {
  return to === 'live' && corrections > 0 ? 'corrected' : to;
}

export function isPublic(state: State): boolean {
  return state === 'live' || state === 'corrected';
}

function noSuchMove(from: State, to: State): string {
  if (to === 'corrected') return 'A story becomes corrected by a correction; add one to it';
  if (to === 'killed') return 'A story that was public cannot be killed; withdraw it';
  const ways = movesFrom(from).map((state) => `"${state}"`);
  return `A story in state "${from}" cannot move to "${to}"; it can move to ${ways.join(', ')}`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
