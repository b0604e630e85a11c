import { cleanBody, settle, withIds } from '#body';
import type { Block, MediaRef } from '#body';
import type { LooseBody } from './incoming.ts';

/** Reduced blocks as a body that can be made once its media are known. */
export function looseBody(blocks: readonly Block[], refs: readonly MediaRef[]): LooseBody {
  return {
    refs,
    build: ({ found, base, random }) => withIds(cleanBody(settle(blocks, refs, found)), base, random),
  };
}
