import { createHash } from 'node:crypto';

/** The path of a shared file, whose name holds the hash of its bytes, so that a page always meets its own. */
export function hashedPath(name: string, extension: string, content: string): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return `assets/${name}-${hash}.${extension}`;
}
