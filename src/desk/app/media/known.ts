import type { KnownMedium } from '../editor/media.ts';
import type { MediaRow, Medium } from '../shapes.ts';
import { nameOf } from '../words.tsx';
import { pictureAddress } from './upload.ts';

/** A medium of the library as the editor shows it in a story of some language. */
export function knownMedium(medium: Medium | MediaRow, lang: string): KnownMedium {
  if (medium.kind !== 'picture') {
    const { id, kind, name } = medium;
    return { id, kind, name, alt: '', caption: '', credit: '', preview: null };
  }
  return {
    id: medium.id,
    kind: 'picture',
    name: nameOf(medium.alts, lang, medium.id),
    alt: medium.alts[lang] ?? medium.alts[''] ?? '',
    caption: medium.captions[lang] ?? medium.captions[''] ?? '',
    credit: medium.credit,
    preview: medium.renditions.length === 0 ? null : pictureAddress(medium.id, 960),
  };
}
