import { bodyHtml } from '#body';
import type { Doc, Embed } from '#body';
import { linkFromText } from './address.ts';
import { formatNumber } from './dates.ts';
import { html, join, nothing, trusted, type Html } from './html.ts';
import { figure } from './picture.ts';
import type { Place } from './place.ts';
import type { FileView, PictureView } from './views.ts';

type Media = { pictures: Map<string, PictureView>; files: Map<string, FileView> };

const widths = {
  body: '(min-width: 45rem) 40rem, 100vw',
  gallery: '(min-width: 45rem) 24rem, 50vw',
  box: '(min-width: 45rem) 20rem, 90vw',
} as const;

/** A body as HTML, with its pictures, files and sounds. `anchors` gives each block the id that links to it. */
export function text(place: Place, body: Doc, media: Media, anchors: boolean): Html {
  return trusted(
    bodyHtml(body, {
      lang: place.site.lang,
      anchors,
      href: (href) => linkFromText(place, href),
      picture: (name, attrs, where) => bodyPicture(place, media.pictures.get(name), attrs, where),
      file: (name, label) => attachment(place, media.files.get(name), label).markup,
      audio: (name, label, transcript) => audio(place, media.files.get(name), label, transcript).markup,
      embed: (attrs) => embed(place, attrs).markup,
    }),
  );
}

function bodyPicture(
  place: Place,
  picture: PictureView | undefined,
  attrs: { alt: string; caption: string; id: string },
  where: 'body' | 'gallery' | 'box',
): string {
  if (picture === undefined) return '';
  return figure(place, picture, {
    sizes: widths[where],
    urgent: false,
    cropped: where === 'gallery',
    alt: attrs.alt === '' ? picture.alt : attrs.alt,
    caption: attrs.caption === '' ? picture.caption : attrs.caption,
    id: attrs.id,
    kind: where === 'body' ? 'pic' : `pic in-${where}`,
  }).markup;
}

function fileLine(place: Place, file: FileView, label: string): Html {
  const { words, site } = place;
  const size = words.size(file.bytes, (value) => formatNumber(site.lang, value));
  const name = label === '' ? file.name : label;
  return html`<a href="${place.link(file.path)}"><bdi>${name}</bdi></a>
    <small dir="auto">${words.file(file.name, size)}</small>`;
}

function attachment(place: Place, file: FileView | undefined, label: string): Html {
  return file === undefined ? html`<bdi>${label}</bdi>` : fileLine(place, file, label);
}

function audio(place: Place, file: FileView | undefined, label: string, transcript: string): Html {
  const title = label === '' ? (file?.name ?? '') : label;
  const player =
    file === undefined
      ? nothing
      : html`<audio controls preload="none" src="${place.link(file.path)}" aria-label="${title}"></audio>`;
  const said =
    transcript === ''
      ? nothing
      : html`<details>
          <summary>${place.words.transcript}</summary>
          ${paragraphs(transcript)}
        </details>`;
  return html`<p>${attachment(place, file, label)}</p>
    ${player}${said}`;
}

/** Nothing of the other site is loaded: its words as archived, and a link for the reader who wants to go there. */
function embed(place: Place, attrs: Embed['attrs']): Html {
  const address = linkFromText(place, attrs.url);
  const title = attrs.headline === '' ? attrs.provider : attrs.headline;
  const source = [attrs.author, attrs.provider]
    .filter((part) => part !== '' && part !== title)
    .map((part) => html`<bdi>${part}</bdi>`);
  const head = title === '' ? nothing : html`<p class="embed-title" dir="auto">${title}</p>`;
  const from = source.length === 0 ? nothing : html`<p class="embed-from">${join(source, html` · `)}</p>`;
  const words =
    attrs.text === '' ? nothing : html`<blockquote dir="auto">${paragraphs(attrs.text)}</blockquote>`;
  const go =
    address === null
      ? nothing
      : html`<p class="embed-go">
          <a href="${address}" rel="noopener noreferrer nofollow">${place.words.openAt(hostOf(address))}</a>
        </p>`;
  return html`${head}${from}${words}${go}`;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host.replace(/^www\./, '') : address;
}

/** Plain text as paragraphs: an empty line parts them, a single line break stays one. */
export function paragraphs(plain: string): Html[] {
  return plain
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== '')
    .map(
      (part) =>
        html`<p>
          ${part
            .trim()
            .split('\n')
            .flatMap((line, index) => (index === 0 ? [line] : [html`<br />`, line]))}
        </p>`,
    );
}
