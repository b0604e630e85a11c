import type { MiddlewareHandler } from 'hono';
import { validator } from 'hono/validator';
import { z } from 'zod';
import { fieldFault } from '#newsroom';
import { DeskError } from './errors.ts';
import type { Env } from './parts.ts';

/** The body as JSON of this shape. */
export function json<S extends z.ZodType>(schema: S) {
  return validator('json', (value) => checked(schema, value)) as MiddlewareHandler<
    Env,
    string,
    { in: { json: z.input<S> }; out: { json: z.output<S> } }
  >;
}

/** The same for what may come without a body, which then says nothing. */
export function jsonIfAny<S extends z.ZodType>(schema: S) {
  const whole = json(schema);
  return (async (c, next) => {
    if ((await c.req.text()) !== '') return whole(c, next);
    c.req.addValidatedData('json', checked(schema, {}) as object);
    return next();
  }) as typeof whole;
}

/** What follows the question mark. */
export function query<S extends z.ZodType>(schema: S) {
  return validator('query', (value) => checked(schema, value)) as MiddlewareHandler<
    Env,
    string,
    { in: { query: z.input<S> }; out: { query: z.output<S> } }
  >;
}

/** The value as this shape has it. @throws DeskError `invalid`, with what is wrong with which field */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const found = issue?.path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  const what = field === '' ? 'The request' : `"${field}"`;
  throw new DeskError(422, 'invalid', `${what} cannot be used: ${issue?.message ?? 'look at its form'}`, {
    ...(field !== '' && { field }),
    ...(issue && { fault: fieldFault(issue, found) }),
  });
}

/** A whole number in an address. */
export const figure = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
export const text = (longest: number) => z.string().max(longest);
export const words = (longest: number) => z.string().trim().min(1).max(longest);
/** Ids, as addresses carry them: looked up and not trusted. */
export const id = z.string().min(1).max(128);
