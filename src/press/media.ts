import { mediaOf } from '#body';
import type { Staging } from './staging.ts';
import type { MediaFile, MediaId, Newsroom, Picture } from '#newsroom';
import { filePath, picturePath } from '#reader';
import type { Labels } from './labels.ts';
import { shownOf } from './picture-view.ts';

/** Media that pages use outside stories: static pages, portraits, the publisher's logo. */
function standingMedia(labels: Labels): Set<MediaId> {
  const used = new Set<MediaId>();
  for (const page of labels.pages) for (const id of mediaOf(page.body)) used.add(id as MediaId);
  for (const author of labels.authors.values()) if (author.portrait) used.add(author.portrait);
  if (labels.site.publisher.logo) used.add(labels.site.publisher.logo);
  return used;
}

/** Every medium that an edition shows. */
export async function mediaInUse(newsroom: Newsroom, labels: Labels): Promise<MediaId[]> {
  const used = standingMedia(labels);
  for (const id of await newsroom.live.mediaInUse()) used.add(id);
  return [...used];
}

function pathsOf(medium: Picture | MediaFile): string[] {
  if (!('renditions' in medium)) return [filePath(medium.id, medium.name)];
  return medium.renditions.map(({ width, format }) => picturePath(medium.id, width, format));
}

const PICTURE_TYPES = { jpeg: 'image/jpeg', avif: 'image/avif' } as const;

/** Puts the renditions of these media into the edition, and takes out those that no page shows any more. */
export async function putMedia(options: {
  newsroom: Newsroom;
  labels: Labels;
  writer: Staging;
  media: readonly MediaId[];
}): Promise<void> {
  const { newsroom, labels, writer } = options;
  const standing = standingMedia(labels);
  const found = new Map((await newsroom.media.get([...options.media])).map((medium) => [medium.id, medium]));
  for (const id of options.media) {
    const medium = found.get(id);
    const used = standing.has(id) || (await newsroom.live.usedBy({ media: id })).length > 0;
    if (!medium) continue;
    if (!used) {
      for (const path of pathsOf(medium)) writer.remove(path);
    } else for (const file of filesFor(newsroom, medium)) await writer.putFile(file);
  }
}

/**
 * Puts in what pages that were just rendered show and the edition has not: a picture that was finished in the same
 * moment, whose own change comes with the next edition.
 */
export async function putShown(options: {
  newsroom: Newsroom;
  writer: Staging;
  /** As the pages were rendered from them. */
  shown: Iterable<Picture | MediaFile>;
}): Promise<void> {
  const { newsroom, writer, shown } = options;
  for (const medium of shown)
    for (const file of filesFor(newsroom, medium)) if (!writer.has(file.path)) await writer.putFile(file);
}

function filesFor(newsroom: Newsroom, medium: Picture | MediaFile) {
  const { id } = medium;
  if ('renditions' in medium)
    return shownOf(medium).map(({ format, width, sha256, bytes }) => ({
      path: picturePath(id, width, format),
      type: PICTURE_TYPES[format],
      file: newsroom.media.file(id, format, width),
      sha256,
      bytes,
    }));
  const { type, name, sha256, bytes } = medium;
  return [{ path: filePath(id, name), type, file: newsroom.media.file(id, 'original', 0), sha256, bytes }];
}
