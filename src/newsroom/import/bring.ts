import { realpath, stat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { Newsroom } from '../open.ts';
import type { Refused } from '../types.ts';
import { fetchMedia, FETCH_LIMITS, type Network } from './fetch.ts';
import { fileName } from '#body';
import type { MediaRef, Settled } from '#body';
import type { IncomingMedia, MediaSource } from './incoming.ts';
import { reasonSaid, remark, type Said } from './remark.ts';

/** What became of a medium of the archive. */
export type Brought =
  | {
      ok: true;
      settled: NonNullable<Settled>;
      added: boolean;
      credited: boolean;
      /** Languages that have an alternative text; '' is every language. */
      alts: string[];
    }
  | { ok: false; why: Said; again: boolean };

export type BringOptions = {
  newsroom: Newsroom;
  source: MediaSource;
  /** Folders that files may be taken from. */
  roots: readonly string[];
  /** Null: nothing is fetched. */
  network: Network | null;
  /** Stands where the archive names nobody; empty: such pictures are left out of what readers see. */
  credit: string;
};

const REMEMBERED = 5_000;

/** Brings media over, each once, from this machine or from where they were. */
export class Bringer {
  readonly #options: BringOptions;
  readonly #known = new Map<string, Promise<Brought>>();
  #fetches = 0;

  constructor(options: BringOptions) {
    this.#options = options;
  }

  bring(ref: MediaRef): Promise<Brought> {
    return this.take(this.#options.source.describe(ref));
  }

  take(media: IncomingMedia): Promise<Brought> {
    const { kind, src, attachment, alt } = media.ref;
    const key = [kind, attachment ?? '', src, Object.keys(media.alts).length > 0 ? '' : alt].join('\n');
    const known = this.#known.get(key);
    if (known) return known;
    const promise = this.#bring(media);
    this.#known.set(key, promise);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return promise;
  }

  async #bring(media: IncomingMedia): Promise<Brought> {
    const { files, addresses } = this.#options.source.places(media.ref);
    const { network } = this.#options;
    let why = missing(files.length > 0, network !== null);
    for (const file of files) {
      const found = await this.#allowed(file);
      if ('file' in found) return this.#add(media, basename(file), found);
      if (found.why !== null) ({ why } = found);
    }
    let refusal: Brought = { ok: false, why, again: false };
    for (const address of network === null ? [] : addresses.slice(0, 3)) {
      if (++this.#fetches > FETCH_LIMITS.count)
        return {
          ok: false,
          why: remark('fetched_many', 'Too many pictures were fetched in this run'),
          again: true,
        };
      const fetched = network ? await fetchMedia(address, network) : null;
      if (fetched?.ok)
        return this.#add(media, withEnding(fileName(address), fetched.type), { bytes: fetched.bytes });
      if (fetched) refusal = { ok: false, why: fetched.why, again: fetched.again };
    }
    return refusal;
  }

  /** The file's true place, when it lies in a folder that files may be taken from. `why` is null where nothing is. */
  async #allowed(file: string): Promise<{ file: string } | { why: Said | null }> {
    const place = await realpath(file).catch(() => null);
    if (place === null) return { why: null };
    const roots = await Promise.all(this.#options.roots.map((root) => realpath(root).catch(() => null)));
    if (!roots.some((root) => root !== null && place.startsWith(root + sep)))
      return { why: remark('file_outside', 'Its file lies outside of the archive; put it into its folder') };
    const found = await stat(place);
    return found.isFile()
      ? { file: place }
      : { why: remark('no_file_there', 'It is a pipe, a device or a folder, not a file') };
  }

  async #add(
    media: IncomingMedia,
    name: string,
    from: { file: string } | { bytes: Buffer },
  ): Promise<Brought> {
    const { newsroom } = this.#options;
    if (media.ref.kind === 'picture') return this.#addPicture(media, name, from);
    const added = await newsroom.media.addFile({ name, ...from });
    if (added.ok) {
      return {
        ok: true,
        settled: { media: added.file.id, kind: added.file.kind },
        added: added.added,
        credited: true,
        alts: [''],
      };
    }
    if (added.reasons.some(({ code }) => code === 'type')) {
      const picture = await this.#addPicture(media, name, from);
      if (picture.ok) return picture;
    }
    return refusedWith(added);
  }

  async #addPicture(
    media: IncomingMedia,
    name: string,
    from: { file: string } | { bytes: Buffer },
  ): Promise<Brought> {
    const { alts, captions, agency, licence, licenceExpires, focal } = media;
    const credit = media.credit || this.#options.credit;
    const words = {
      ...(Object.keys(alts).length > 0 && { alts }),
      ...(Object.keys(captions).length > 0 && { captions }),
      ...(credit !== '' && { credit }),
      ...(agency !== '' && { agency }),
      ...(licence !== '' && { licence }),
      ...(licenceExpires !== null && { licenceExpires }),
      ...(focal && { focal }),
    };
    const added = await this.#options.newsroom.media.addPicture({ name, ...words, ...from });
    if (!added.ok) return refusedWith(added);
    const { picture } = added;
    const spoken = Object.entries(picture.alts).filter(([, text]) => text.trim() !== '');
    return {
      ok: true,
      settled: { media: picture.id, kind: 'picture' },
      added: added.added,
      credited: picture.credit.trim() !== '',
      alts: spoken.map(([lang]) => lang),
    };
  }
}

function refusedWith(refusal: Refused): Brought {
  return {
    ok: false,
    why: refusal.reasons.map(reasonSaid)[0] ?? remark('file_missing', 'Its file was not found'),
    again: false,
  };
}

function missing(looked: boolean, fetches: boolean): Said {
  if (looked || fetches) return remark('file_missing', 'Its file was not found');
  return remark('file_not_here', 'Its file is not here; name the uploads folder or let pictures be fetched');
}

const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'audio/mpeg': 'mp3',
  'application/pdf': 'pdf',
};

/** An address such as `/photo?id=7` names no type; the answer did. */
function withEnding(name: string, type: string): string {
  if (/\.[a-z0-9]{2,5}$/i.test(name)) return name;
  const ending = ENDINGS[type.split(';')[0]?.trim().toLowerCase() ?? ''];
  return ending === undefined ? name || 'file' : `${name || 'file'}.${ending}`;
}
