import { dirname, join, posix } from 'node:path';
import type { ByLanguage } from '../../types.ts';
import type { IncomingMedia, MediaSource } from '../incoming.ts';
import type { MediaRef } from '#body';

export type MediaWords = {
  alt: string;
  caption: string;
  credit: string;
  agency: string;
  licence: string;
  licenceExpires: number | null;
  focal: { x: number; y: number } | null;
};

const INSIDE = 'folder:';

/** What a file says of a picture, sound or file beside it. Paths go from the Markdown file, or with `/` from the folder. */
export function mediaOf(file: string, src: string, lang: string, words: MediaWords): IncomingMedia {
  const web = /^https?:/i.test(src);
  const path = src.startsWith('/')
    ? src.slice(1)
    : posix.join(dirname(file).replaceAll('\\', '/'), decoded(src));
  const kind = /\.(?:jpe?g|png|gif|webp|avif)$/i.test(path)
    ? 'picture'
    : /\.(?:mp3|m4a|ogg|oga|opus|wav|flac)$/i.test(path)
      ? 'audio'
      : 'file';
  const { alt, caption, credit, agency, licence, licenceExpires, focal } = words;
  const byLang = (text: string): ByLanguage => (text === '' ? {} : { [lang]: text });
  const ref: MediaRef = {
    kind,
    src: web ? src : `${INSIDE}${path}`,
    // Each use brings its own words, so none is taken for another.
    attachment: `${file} ${lang} ${alt} ${caption} ${credit}`,
    alt,
    caption,
  };
  return {
    ref,
    alts: byLang(alt),
    captions: byLang(caption),
    credit,
    agency,
    licence,
    licenceExpires,
    focal,
  };
}

function decoded(src: string): string {
  try {
    return decodeURI(src);
  } catch {
    return src;
  }
}

/** Media of a folder of Markdown: files in it, and addresses that are written out. */
export class FolderMedia implements MediaSource {
  readonly #folder: string | null;
  readonly #known = new Map<MediaRef, IncomingMedia>();

  constructor(folder: string | null) {
    this.#folder = folder;
  }

  keep(media: IncomingMedia): void {
    this.#known.set(media.ref, media);
  }

  describe(ref: MediaRef): IncomingMedia {
    const known = this.#known.get(ref);
    this.#known.delete(ref);
    if (known) return known;
    return {
      ref,
      alts: {},
      captions: {},
      credit: '',
      agency: '',
      licence: '',
      licenceExpires: null,
      focal: null,
    };
  }

  places(ref: MediaRef): { files: string[]; addresses: string[] } {
    if (!ref.src.startsWith(INSIDE)) return { files: [], addresses: [ref.src] };
    return {
      files: this.#folder === null ? [] : [join(this.#folder, ref.src.slice(INSIDE.length))],
      addresses: [],
    };
  }
}
