import { html, nothing, trusted, type Html } from './html.ts';
import type { Place } from './place.ts';
import type { PictureView } from './views.ts';

/** How a picture is used: `sizes` is what the browser reads before it knows the layout. */
export type PictureUse = {
  sizes: string;
  /** Loaded first of all: the lead of a page. */
  urgent: boolean;
  /** Cut to a frame of the layout around its focal point. */
  cropped: boolean;
  alt: string;
};

function sourceSet(place: Place, picture: PictureView, format: 'avif' | 'jpeg'): string {
  let set = '';
  for (const source of picture.sources) {
    if (source.format !== format) continue;
    set += `${set === '' ? '' : ', '}${place.link(source.path)} ${source.width}w`;
  }
  return set;
}

/** The class that moves the focal point into view; the stylesheet has one for each step of a tenth. */
function focalClass(focal: { x: number; y: number }): string {
  return `fx${tenths(focal.x)} fy${tenths(focal.y)}`;
}

function tenths(share: number): number {
  return Number.isFinite(share) ? Math.round(Math.min(1, Math.max(0, share)) * 10) : 5;
}

/** `<picture>` with AVIF before JPEG, or nothing while no JPEG is ready. */
export function pictureElement(place: Place, picture: PictureView, use: PictureUse): Html {
  const jpegs = picture.sources.filter((source) => source.format === 'jpeg');
  const fallback = jpegs.find((source) => source.width >= 900) ?? jpegs.at(-1);
  if (fallback === undefined) return nothing;
  const avif = sourceSet(place, picture, 'avif');
  const source =
    avif === '' ? nothing : html`<source type="image/avif" srcset="${avif}" sizes="${use.sizes}" />`;
  const hints = trusted(use.urgent ? ' fetchpriority="high"' : ' loading="lazy" decoding="async"');
  const focal = use.cropped ? html` class="${focalClass(picture.focal)}"` : nothing;
  const jpeg =
    jpegs.length < 2 ? nothing : html` srcset="${sourceSet(place, picture, 'jpeg')}" sizes="${use.sizes}"`;
  return html`<picture
    >${source}<img
      src="${place.link(fallback.path)}"
      ${jpeg}
      width="${fallback.width}"
      height="${fallback.height}"
      alt="${use.alt}"
      ${hints}${focal}
  /></picture>`;
}

/** «Picture: Ivo Brandt / Longshore Pictures». */
export function creditLine(place: Place, picture: PictureView): Html {
  if (picture.credit === '' && picture.agency === '') return nothing;
  const both = picture.credit !== '' && picture.agency !== '' && picture.credit !== picture.agency;
  const first = picture.credit === '' ? picture.agency : picture.credit;
  const agency = both ? html` / <bdi>${picture.agency}</bdi>` : nothing;
  const licence = picture.licence === '' ? nothing : html`${place.words.comma}<bdi>${picture.licence}</bdi>`;
  return html`<small class="credit"
    >${place.words.pictureCredit} <bdi>${first}</bdi>${agency}${licence}</small
  >`;
}

/** A picture with caption and credit. */
export function figure(
  place: Place,
  picture: PictureView,
  use: PictureUse & { caption: string; id: string; kind: string },
): Html {
  const element = pictureElement(place, picture, use);
  if (element === nothing) return nothing;
  const id = use.id === '' ? nothing : html` id="${use.id}"`;
  const credit = creditLine(place, picture);
  const caption = use.caption === '' ? nothing : html`<span class="caption">${use.caption}</span>`;
  const between = caption === nothing || credit === nothing ? nothing : html`<br />`;
  const foot =
    caption === nothing && credit === nothing
      ? nothing
      : html`<figcaption>${caption}${between}${credit}</figcaption>`;
  return html`<figure${id} class="${use.kind}">${element}${foot}</figure>`;
}

/** The widest JPEG, for Open Graph, structured data and feeds. */
export function widestJpeg(picture: PictureView): PictureView['sources'][number] | null {
  let widest: PictureView['sources'][number] | null = null;
  for (const source of picture.sources) {
    if (source.format === 'jpeg' && (widest === null || source.width > widest.width)) widest = source;
  }
  return widest;
}
