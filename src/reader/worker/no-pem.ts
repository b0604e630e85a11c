/*
 * Stands in for the keys of other kinds than Ed25519, which any client of TUF knows and no edition has: their signatures
 * do not count.
 */

const never = (): Promise<boolean> => Promise.resolve(false);
export const isEcdsa = never;
export const isRsaPss = never;
