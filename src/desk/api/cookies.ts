import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SESSION_LIFE } from '../sessions.ts';

const NAMES = { session: 'longwave-desk', pen: 'longwave-pen' } as const;
type Kind = keyof typeof NAMES;

/** Browsers take `__Host-` only over https, and then only from the host itself. */
const nameOf = (kind: Kind, secure: boolean): string => `${secure ? '__Host-' : ''}${NAMES[kind]}`;

const settings = (secure: boolean) => ({ httpOnly: true, sameSite: 'Strict', path: '/', secure }) as const;

/** @param secure whether people come by https */
export const readCookie = (c: Context, kind: Kind, secure: boolean): string | null =>
  getCookie(c, nameOf(kind, secure)) ?? null;

export function giveCookie(c: Context, kind: Kind, value: string, secure: boolean): void {
  const maxAge = kind === 'pen' ? 400 * 86_400 : SESSION_LIFE / 1000;
  setCookie(c, nameOf(kind, secure), value, { ...settings(secure), maxAge });
}

export function takeCookie(c: Context, kind: Kind, secure: boolean): void {
  deleteCookie(c, nameOf(kind, secure), settings(secure));
}
