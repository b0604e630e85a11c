import type { Doc } from '#body';
import type { MediaId, Revision } from './types.ts';

/** One place where a story shows a medium. `alt` is what the story itself says; '' leaves it to the picture. */
export type PictureUse = { media: MediaId; kind: 'picture' | 'file' | 'audio'; alt: string; where: string };

type Node = { type: string; attrs?: object; content?: Node[] };

/** Every medium of a body in order, wherever it stands: galleries and fact boxes too. */
export function mediaUsed(body: Doc): PictureUse[] {
  const uses: PictureUse[] = [];
  const visit = (node: Node, where: string) => {
    const attrs = (node.attrs ?? {}) as { media?: string; alt?: string };
    if (attrs.media !== undefined) {
      const kind = node.type === 'picture' ? 'picture' : node.type === 'audio' ? 'audio' : 'file';
      uses.push({ media: attrs.media as MediaId, kind, alt: attrs.alt ?? '', where });
    }
    for (const child of node.content ?? []) {
      // Text has no media under it, and there is a lot of it.
      if (child.type !== 'text') visit(child, node.type === 'gallery' ? 'gallery' : where);
    }
  };
  for (const block of body.content) visit(block, 'body');
  return uses;
}

/** The same with the lead and the portraits of those in the byline. */
export function storyMedia(revision: Revision, portraits: MediaId[]): PictureUse[] {
  const { lead } = revision;
  return [
    ...(lead ? [{ media: lead.media, kind: 'picture' as const, alt: lead.alt, where: 'lead' }] : []),
    ...mediaUsed(revision.body),
    ...portraits.map((media) => ({ media, kind: 'picture' as const, alt: '', where: 'portrait' })),
  ];
}
