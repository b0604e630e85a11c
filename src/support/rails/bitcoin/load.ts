/** The bitcoin rail, which a paper without one need not have in its memory. */
export const loadBitcoin = () => import('./bitcoin.ts');
