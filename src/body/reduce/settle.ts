import type { Attachment, Audio, Block, Doc, FactBox, Gallery, Picture } from '../doc.ts';
import { providerOf } from './addresses.ts';
import { embedBlock, link, type MediaRef, paragraph, plain } from './flow.ts';

/** What became of a reference: the medium that now holds it, or nothing. */
export type Settled = { media: string; kind: 'picture' | 'audio' | 'file' } | null;

export type Find = (ref: MediaRef, index: number) => Settled;

/**
 * Puts media in the place of references. What was not brought over keeps its words: a picture its caption and
 * alternative text, sound, films and files a link to where they were.
 */
export function settle(blocks: readonly Block[], refs: readonly MediaRef[], found: Find): Doc {
  const content = blocks.flatMap((block) => settleBlock(block, refs, found));
  return { type: 'doc', content: content.length > 0 ? content : [paragraph([])] };
}

function settleBlock(block: Block, refs: readonly MediaRef[], found: Find): Block[] {
  if (block.type === 'picture') return settlePicture(block, refs, found);
  if (block.type === 'gallery') return settleGallery(block, refs, found);
  if (block.type === 'factBox') return settleBox(block, refs, found);
  if (block.type === 'audio' || block.type === 'attachment') return settleFile(block, refs, found);
  return [block];
}

function settleBox(block: FactBox, refs: readonly MediaRef[], found: Find): Block[] {
  const content = block.content.flatMap((inner) => settleInBox(inner, refs, found));
  if (content.length > 0) return [{ ...block, content }];
  return block.attrs.headline === '' ? [] : [paragraph(plain(block.attrs.headline))];
}

function settleInBox(
  block: FactBox['content'][number],
  refs: readonly MediaRef[],
  found: Find,
): FactBox['content'] {
  if (block.type !== 'picture') return [block];
  return settlePicture(block, refs, found).filter((b) => b.type === 'picture' || b.type === 'paragraph');
}

function lookUp(
  media: string,
  refs: readonly MediaRef[],
  found: Find,
): { ref: MediaRef; settled: Settled } | null {
  const index = Number(media.slice('ref-'.length));
  const ref = media.startsWith('ref-') ? refs[index] : undefined;
  return ref ? { ref, settled: found(ref, index) } : null;
}

function settlePicture(block: Picture, refs: readonly MediaRef[], found: Find): Block[] {
  const known = lookUp(block.attrs.media, refs, found);
  if (!known) return [block];
  if (known.settled?.kind === 'picture')
    return [{ ...block, attrs: { ...block.attrs, media: known.settled.media } }];
  if (known.settled)
    return [{ type: 'attachment', attrs: { id: '', media: known.settled.media, label: words(block) } }];
  return words(block) === '' ? [] : [paragraph(plain(words(block)))];
}

function words(picture: Picture): string {
  const { alt, caption } = picture.attrs;
  return [caption, alt === caption || caption.includes(alt) ? '' : alt]
    .filter((text) => text !== '')
    .join(' · ');
}

function settleGallery(block: Gallery, refs: readonly MediaRef[], found: Find): Block[] {
  const settled = block.content.flatMap((picture) => settlePicture(picture, refs, found));
  const pictures = settled.filter((b) => b.type === 'picture');
  const rest = settled.filter((b) => b.type !== 'picture');
  if (pictures.length > 0) return [{ ...block, content: pictures }, ...rest];
  return [...rest, ...(block.attrs.caption === '' ? [] : [paragraph(plain(block.attrs.caption))])];
}

function settleFile(block: Audio | Attachment, refs: readonly MediaRef[], found: Find): Block[] {
  const known = lookUp(block.attrs.media, refs, found);
  if (!known) return [block];
  const { ref, settled } = known;
  const label = block.attrs.label || fileName(ref.src);
  if (settled?.kind === 'picture')
    return [
      { type: 'picture', attrs: { id: '', media: settled.media, alt: '', caption: block.attrs.label } },
    ];
  if (settled?.kind === 'audio')
    return [{ type: 'audio', attrs: { id: '', media: settled.media, label, transcript: '' } }];
  if (settled) return [{ type: 'attachment', attrs: { id: '', media: settled.media, label } }];
  if (ref.src === '') return block.attrs.label === '' ? [] : [paragraph(plain(block.attrs.label))];
  if (ref.kind === 'file') {
    return [paragraph([{ type: 'text', text: label || providerOf(ref.src), marks: [link(ref.src)] }])];
  }
  return [embedBlock(ref.src, { headline: label })];
}

/** The last part of an address's path, decoded where it can be. */
export function fileName(address: string): string {
  const last = address.split(/[?#]/)[0]?.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
