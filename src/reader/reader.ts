export type {
  ArchiveView,
  BannerView,
  Card,
  CorrectionsView,
  FeedView,
  FileView,
  FrontView,
  GapView,
  LegalNoticeView,
  Link,
  ListKind,
  ListView,
  NewsSitemapEntry,
  NoteView,
  PageView,
  PictureView,
  ReachView,
  SitemapEntry,
  SiteView,
  Slots,
  StoryView,
  TombstoneView,
  VerifyView,
} from './views.ts';
export { assets, coloursShown, styles } from './assets.ts';
export type { Asset, SiteColours, Stylesheet } from './assets.ts';
export { renderArchive } from './archive.ts';
export { renderCorrections } from './corrections.ts';
export {
  formatDate,
  formatDay,
  formatMonth,
  formatNumber,
  formatTime,
  formatYear,
  languageName,
} from './dates.ts';
export { atomFeed } from './feeds/atom.ts';
export { jsonFeed } from './feeds/json.ts';
export { rssFeed } from './feeds/rss.ts';
export { renderFront } from './front.ts';
export { contentPolicy } from './head.ts';
export { renderHistory } from './history-page.ts';
export type { HistoryEvent, HistoryView, VersionView } from './history-page.ts';
export { escape, Html, html, nothing, trusted } from './html.ts';
export { direction, interfaceLanguages, messages } from './languages/languages.ts';
export type { Messages } from './languages/messages.ts';
export { renderList } from './list.ts';
export { notFoundPolicy, renderNotFound } from './not-found.ts';
export {
  absoluteAddress,
  accountPath,
  archivePath,
  askingPath,
  bankPath,
  cardsPath,
  carefulPath,
  changesPath,
  correctionsPath,
  encodePath,
  feedPaths,
  filePath,
  frontPath,
  gapPath,
  gapPicturePath,
  gapRecordPath,
  linksPath,
  listPath,
  newsSitemapPath,
  notFoundPath,
  pagePath,
  picturePath,
  reachPath,
  refusedPath,
  relativeLink,
  robotsPath,
  sitemapIndexPath,
  sitemapPath,
  starterPath,
  supportForPath,
  supportPath,
  wallPath,
  verifyPath,
  workerPath,
} from './paths.ts';
export type { FeedPaths } from './paths.ts';
export { qrPath, type QrPath } from './qr.ts';
export { renderRedirect } from './redirect.ts';
export { newsSitemap, robots, sitemap, sitemapIndex } from './sitemaps.ts';
export { renderPage } from './static-page.ts';
export { renderStory } from './story.ts';
export { renderTombstone } from './tombstone.ts';
export { renderSavedNote } from './saved-note.ts';
export { renderVerifyPage } from './verify-page.ts';
export { renderGapPage } from './gap-page.ts';
export { lastFigure, renderGapPicture } from './gap-picture.ts';
export { formatMoney, type MoneyView } from './money.ts';
export { laterScript, verifyScript } from './scripts.ts';
export { laterChoice, laterDue } from './later-view.ts';
export { renderReachPage } from './reach-page.ts';
export { renderCards } from './cards-page.ts';
export { linksJson, linksText } from './links.ts';
export { renderStarter } from './starter-page.ts';
export { askingPolicy } from './asking-line.ts';
export { refusedSentence, renderAppeal } from './appeal.ts';
export { renderAskingPage } from './asking-page.ts';
export { renderAccountPage, renderBankPage, renderCarefulPage, renderRefusedPage } from './bank-pages.ts';
export { renderSupportPage } from './support-page.ts';
export { renderWallPage } from './wall-page.ts';
export type {
  AccountView,
  AppealView,
  CountryView,
  GroundName,
  OfferView,
  RailName,
  ReminderView,
  RhythmName,
  SupportView,
  WallView,
} from './support-views.ts';
export { registerPolicy } from './register.ts';
export { renderWorker, workerFallback, workerProgram } from './worker-script.ts';
