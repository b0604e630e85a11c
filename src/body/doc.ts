/**
 * A story's body as plain JSON: what the editor saves, the database keeps and the press renders.
 * The ProseMirror schema in `schema.ts` accepts exactly this.
 */
export type Doc = { type: 'doc'; content: Block[] };

/** Stable for the life of the block: 8 characters of a-z and 2-7. Anchors and diffs hang on it. */
export type BlockId = string;

export type Mark =
  | { type: 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'superscript' | 'subscript' }
  | { type: 'link'; attrs: { href: string } }
  | { type: 'language'; attrs: { lang: string } };

export type TextNode = { type: 'text'; text: string; marks?: Mark[] };
export type HardBreak = { type: 'hardBreak'; marks?: Mark[] };
export type Inline = TextNode | HardBreak;

type Id = { id: BlockId };

export type Paragraph = { type: 'paragraph'; attrs: Id; content?: Inline[] };
export type Heading = { type: 'heading'; attrs: Id & { level: 2 | 3 | 4 }; content?: Inline[] };
export type BulletList = { type: 'bulletList'; attrs: Id; content: ListItem[] };
export type OrderedList = { type: 'orderedList'; attrs: Id & { start: number }; content: ListItem[] };
/** A paragraph, then paragraphs and nested lists. */
export type ListItem = { type: 'listItem'; attrs: Id; content: (Paragraph | BulletList | OrderedList)[] };
export type BlockQuote = {
  type: 'blockQuote';
  attrs: Id & { cite: string };
  content: (Paragraph | BulletList | OrderedList)[];
};
export type PullQuote = { type: 'pullQuote'; attrs: Id & { cite: string }; content?: Inline[] };
/** `alt` and `caption` empty mean: as the picture itself says. */
export type Picture = { type: 'picture'; attrs: Id & { media: string; alt: string; caption: string } };
export type Gallery = { type: 'gallery'; attrs: Id & { caption: string }; content: Picture[] };
export type Table = { type: 'table'; attrs: Id & { caption: string }; content: TableRow[] };
export type TableRow = { type: 'tableRow'; content: TableCell[] };
export type TableCell = {
  type: 'tableCell';
  attrs: { header: boolean; colspan: number; rowspan: number };
  content: Paragraph[];
};
/** Loads nothing: a titled link with the text as it stood when it was archived. */
export type Embed = {
  type: 'embed';
  attrs: Id & { url: string; provider: string; headline: string; text: string; author: string };
};
export type CodeBlock = {
  type: 'codeBlock';
  attrs: Id & { language: string };
  content?: { type: 'text'; text: string }[];
};
export type Divider = { type: 'divider'; attrs: Id };
export type FactBox = {
  type: 'factBox';
  attrs: Id & { headline: string };
  content: (Paragraph | Heading | BulletList | OrderedList | Picture | Table)[];
};
export type Attachment = { type: 'attachment'; attrs: Id & { media: string; label: string } };
export type Audio = { type: 'audio'; attrs: Id & { media: string; label: string; transcript: string } };

export type Block =
  | Paragraph
  | Heading
  | BulletList
  | OrderedList
  | BlockQuote
  | PullQuote
  | Picture
  | Gallery
  | Table
  | Embed
  | CodeBlock
  | Divider
  | FactBox
  | Attachment
  | Audio;
