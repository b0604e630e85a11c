import { said } from '#edition';

/*
 * Stands in for Ed25519 in JavaScript, which other programs load when they need it. A worker may only ask for scripts
 * while it is installed, and the first check of a signature falls into that time; after that the browser keeps the script
 * with the worker.
 */

export type Verify = (
  signature: Uint8Array,
  message: Uint8Array,
  key: Uint8Array,
  options: { zip215: boolean },
) => Promise<boolean>;

declare const LONGWAVE: { fallback: string };
declare const self: { LONGWAVE_VERIFY?: Verify };
declare function importScripts(address: string): void;

const verifyAsync: Verify = (...given) => {
  if (self.LONGWAVE_VERIFY === undefined) importScripts(LONGWAVE.fallback);
  if (self.LONGWAVE_VERIFY === undefined) throw new Error(said`"${LONGWAVE.fallback}" brings no Ed25519`);
  return self.LONGWAVE_VERIFY(...given);
};

export const javascript = () => Promise.resolve({ verifyAsync });
