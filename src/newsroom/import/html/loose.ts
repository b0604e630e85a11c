import { withIds } from '#body';
import type { Block } from '#body';
import type { LooseBody } from '../incoming.ts';
import { cleanBody } from './clean.ts';
import type { MediaRef } from './flow.ts';
import { settle } from './settle.ts';

/** Reduced blocks as a body that can be made once its media are known. */
export function looseBody(blocks: readonly Block[], refs: readonly MediaRef[]): LooseBody {
  return {
    refs,
    build: ({ found, base, random }) => withIds(cleanBody(settle(blocks, refs, found)), base, random),
  };
}
