import { join } from 'node:path';
import type { IncomingMedia, MediaSource } from '../incoming.ts';
import { titleWords } from '#body';
import type { MediaRef } from '#body';
import type { WxrItem } from './item.ts';
import { attachmentAddress, type KnownAttachment, type Scratch, withoutSize } from './scratch.ts';

const LONGEST = 1_900;

/** Pictures and files of a WordPress export: in its uploads folder, or at their old addresses. */
export function wxrMedia(scratch: Scratch, uploads: string | null): MediaSource {
  const known = (ref: MediaRef): KnownAttachment | null =>
    (ref.attachment === null ? null : scratch.attachment(ref.attachment)) ??
    (ref.src === '' ? null : scratch.attachmentAt(ref.src));
  return {
    describe: (ref) => describe(ref, known(ref)),
    places: (ref) => {
      const attachment = known(ref);
      const addresses = [attachment?.url ?? '', withoutSize(ref.src.split('?')[0] ?? ''), ref.src];
      const unique = [...new Set(addresses.filter((address) => address !== ''))];
      return { files: uploads === null ? [] : localFiles(uploads, attachment, unique), addresses: unique };
    },
  };
}

function describe(ref: MediaRef, attachment: KnownAttachment | null): IncomingMedia {
  const own = attachment ? attachment.alt || attachment.caption || attachment.title : '';
  const alt = (own || ref.alt || ref.caption).slice(0, LONGEST);
  const caption = (attachment?.caption || '').slice(0, LONGEST);
  return {
    ref,
    alts: alt === '' ? {} : { '': alt },
    captions: caption === '' ? {} : { '': caption },
    credit: attachment?.credit ?? '',
    agency: '',
    licence: '',
    licenceExpires: null,
    focal: null,
  };
}

/** `…/wp-content/uploads/2012/01/a.jpg` and `https://x.files.wordpress.com/2012/01/a.jpg` → `2012/01/a.jpg` below the folder. */
function localFiles(
  uploads: string,
  attachment: KnownAttachment | null,
  addresses: readonly string[],
): string[] {
  const paths = [attachment?.file ?? '', ...addresses.map(pathInUploads)].flatMap((path) => [
    path,
    withoutSize(path),
  ]);
  return [...new Set(paths.filter((path) => path !== '' && !path.split('/').includes('..')))].map((path) =>
    join(uploads, path),
  );
}

function pathInUploads(address: string): string {
  const path = /^https?:\/\/[^/]+\/([^?#]*)/i.exec(address)?.[1] ?? '';
  const below = path.replace(/^(?:.*\/)?(?:uploads|files)\/(?:sites\/\d+\/)?/, '');
  try {
    return decodeURIComponent(below);
  } catch {
    return below;
  }
}

/** What the first reading remembers of an attachment. */
export function knownAttachment(item: WxrItem): Omit<KnownAttachment, 'id' | 'parent' | 'url'> {
  const title = titleWords(item.title);
  const name =
    attachmentAddress(item)
      .split('/')
      .at(-1)
      ?.replace(/\.\w+$/, '') ?? '';
  return {
    // A title that is the file's name says nothing about the picture.
    title: title.toLowerCase() === name.toLowerCase() ? '' : title,
    caption: titleWords(item.excerpt),
    alt: titleWords(item.meta['_wp_attachment_image_alt'] ?? ''),
    credit: creditOf(item).slice(0, 300),
    file: (item.meta['_wp_attached_file'] ?? '').replace(/^\/+/, ''),
  };
}

function creditOf(item: WxrItem): string {
  for (const key of ['_media_credit', 'media_credit', '_credit']) {
    const credit = titleWords(item.meta[key] ?? '');
    if (credit !== '') return credit;
  }
  // PHP's own form of what a camera or an agency wrote into the file.
  return titleWords(
    /s:6:"credit";s:\d+:"([^"]{1,300})"/.exec(item.meta['_wp_attachment_metadata'] ?? '')?.[1] ?? '',
  );
}
