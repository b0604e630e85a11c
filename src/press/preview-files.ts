import type { MediaFile, MediaId, Picture } from '#newsroom';
import { assets, filePath, picturePath, type SiteColours } from '#reader';
import type { Output } from './output.ts';

/** What a page that is no part of an edition shows, by path from the root of the site. */
export type PreviewFile =
  | { type: string; bytes: string | Uint8Array }
  | { media: MediaId; format: 'jpeg' | 'avif' | 'original'; width: number; type: string };

/** What every page shares, media that views were made from, and small files of the edition. */
export function previewFiles(options: {
  colours: SiteColours | null;
  media: Iterable<Picture | MediaFile>;
  outputs: readonly Output[];
}): Map<string, PreviewFile> {
  const files = new Map<string, PreviewFile>();
  for (const { path, type, bytes } of assets(options.colours)) files.set(path, { type, bytes });
  for (const { path, type, text } of options.outputs) files.set(path, { type, bytes: text });
  for (const medium of options.media) {
    if (!('renditions' in medium)) {
      const { id: media, name, type } = medium;
      files.set(filePath(media, name), { media, format: 'original', width: 0, type });
      continue;
    }
    for (const { format, width } of medium.renditions) {
      const type = `image/${format}`;
      files.set(picturePath(medium.id, width, format), { media: medium.id, format, width, type });
    }
  }
  return files;
}
