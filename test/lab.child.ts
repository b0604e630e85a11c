import { openLab } from '#reach';

/* Builds the censor lab and stays until it is killed. */

await openLab();
process.send?.('built');
