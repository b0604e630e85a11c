import { createHash } from 'node:crypto';
import type { Seal, Store } from '#store';
import { domainOf } from './address.ts';
import { addSum } from './sums.ts';

const ABOUT = 'bounce';
const MONTH = 31 * 86_400_000;

const codeOf = (seal: Seal, kind: string, nonce: string): string =>
  Buffer.from(seal.digest(`${kind}.${nonce}`, ABOUT), 'base64url')
    .toString('hex')
    .slice(0, 16);

/**
 * Where a server sends a letter back to: an address that tells of the letter's kind and of nobody, with a code that
 * nobody else can make. Letters and figures alone, since some servers lose capitals.
 */
export function bounceAddress(
  bounces: string | null,
  { seal, kind, id }: { seal: Seal; kind: string; id: string },
): string | null {
  if (bounces === null) return null;
  // Not the id itself, which is in the message that every server on the way keeps.
  const nonce = createHash('sha256').update(id).digest('hex').slice(0, 16);
  const local = bounces.slice(0, bounces.lastIndexOf('@'));
  return `${local}+${kind}.${nonce}.${codeOf(seal, kind, nonce)}@${domainOf(bounces)}`;
}

const CODE = /\+([a-z]{1,12})\.([0-9a-f]{16})\.([0-9a-f]{16})@/i;

export type Bounce =
  /** It will not arrive. `status` is that of RFC 3463, such as `5.1.1`. */
  | { kind: 'failed'; letter: string; code: string; status: string }
  /** A server still tries. */
  | { kind: 'delayed'; letter: string }
  /** An answer by a machine or a person, or nothing that we sent. */
  | { kind: 'other' };

/**
 * What a message says that came back.
 *
 * @param message as a mail server hands it over, header and body
 * @param to the address it came to, where the mail server tells; otherwise it is looked for in the header
 */
export function readBounce(seal: Seal, message: string, to?: string): Bounce {
  const text = message.replaceAll('\r\n', '\n');
  const end = text.indexOf('\n\n');
  const header = unfolded(end < 0 ? text : text.slice(0, end));
  const places = [to ?? '', ...fieldsOf(header, ['delivered-to', 'x-original-to', 'envelope-to', 'to'])];
  const [, kind = '', nonce = '', code = ''] = places.map((place) => CODE.exec(place)).find(Boolean) ?? [];
  const letter = kind.toLowerCase();
  if (code === '' || codeOf(seal, letter, nonce.toLowerCase()) !== code.toLowerCase())
    return { kind: 'other' };
  const report = reportOf(header, text.slice(end));
  if (report === null) return { kind: 'other' };
  const [action = ''] = fieldsOf(report, ['action']);
  const [status = ''] = fieldsOf(report, ['status']);
  if (/^failed\b/i.test(action))
    return {
      kind: 'failed',
      letter,
      code: code.toLowerCase(),
      status: /\d\.\d+\.\d+/.exec(status)?.[0] ?? '5.0.0',
    };
  return /^delayed\b/i.test(action) ? { kind: 'delayed', letter } : { kind: 'other' };
}

/** Counts a letter that will not arrive, once. @returns false where it was counted before */
export async function countBounce(
  store: Store,
  { letter, code, at }: { letter: string; code: string; at: number },
): Promise<boolean> {
  return store.transaction(async (db) => {
    await db
      .deleteFrom('post_bounce')
      .where('at', '<', at - MONTH)
      .execute();
    const row = { id: createHash('sha256').update(code).digest('hex'), at };
    const added = await db
      .insertInto('post_bounce')
      .values(row)
      .onConflict((same) => same.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (added === undefined) return false;
    await addSum(store, { kind: letter, what: 'bounced', at });
    return true;
  });
}

/** The part of a report (RFC 3464) that machines read; null where the message is none. */
function reportOf(header: string, body: string): string | null {
  const [type = ''] = fieldsOf(header, ['content-type']);
  if (!/^multipart\/report\b/i.test(type)) return null;
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return null;
  for (const part of body.split(`\n--${mark}`)) {
    const end = part.indexOf('\n\n');
    const [partType = ''] = fieldsOf(unfolded(part.slice(0, end)), ['content-type']);
    if (/^message\/(global-)?delivery-status\b/i.test(partType)) return unfolded(part.slice(end));
  }
  return null;
}

const unfolded = (header: string): string => header.replaceAll(/\n[ \t]+/g, ' ');

function fieldsOf(header: string, names: readonly string[]): string[] {
  const lines = header.split('\n');
  return names.flatMap((name) =>
    lines
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim()),
  );
}
