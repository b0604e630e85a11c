import { EditionError } from './error.ts';

/** Standard base64 with padding, of a few bytes. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @throws EditionError `malformed` unless the text is base64 in its one proper spelling */
export function fromBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text);
  } catch (cause) {
    throw new EditionError('malformed', 'Text is not base64', { cause });
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  // atob also takes spaces, missing padding and bits that are left over.
  if (toBase64(bytes) !== text) throw new EditionError('malformed', 'Text is not base64 in its proper form');
  return bytes;
}
