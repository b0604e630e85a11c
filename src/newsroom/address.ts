import type { Site } from './types.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a time zone: `2026-11-23`. */
export function dayIn(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** The root of a language: '' for the default one, else `ru/`. */
export function prefixOf(site: Site, lang: string): string {
  return lang === site.defaultLang ? '' : `${lang}/`;
}

/** `ru/2026/11/23/` */
export function dayFolder(site: Site, lang: string, at: number): string {
  return `${prefixOf(site, lang)}${dayIn(site.timeZone, at).replaceAll('-', '/')}/`;
}

/** The folder of a story's address, with its slash: what a new slug keeps. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
