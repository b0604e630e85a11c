import { pathProblem, readReserved } from '#edition';

/** What the first line of a request asks for. */
export type Asked =
  /** A path of the edition, decoded, `index.html` put in for a folder. */
  | { kind: 'path'; path: string }
  /** A path below `edition/`, where objects, nodes and signatures stand. */
  | { kind: 'reserved'; path: string }
  /** Something under `/-/`, with its query. */
  | { kind: 'server'; target: string }
  /** Nothing that an edition could hold. */
  | { kind: 'nowhere' }
  /** Not an address at all. */
  | { kind: 'malformed' };

const ABSOLUTE = /^https?:\/\/[^/?#]*/i;
const PLAIN = /^\/[A-Za-z0-9_\-./]*$/;

/** Reads a request target. The path is decoded once; what decoding would turn into another path is nowhere. */
export function readTarget(target: string): Asked {
  const local = target.startsWith('/') ? target : target.replace(ABSOLUTE, '');
  const rooted = local === '' || local.startsWith('?') ? `/${local}` : local;
  if (!rooted.startsWith('/')) return { kind: 'malformed' };
  if (rooted.startsWith('/-/')) return { kind: 'server', target: rooted };
  const path = decodePath(rooted);
  if (path === null) return { kind: 'malformed' };
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (readReserved(file) !== null) return { kind: 'reserved', path: file };
  return pathProblem(file) === null ? { kind: 'path', path: file } : { kind: 'nowhere' };
}

function decodePath(rooted: string): string | null {
  const end = rooted.search(/[?#]/);
  const encoded = rooted.slice(1, end < 0 ? undefined : end);
  if (PLAIN.test(`/${encoded}`)) return encoded;
  try {
    const names = encoded.split('/').map((name) => {
      const decoded = decodeURIComponent(name);
      // A slash that was encoded is part of a name, and no name has one; `pathProblem` refuses the backslash.
      return decoded.includes('/') ? '\\' : decoded;
    });
    return names.join('/').normalize('NFC');
  } catch {
    return null;
  }
}

/** Each name percent-encoded, as it stands in an address. */
export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** How an address on one page leads to another page of the edition, under whatever prefix both are. */
export function relativeAddress(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  const folder = to === 'index.html' || to.endsWith('/index.html') ? to.slice(0, -'index.html'.length) : to;
  // "./" keeps a name with a colon from looking like a scheme.
  return `${up === '' ? './' : up}${encodePath(folder)}`;
}
