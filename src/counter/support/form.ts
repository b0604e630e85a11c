import { z } from 'zod';
import { parseDecimal, presetField, PURPOSES, RAILS, RHYTHMS, VISIBILITIES, digitsOf } from '#support';

/** Bytes that a form may have. */
const MOST = 16_384;

/** The fields of a form, each once; null for what is no form of ours. */
export async function readForm(request: Request): Promise<Map<string, string> | null> {
  const type = request.headers.get('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return null;
  const body = await readAtMost(request, MOST);
  if (body === null) return null;
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    // The first of a name, so that nothing that is put behind changes what was shown.
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

/** The bytes of a body; null where there are more. */
export async function readAtMost(request: Request, most: number): Promise<Buffer | null> {
  if (request.body === null) return Buffer.alloc(0);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

const wish = z.object({
  rail: z.enum(RAILS),
  rhythm: z.enum(RHYTHMS),
  currency: z.string().refine((code) => digitsOf(code) !== null),
  amount: z.string().max(20),
  own: z.string().max(20).default(''),
  cover: z.string().max(5).optional(),
  purpose: z.enum(PURPOSES).default('self'),
  visibility: z.enum(VISIBILITIES).default('private'),
  from: z
    .string()
    .regex(/^[a-z]{3,12}\.[A-Za-z0-9_-]{1,40}$/)
    .optional()
    .catch(undefined),
});

export type WishForm = Omit<z.infer<typeof wish>, 'amount' | 'own' | 'cover'> & {
  /** Minor units. */
  amount: number;
  cover: boolean;
};

/** What was chosen on the support page; null where something is missing that only somebody else's form leaves out. */
export function readWish(fields: Map<string, string>): WishForm | null {
  const preset = fields.get(presetField(fields.get('rhythm') ?? '', fields.get('currency') ?? ''));
  const parsed = wish.safeParse({ amount: preset, ...Object.fromEntries(fields) });
  if (!parsed.success) return null;
  const { amount, own, cover, ...rest } = parsed.data;
  const chosen = amount === 'own' || own.trim() !== '' ? readAmount(own, rest.currency) : readPreset(amount);
  return { ...rest, amount: chosen ?? Number.NaN, cover: cover !== undefined };
}

/** Minor units, as our own page writes them. */
const readPreset = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** Minor units of what somebody wrote: `5`, `5,50`, `۵`, `1 000`. Null for what is no amount. */
export function readAmount(text: string, currency: string): number | null {
  const plain = text
    .trim()
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll('٫', '.')
    .replaceAll(/[\s\u00a0\u202f٬'’]/g, '')
    .replaceAll(/^\p{Sc}|\p{Sc}$/gu, '');
  // One mark before one or two digits at the end divides; any other groups thousands.
  const divided = /^(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?$/.exec(plain);
  if (divided === null) return null;
  const [, whole = '', part = ''] = divided;
  return parseDecimal(`${whole.replaceAll(/[.,]/g, '')}${part === '' ? '' : `.${part}`}`, currency);
}
