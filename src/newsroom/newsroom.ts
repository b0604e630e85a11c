export { newsroomOn, openNewsroom } from './open.ts';
export type { Newsroom, NewsroomOptions } from './open.ts';
export { FAULTS, fieldFault } from './border-faults.ts';
export type { FieldFault } from './border-faults.ts';
export { NewsroomError } from './refusal.ts';
export { noticeApplies } from './notices.ts';
export { isPicture } from './media.ts';
export type { Expiring, PictureWords } from './media.ts';
export type { MediaFault } from './media-check.ts';
export { PICTURE_LIMITS } from './pictures.ts';
export type { NewPicture, PictureAdded } from './pictures.ts';
export { FILE_LIMIT } from './files.ts';
export type { FileAdded, NewFile } from './files.ts';
export { filePathOf } from './old-address.ts';
export type { NewRedirect } from './redirects.ts';
export type { Forwarding } from './forwardings.ts';
export { isPublic, movesFrom } from './transitions.ts';
export type { Move, Moved, Withdrawal } from './states.ts';
export type { Correction, Noted, PublicNote } from './corrections.ts';
export type { NewStory, Save, Saved, SaveRefused } from './writing.ts';
export type { Find, Found, Narrow, Recent } from './find.ts';
export type { Foreseen, Foresight } from './foresee.ts';
export type { MediaFind, MediaFound } from './media-find.ts';
export type { Slot } from './front.ts';
export type { Handlers } from './clock.ts';
export type { ListSummary, Place, Use, Window } from './live-query.ts';
export type { LiveTranslation } from './live-read.ts';
export { dayIn, prefixOf } from './address.ts';
export { slugOf } from './slug.ts';
export type { Task, TaskKind } from './tasks.ts';
export { STATES } from './types.ts';
export type {
  Author,
  Banner,
  ByLanguage,
  Change,
  Colours,
  Draft,
  KeptDraft,
  LegalNotice,
  ListName,
  LiveCard,
  LiveStory,
  MediaFile,
  MediaId,
  Note,
  NoteKind,
  Page,
  Palette,
  Peer,
  Picture,
  PublicEvent,
  PublicVersion,
  Reason,
  Refused,
  Revision,
  Series,
  Site,
  State,
  Story,
  StoryDiff,
  StoryId,
  Term,
  Tombstone,
  Transition,
} from './types.ts';
export { importArchive, quarantine } from './import/import.ts';
export type { ImportOptions, QuarantineDesk } from './import/import.ts';
export { contrastOf, fullPalette, weakPairs } from './colours.ts';
export type { FullPalette, WeakPair } from './colours.ts';
export { ImportError, OUTCOMES } from './import/report.ts';
export type { Remark, Said } from './import/remark.ts';
export type { ImportErrorCode, ImportReport, ImportRow, Outcome } from './import/report.ts';
export type { Mended, Quarantined } from './import/quarantine.ts';
export { storyFromMarkdown, storyToMarkdown } from './import/markdown.ts';
export type { StoryRead, ToMarkdownOptions } from './import/markdown.ts';
