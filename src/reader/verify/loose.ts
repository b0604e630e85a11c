import type { Answer } from './answer.ts';
import type { Desk } from './desk.ts';
import { hashOf } from './desk.ts';

const LARGEST = 64 << 20;

/** The answer to a file that carries no proof: it can only be compared with what this copy of the site has. */
export async function answerLoose(desk: Desk, file: File, path: string): Promise<Answer> {
  const { data, say } = desk;
  const { words } = data;
  const plain = { what: path, tone: 'unknown' as const, heading: words.verdicts.unknown };
  const { newest } = await desk.here();
  if (newest === null || file.size > LARGEST) return { ...plain, lines: [words.looseUnknown] };
  const bytes = await file.arrayBuffer();
  const hash = await hashOf(bytes);
  let known = false;
  for (const candidate of candidates(path, bytes, desk)) {
    const entry = await newest.entry(candidate).catch(() => null);
    if (entry === null) continue;
    known = true;
    if (entry.raw !== hash) continue;
    const { number: edition, published } = newest.record;
    return {
      what: path,
      tone: newest.expired.length > 0 ? 'expired' : 'authentic',
      heading: words.verdicts[newest.expired.length > 0 ? 'expired' : 'authentic'],
      lines: [
        say(words.looseFound, { path: candidate }),
        say(words.part, { edition, published: new Date(published) }),
        ...(newest.expired.length > 0
          ? [say(words.expired, { confirmed: new Date(newest.confirmedAt) })]
          : []),
        ...(data.sample ? [words.sample] : []),
      ],
    };
  }
  return { ...plain, lines: [known ? words.looseChanged : words.looseUnknown] };
}

/** Paths that a file may have: as it lay, less and less of what is above it, and the address that a page names itself. */
function candidates(path: string, bytes: ArrayBuffer, { data }: Desk): string[] {
  const names = path.split('/');
  const own = names.map((_, at) => names.slice(at).join('/'));
  const text = new TextDecoder().decode(bytes.slice(0, 65_536));
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(text)?.[1] ?? '';
  const address = data.addresses.find((one) => canonical.startsWith(`${one}/`));
  if (address === undefined) return own;
  const named = decodeURIComponent(canonical.slice(address.length + 1));
  return [named === '' || named.endsWith('/') ? `${named}index.html` : named, ...own];
}
