import { createHash, randomBytes } from 'node:crypto';

/** 256 bits for a link or a cookie. Chance that tests may steer is never good enough for these. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** The form that `newSecret` gives; anything else is not looked up. */
export const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

/** 16 letters and digits that name something and open nothing. */
export const newName = (): string => randomBytes(8).toString('hex');
