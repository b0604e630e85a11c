import { readFileSync } from 'node:fs';
import { hashedPath } from './hashed.ts';
import { askingScript, gapScript, laterScript, reachScript, verifyScript } from './scripts.ts';

/*
 * The few files that every page shares: one stylesheet and one icon. Their names hold the hash of their bytes, so
 * that a page always meets its own.
 */

/** In the order of the cascade. */
const sheets = ['base', 'frame', 'cards', 'story', 'appeal', 'text', 'steps', 'languages', 'print'];

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><style>.g{fill:#16181d}.w{fill:none;stroke:#fdfcf8;stroke-width:5;stroke-linecap:round}.d{fill:#ff6a4d}@media(prefers-color-scheme:dark){.g{fill:#fdfcf8}.w{stroke:#16181d}.d{fill:#b3240e}}</style><rect class="g" width="64" height="64" rx="13"/><path class="w" d="M12 46c5-5 10-5 15 0s10 5 15 0 6.500-4.500 10-4"/><path class="w" d="M20.500 31.500a12.500 12.500 0 0 1 23 0M13 27a21 21 0 0 1 38 0"/><circle class="d" cx="32" cy="33" r="4.500"/></svg>`;

/** Comments and needless space taken out; what stands between quotes stays as it is. */
export function compact(css: string): string {
  return css
    .replace(/("[^"\n]*"|'[^'\n]*')|\/\*[\s\S]*?\*\//g, (_all, quoted: string | undefined) => quoted ?? '')
    .split(/("[^"\n]*"|'[^'\n]*')/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/\s+/g, ' ')
            .replace(/ ?([{};,]) ?/g, '$1')
            .replace(/: /g, ':')
            .replace(/;\}/g, '}'),
    )
    .join('')
    .trim();
}

export type Stylesheet = { path: string; css: string };
let plain: string | undefined;
const coloured = new Map<string, Stylesheet>();

/** Colours by their names in the stylesheet, without dashes: `paper`, `ink` … */
export type SiteColours = Record<'light' | 'dark', Readonly<Record<string, string>>>;

/**
 * The stylesheet of every page, in the newsroom's own colours where it has some; read and compacted on the first call.
 */
export function styles(colours: SiteColours | null = null): Stylesheet {
  plain ??= compact(
    sheets.map((sheet) => readFileSync(new URL(`styles/${sheet}.css`, import.meta.url), 'utf8')).join('\n'),
  );
  const own = colours === null ? '' : colourRules(colours);
  const known = coloured.get(own);
  if (known !== undefined) return known;
  const css = plain + own;
  const made = { path: hashedPath('style', 'css', css), css };
  coloured.set(own, made);
  return made;
}

/** The colours that pages are in: the newsroom's own, or those that come with the program. */
export function coloursShown(own: SiteColours | null): SiteColours {
  if (own !== null) return own;
  const [light = '', dark = ''] = readFileSync(new URL('styles/base.css', import.meta.url), 'utf8').split(
    '@media (prefers-color-scheme: dark)',
  );
  const named = (css: string) =>
    Object.fromEntries([...css.matchAll(/--([a-z]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]));
  return { light: named(light), dark: named(dark) };
}

function colourRules({ light, dark }: SiteColours): string {
  const rules = (palette: Readonly<Record<string, string>>): string =>
    `:root{${Object.entries(palette)
      .map(([name, value]) => `--${name}:${value}`)
      .join(';')}}`;
  return `${rules(light)}@media (prefers-color-scheme: dark){${rules(dark)}}`;
}

const pageSheets = new Map<string, Stylesheet>();

function pageSheet(name: 'pages' | 'verify' | 'reach' | 'gap' | 'handout' | 'support'): Stylesheet {
  let sheet = pageSheets.get(name);
  if (sheet === undefined) {
    const css = compact(readFileSync(new URL(`styles/${name}.css`, import.meta.url), 'utf8'));
    sheet = { path: hashedPath(name, 'css', css), css };
    pageSheets.set(name, sheet);
  }
  return sheet;
}

/** What all pages have beside it but stories and fronts, which weigh less without. */
export const pagesStylesheet = (): Stylesheet => pageSheet('pages');

/** The stylesheet that the page that verifies has beside that of every page. */
export const verifyStylesheet = (): Stylesheet => pageSheet('verify');

/** The same for the page that tells how to find the paper again. */
export const reachStylesheet = (): Stylesheet => pageSheet('reach');

/** The same for the page about the figure of the gap. */
export const gapStylesheet = (): Stylesheet => pageSheet('gap');

/** The only stylesheet of the cards, which are printed. */
export const cardsStylesheet = (): Stylesheet => pageSheet('handout');

/** The same for the pages about support. */
export const supportStylesheet = (): Stylesheet => pageSheet('support');

let icon: string | undefined;

export function iconPath(): string {
  icon ??= hashedPath('icon', 'svg', mark);
  return icon;
}

export type Asset = { path: string; type: string; bytes: Uint8Array };

/** Every shared file, for the press to write. */
export function assets(colours: SiteColours | null = null): Asset[] {
  const encoder = new TextEncoder();
  const sheets = [
    styles(colours),
    pagesStylesheet(),
    verifyStylesheet(),
    reachStylesheet(),
    gapStylesheet(),
    cardsStylesheet(),
    supportStylesheet(),
  ];
  return [
    ...sheets.map(({ path, css }) => ({ path, type: 'text/css', bytes: encoder.encode(css) })),
    { path: iconPath(), type: 'image/svg+xml', bytes: encoder.encode(mark) },
    ...[verifyScript(), reachScript(), gapScript(), askingScript(), laterScript()].map(({ path, text }) => ({
      path,
      type: 'text/javascript',
      bytes: encoder.encode(text),
    })),
  ];
}
