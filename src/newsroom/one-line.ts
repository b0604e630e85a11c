/** Overrides, embeddings and isolates of direction: in a list of headlines they would turn what stands beside them. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/** Nothing of it can be seen: spaces, controls, marks of direction, joiners without letters. */
const UNSEEN = /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]*$/u;

/**
 * A field of one line as it is kept: without the characters that turn the direction of other text, whose letters all
 * stay, and empty where nothing of it can be seen. The joiners and marks that Persian is written with stay.
 */
export function oneLine(text: string): string {
  return UNSEEN.test(text) ? '' : text.replace(TURNING, '');
}
