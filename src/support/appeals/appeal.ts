import { z } from 'zod';
import { digitsOf } from '../ledger/currencies.ts';
import { minor } from '../ledger/minor.ts';

/** Where an appeal stands: above a story, after it, on fronts, in a newsletter. */
export const PLACEMENTS = ['strip', 'epic', 'banner', 'newsletter'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** Characters at most. A strip and an epic stand on every story, so they are held to what a slow phone can carry. */
export const LIMITS: Record<Placement, { heading: number; text: number; button: number }> = {
  strip: { heading: 0, text: 240, button: 32 },
  epic: { heading: 80, text: 700, button: 32 },
  banner: { heading: 80, text: 360, button: 32 },
  newsletter: { heading: 80, text: 700, button: 32 },
};

/** What stands between braces in a text and is filled in by the press. */
export const PLACES = ['paper', 'since', 'cost', 'floor', 'first'] as const;
export type PlaceName = (typeof PLACES)[number];

/** Every control character but the end of a line. */
const CONTROLS = /(?!\n)\p{Cc}/u;

const plain = z
  .string()
  .trim()
  .refine((text) => !CONTROLS.test(text), 'holds a character that nobody can see; type it again')
  .superRefine((text, context) => {
    for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g))
      if (!(PLACES as readonly string[]).includes(name))
        context.addIssue({
          code: 'custom',
          message: `names "{${name}}", which nothing fills in; use one of ${PLACES.map((place) => `{${place}}`).join(' ')}`,
        });
  });

const texts = z.strictObject({
  heading: plain,
  /** A sentence a line, a paragraph after an empty line. A sentence whose figure is not known is left out. */
  text: plain,
  button: plain,
});
/** What an appeal says in one language. */
export type AppealTexts = z.infer<typeof texts>;

const lang = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is no language tag');

const variant = z.strictObject({
  name: z.string().regex(/^[a-z0-9]{1,12}$/, 'has to be 1 to 12 small letters and digits'),
  texts: z.record(lang, texts),
});
export type AppealVariant = z.infer<typeof variant>;

const amounts = z
  .array(
    z
      .number()
      .int()
      .positive()
      .transform((value) => minor(value)),
  )
  .min(1, 'has to offer at least one amount')
  .max(6, 'has more than six amounts; nobody reads so many');

const currency = z
  .string()
  .refine((code) => digitsOf(code) !== null, 'is no currency; use a code of ISO 4217');

const time = z.number().int().nonnegative();

/** One of them; the whole setting is checked by `APPEALS`. */
export const APPEAL = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'has to be small letters and digits, with hyphens between')
      .max(27),
    placement: z.enum(PLACEMENTS),
    on: z.boolean(),
    /** Milliseconds since 1970, the first at which it stands; null: from now on. */
    from: time.nullable(),
    /** The first at which it stands no more; null: for good. */
    until: time.nullable(),
    /** Ids of sections; null: everywhere, also where a story has none. */
    sections: z.array(z.string().min(1).max(80)).min(1).max(50).nullable(),
    /** Amounts that it offers in place of those of the terms, by currency and rhythm. */
    presets: z.record(
      currency,
      z.strictObject({
        once: amounts.optional(),
        monthly: amounts.optional(),
        yearly: amounts.optional(),
      }),
    ),
    /** The first stands where no script runs; else the reader's device draws one. */
    variants: z
      .array(variant)
      .min(1, 'has to say something')
      .max(4, 'has more than four variants; so many are never told apart')
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names a variant twice'),
  })
  .superRefine((value, context) => {
    const { from, until, placement, variants } = value;
    if (from !== null && until !== null && until <= from)
      context.addIssue({ code: 'custom', path: ['until'], message: 'is not after the time it begins' });
    for (const [at, { texts: said }] of variants.entries())
      for (const [language, one] of Object.entries(said))
        for (const part of ['heading', 'text', 'button'] as const) {
          const path = ['variants', at, 'texts', language, part];
          const most = LIMITS[placement][part];
          if (Array.from(one[part]).length > most)
            context.addIssue({ code: 'custom', path, message: `is longer than ${most} characters` });
          if (one[part] === '' && part !== 'heading')
            context.addIssue({ code: 'custom', path, message: 'is empty' });
        }
  });
export type Appeal = z.infer<typeof APPEAL>;

export const APPEALS = z.strictObject({
  /** The off switch: while it is false none stands anywhere. */
  on: z.boolean(),
  /** The first that may stand at a place is the one that does. */
  appeals: z
    .array(APPEAL)
    .max(40, 'are more than forty')
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'name one twice'),
});
export type Appeals = z.infer<typeof APPEALS>;

/** What a link says of where it came from: `strip.a`, and of an appeal with a name of its own `strip.spring-a`. */
export const appealSource = ({ id, placement }: Pick<Appeal, 'id' | 'placement'>, variant: string): string =>
  `${placement}.${id === placement ? variant : `${id}-${variant}`}`;
