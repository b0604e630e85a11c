import type { Draft } from './draft.ts';
import type { desk, Told } from './client.ts';

/* What the API hands over, by its own types. Times are milliseconds since 1970. */

export const ROLES = ['reporter', 'editor', 'publisher', 'engineer'] as const;
export type Role = (typeof ROLES)[number];

export const STATES = [
  'draft',
  'review',
  'approved',
  'scheduled',
  'embargoed',
  'live',
  'corrected',
  'withdrawn',
  'killed',
] as const;
export type State = (typeof STATES)[number];

type Story_ = (typeof desk.stories)[':id'];

export type Me = Told<ReturnType<typeof desk.me.$get>>;
export type Act = Me['acts'][number];
export type StoryPage = Told<ReturnType<typeof desk.stories.$get>>;
export type StoryRow = StoryPage['stories'][number];
export type Editing = NonNullable<StoryRow['editing']>;
/** A story with everything that its page shows. */
export type StoryFile = Told<ReturnType<Story_['$get']>>;
export type Story = StoryFile['story'];
export type Revision = StoryFile['revision'];
export type Peer = StoryFile['peers'][number];
export type Kept = StoryFile['kept'][number];
export type Lock = NonNullable<StoryFile['lock']>;
export type Check = Told<ReturnType<Story_['check']['$get']>>;
export type RevisionCard = Told<ReturnType<Story_['revisions']['$get']>>['revisions'][number];
export type StoryDiff = Told<ReturnType<Story_['diff']['$get']>>['diff'];
export type Person = Told<ReturnType<typeof desk.people.$get>>['people'][number];

/** What a refused save comes back with. */
export type Conflict = { current: Revision; kept: string; diff: StoryDiff };

/** What stories are filed under, and who signs them. */
export type Terms = Told<ReturnType<typeof desk.terms.$get>>;
export type MediaPage = Told<ReturnType<typeof desk.media.$get>>;
export type MediaRow = MediaPage['media'][number];
export type Medium = Told<ReturnType<(typeof desk.media)[':id']['$get']>>['media'];

/** What stands on the front of one language. */
export type FrontOf = Told<ReturnType<(typeof desk.front)[':lang']['$get']>>;

/** An archive that was brought, and how its import stands. */
export type ImportFile = Told<ReturnType<(typeof desk.imports)[':id']['$get']>>;
export type ImportReport = NonNullable<ImportFile['report']>;
export type ImportRow = Told<ReturnType<(typeof desk.imports)[':id']['rows']['$get']>>['rows'][number];

/** What of the newsroom is set at the desk. */
export type Site = NonNullable<Told<ReturnType<typeof desk.site.$get>>['site']>;
export type LegalNotice = Told<ReturnType<typeof desk.notices.$get>>['notices'][number];
export type StaticPage = Told<ReturnType<typeof desk.pages.$get>>['pages'][number];
export type AuditEntry = Told<ReturnType<typeof desk.audit.$get>>['entries'][number];

export type { Draft };
