/* On a mirror whose name betrays nothing the tab does not either: another title, another icon, the page as it is. */

/** An empty sheet of paper. */
const ICON = `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%23999' d='M3 1h10v14H3z'/%3E%3C/svg%3E`;
const TITLE = '…';

export const neutral = (html: string): string =>
  html
    .replace(/<title>[^<]*<\/title>/, `<title>${TITLE}</title>`)
    .replace(/<link\b[^>]*\brel="icon"[^>]*>/, '')
    .replace(/(<meta http-equiv="Content-Security-Policy" content="[^"]*?img-src )/, '$1data: ')
    .replace('</head>', `<link rel="icon" type="image/svg+xml" href="${ICON}"></head>`);
