import type { Note } from '#newsroom';
import type { NoteView } from '#reader';

/** A correction, an update or a withdrawal as pages show it. */
export function noteView({ kind, at, text, before, after }: Note): NoteView {
  return { kind, at, text, before, after };
}
