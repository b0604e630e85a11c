import { z } from 'zod';
import { APPEAL, type Appeal } from '#support';

/**
 * An appeal as it is written at the desk: variants by their names, so that two people who write different languages or
 * variants of it do not meet.
 */
export type AppealDraft = Omit<Appeal, 'variants'> & {
  variants: Record<string, Appeal['variants'][number]['texts']>;
};

export const draftOf = ({ variants, ...appeal }: Appeal): AppealDraft => ({
  ...appeal,
  variants: Object.fromEntries(variants.map(({ name, texts }) => [name, texts])),
});

/** What is written, before it is known to be an appeal. */
type Written = { variants?: unknown } & Record<string, unknown>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body of a request that saves one; its faults are those of `APPEAL`, by the names of the draft's fields. */
export const appealBody = z
  .looseObject({ base: z.looseObject({}).nullable().optional() })
  .transform(({ base, ...written }, context): { appeal: Appeal; base: object | null | undefined } => {
    const { variants, ...rest }: Written = written;
    const names = isRecord(variants) ? Object.keys(variants) : [];
    const list = isRecord(variants) ? names.map((name) => ({ name, texts: variants[name] })) : variants;
    const parsed = APPEAL.safeParse({ ...rest, variants: list });
    if (parsed.success) return { appeal: parsed.data, base };
    for (const { path, ...issue } of parsed.error.issues)
      context.issues.push({
        ...issue,
        path: pathInDraft(path, names),
        input: written,
      } as z.core.$ZodRawIssue);
    return z.NEVER;
  });

/** `variants.0.texts.en.button` is `variants.a.en.button` there. */
function pathInDraft([first, at, part, ...inner]: readonly PropertyKey[], names: readonly string[]) {
  const within = first === 'variants' && typeof at === 'number';
  const path = within
    ? [first, names[at], part === 'texts' ? undefined : part, ...inner]
    : [first, at, part, ...inner];
  return path.filter((one) => one !== undefined);
}
