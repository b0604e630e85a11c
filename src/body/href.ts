/*
 * Where a link in a body may lead: http, https, mailto, tel, a path on our own site or a fragment. Nothing that
 * runs, nothing that a browser resolves to another host by a trick (`//host`, `/\host`, `http:host`).
 */
const FORBIDDEN = /[\s\\\p{Cc}\p{Cs}]/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const WEB = /^https?:\/\/[^/?#]/i;
const PERSON = /^(?:mailto|tel):[^/]/i;
/** The longest address, in UTF-16 units. */
export const HREF_LIMIT = 8_192;

/** Whether the string is an absolute http or https address that the URL standard accepts. */
export function isWebAddress(href: string): boolean {
  return href.length <= HREF_LIMIT && WEB.test(href) && !FORBIDDEN.test(href) && URL.canParse(href);
}

/** Whether a link may carry this address as it stands. See {@link cleanHref} for one written by hand. */
export function isSafeHref(href: string): boolean {
  if (href === '' || href.length > HREF_LIMIT || FORBIDDEN.test(href)) return false;
  if (SCHEME.test(href)) return PERSON.test(href) || isWebAddress(href);
  return !href.startsWith('//');
}

/**
 * An address written by people or other programs as one that a body accepts, or null when it leads nowhere safe.
 * Blanks around it go, blanks and backslashes inside it are percent-encoded.
 */
export function cleanHref(href: string): string | null {
  const encoded = href
    .trim()
    .replace(/[\t\n\r]/g, '')
    .replace(/[\s\\]/gu, (character) => encodeURIComponent(character));
  return isSafeHref(encoded) ? encoded : null;
}
