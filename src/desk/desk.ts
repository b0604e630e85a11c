/** The staff's web app: its API under `/api`, and the app that a browser loads. */
import type { Desk, DeskOptions } from './options.ts';

export type { DeskApi } from './api/api.ts';
export type {
  Desk,
  DeskOptions,
  EditionRow,
  Happening,
  KeyState,
  Money,
  PressedEdition,
  Visitor,
} from './options.ts';
export {
  accountNamed,
  accountOf,
  addAccount,
  changeAccount,
  linkAddress,
  LINK_LIFE,
  listAccounts,
  makeLink,
} from './people.ts';
export type { Account, AccountRow, Link } from './people.ts';
export { addPageCounts } from './readers.ts';
export { ROLES } from './permissions.ts';
export type { Role } from './permissions.ts';
export { endSessions, listSessions, panic } from './sessions.ts';
export type { Session } from './sessions.ts';

/** Opens the desk. Nothing of it is loaded, and nothing read or written, before somebody comes. */
export function openDesk(options: DeskOptions): Desk {
  let working: Promise<Desk> | undefined;
  const start = async (): Promise<Desk> => {
    const { startDesk } = await import('./start.ts');
    return startDesk(options);
  };
  return {
    fetch: async (request, visitor) => (await (working ??= start())).fetch(request, visitor),
    close: async () => (await working)?.close(),
  };
}

const MEGABYTE = 1_000_000;

/** Bytes that a request may carry, and milliseconds that it may take to bring them. */
export function requestLimits(method: string, path: string): { bytes: number; ms: number } {
  if (method === 'POST' && path === '/api/media') return { bytes: 210 * MEGABYTE, ms: 900_000 };
  if (method === 'POST' && path === '/api/money/statements') return { bytes: 64 * MEGABYTE, ms: 300_000 };
  if (method === 'POST' && path === '/api/imports') return { bytes: 8_000 * MEGABYTE, ms: 7_200_000 };
  return { bytes: 4 * MEGABYTE, ms: 30_000 };
}
