import type { Place } from './place.ts';

const scheme = /^[a-z][a-z\d+.-]*:/i;
// What browsers ignore inside an address, and what hides a scheme from a naive check.
const ignored = /[\p{Cc}\p{Cs}\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A link that an editor wrote, as it should stand at a place: links to our own host become links inside the
 * edition, so that they work on every mirror. Null where it is no address that a reader may be sent to.
 */
export function linkFromText(place: Place, href: string): string | null {
  const address = href.replace(ignored, '');
  if (address === '') return null;
  if (address.startsWith('#')) return address;
  const own = `${place.site.address}/`;
  if (address.startsWith(own) || address === place.site.address) {
    return insideEdition(place, address.slice(own.length));
  }
  if (address.startsWith('//')) return outside(`https:${address}`);
  if (scheme.test(address)) return outside(address);
  return insideEdition(place, address.replace(/^[/\\]+/, ''));
}

function outside(address: string): string | null {
  if (/^(?:mailto|tel):/i.test(address)) return address;
  if (!/^https?:/i.test(address)) return null;
  return URL.canParse(address) ? new URL(address).href : null;
}

function insideEdition(place: Place, rest: string): string | null {
  const base = 'http://edition.invalid/';
  if (!URL.canParse(`./${rest}`, base)) return null;
  const url = new URL(`./${rest}`, base);
  if (url.host !== 'edition.invalid') return null;
  const path = url.pathname.slice(1);
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  return `${place.link('')}${file}${url.search}${url.hash}`;
}
