import type { MediaFile, Picture } from '#newsroom';
import { picturePath, type PictureView } from '#reader';
import { inLanguage } from './in-language.ts';

/**
 * What pages show of a picture: AVIF once all of it is there, since only then every page that shows the picture is
 * rendered again.
 */
export function shownOf({ state, renditions }: Picture): Picture['renditions'] {
  return state === 'ready' ? renditions : renditions.filter(({ format }) => format === 'jpeg');
}

/** A picture as pages show it; null while none of its sizes is made. What a story says of it goes before its own words. */
export function pictureView(
  medium: Picture | MediaFile | undefined,
  lang: string,
  says: { alt: string; caption: string },
): PictureView | null {
  if (!medium || !('renditions' in medium) || medium.renditions.length === 0) return null;
  return {
    media: medium.id,
    sources: shownOf(medium)
      .map(({ format, width, height }) => ({
        format,
        width,
        height,
        path: picturePath(medium.id, width, format),
      }))
      .sort((a, b) => a.format.localeCompare(b.format) || a.width - b.width),
    width: medium.width,
    height: medium.height,
    alt: says.alt || inLanguage(medium.alts, lang),
    caption: says.caption || inLanguage(medium.captions, lang),
    credit: medium.credit,
    agency: medium.agency,
    licence: medium.licence,
    focal: medium.focal,
  };
}
