export type {
  Attachment,
  Audio,
  Block,
  BlockId,
  BlockQuote,
  BulletList,
  CodeBlock,
  Divider,
  Doc,
  Embed,
  FactBox,
  Gallery,
  HardBreak,
  Heading,
  Inline,
  ListItem,
  Mark,
  OrderedList,
  Paragraph,
  Picture,
  PullQuote,
  Table,
  TableCell,
  TableRow,
  TextNode,
} from './doc.ts';
export { isBlockId, isCodeLanguage, isLanguageTag, isMediaId } from './attributes.ts';
export { bodyHtml, embedHtml } from './html.ts';
export type { BodyHtmlOptions } from './html.ts';
export { cleanHref, isSafeHref, isWebAddress } from './href.ts';
export { blocksOf, emptyBody, newBlockId, withIds } from './ids.ts';
export type { IdentifiedBlock } from './ids.ts';
export { LIMITS, BodyError, parseBody } from './parse.ts';
export type { BodyErrorCode } from './parse.ts';
export { blockText, bodyText, countWords, mediaOf, wordCount } from './reading.ts';
export { schema } from './schema.ts';
export { cleanLine, cleanLines } from './text.ts';
export { parseMarkdown } from './markdown/parse.ts';
export type { MarkdownWarning, ParseMarkdownOptions } from './markdown/parse.ts';
export type { FindMedia } from './markdown/containers.ts';
export { printMarkdown } from './markdown/print.ts';
export type { PrintMarkdownOptions } from './markdown/print.ts';
export { anchor, resolveAnchor } from './anchor.ts';
export type { Anchor, AnchorPlace } from './anchor.ts';
export { diffBodies } from './diff.ts';
export type { BlockDiff } from './diff.ts';
export { diffWords } from './diff-words.ts';
export type { TextDiff } from './diff-words.ts';
export { inlineWords } from './reduce/narrow.ts';
export { linkAddress } from './reduce/addresses.ts';
export { paragraphOf } from './reduce/flow.ts';
export type { MediaRef } from './reduce/flow.ts';
export { cleanBody } from './reduce/clean.ts';
export { fitInto } from './reduce/fit-into.ts';
export { reduceClipboard, reduceHtml } from './reduce/reduce.ts';
export type { Reduced, ReduceOptions } from './reduce/reduce.ts';
export { fileName, settle } from './reduce/settle.ts';
export type { Find, Settled } from './reduce/settle.ts';
export { titleWords } from './reduce/tree.ts';
