import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema, Seal, Store } from '#store';
import { z } from 'zod';
import { mailAddress } from './address.ts';
import { PostError } from './error.ts';

/** What a letter's entry is called in the outbox. */
export const MAIL = 'mail';
const ABOUT = 'letter';
const DAY = 86_400_000;

const line = z
  .string()
  .min(1)
  .max(2_000)
  // A line end in a header begins another header.
  .refine((text) => !/\p{Cc}/u.test(text), 'holds control characters');
const link = z.strictObject({ words: line, address: z.url({ protocol: /^https?$/ }).max(1_000) });

const schema = z.strictObject({
  /** What it is, for the sums that are kept: `reminder`, `receipt`. */
  kind: z.string().regex(/^[a-z]{1,12}$/),
  to: z.string().refine((text) => mailAddress(text) === text, 'is no address'),
  /** Of the words in it; gives its direction too. */
  lang: line,
  subject: line.max(200),
  paragraphs: z.array(line).min(1).max(50),
  /** Stands after the first paragraph. */
  link: link.nullable(),
  /** Where the reader takes back what the letter came for: GET shows a page, POST does it (RFC 8058). */
  undo: z
    .url({ protocol: /^https?$/ })
    .max(1_000)
    .nullable(),
});
/** Something to be sent to one reader, once. Plain text; no pictures, nothing that is fetched, no link that counts. */
export type Letter = z.infer<typeof schema>;

const kept = schema.extend({
  /** Of the message, the same at each attempt. */
  id: z.uuid(),
  /** Milliseconds since 1970: not tried any more after that. */
  until: z.number().int(),
});
export type KeptLetter = z.infer<typeof kept>;

/** @throws PostError `bad_letter`, without its words or its address */
function checked<T>(parser: z.ZodType<T>, value: unknown): T {
  const parsed = parser.safeParse(value);
  if (parsed.success) return parsed.data;
  const [fault] = parsed.error.issues;
  throw new PostError(
    'bad_letter',
    `"${fault?.path.join('.') ?? ''}" of the letter ${fault?.message ?? 'is wrong'}`,
  );
}

/**
 * Leaves a letter to be sent, sealed, as part of the transaction that it is called in.
 *
 * @param at milliseconds since 1970
 * @param key to take it back by while it waits; says nothing of who it is to
 * @param days for which sending is tried. Default 5, as mail servers do
 */
export async function putLetter(
  { store, seal, at, days = 5, key }: { store: Store; seal: Seal; at: number; days?: number; key?: string },
  letter: Letter,
  db?: Kysely<Schema>,
): Promise<void> {
  const whole = { ...checked(schema, letter), id: randomUUID(), until: at + days * DAY };
  const payload = { sealed: seal.seal(JSON.stringify(whole), ABOUT) };
  await store.outbox.append(
    { kind: MAIL, payload, sendAt: at, ...(key !== undefined && { key }) },
    db ?? store.db,
  );
}

/** @throws StoreError `sealed`, PostError `bad_letter` */
export function openLetter(seal: Seal, payload: unknown): KeptLetter {
  const { sealed } = checked(z.object({ sealed: z.string() }), payload);
  return checked(kept, JSON.parse(seal.open(sealed, ABOUT)));
}
