import { createHash } from 'node:crypto';
import { withoutTags } from './audio-tags.ts';
import { reason, refused } from './refusal.ts';
import { agrees, extensionOf, sniff } from './sniff.ts';
import type { Sniffed } from './sniff.ts';
import type { MediaId, Refused } from './types.ts';

/** What a file is kept as. */
export type FileContent = {
  ok: true;
  id: MediaId;
  kind: 'file' | 'audio';
  type: string;
  extension: string;
  /** The bytes to be kept: of a sound without its tags. */
  clean: Uint8Array;
  /** Of `clean`. */
  sha256: string;
  warnings: string[];
};

const TYPES: Partial<Record<Sniffed, { kind: 'file' | 'audio'; type: string; extension: string }>> = {
  pdf: { kind: 'file', type: 'application/pdf', extension: 'pdf' },
  text: { kind: 'file', type: 'text/plain; charset=utf-8', extension: 'txt' },
  mp3: { kind: 'audio', type: 'audio/mpeg', extension: 'mp3' },
  m4a: { kind: 'audio', type: 'audio/mp4', extension: 'm4a' },
  wav: { kind: 'audio', type: 'audio/wav', extension: 'wav' },
  flac: { kind: 'audio', type: 'audio/flac', extension: 'flac' },
};

/**
 * Says what the bytes are and takes the tags out of sounds. It holds up its thread, for a large file for a second.
 * Refused with: `type`, `extension`, `damaged`.
 */
export function readContent(name: string, bytes: Uint8Array): FileContent | Refused {
  const content = sniff(bytes);
  const type = TYPES[content];
  if (!type) {
    return refused(
      reason('type', `"${name}" is of a type that is not kept; save it as PDF, text, CSV or MP3`),
    );
  }
  if (!agrees(name, content)) {
    return refused(reason('extension', `"${name}" is in truth a ${content.toUpperCase()} file; rename it`));
  }
  const clean = type.kind === 'audio' ? withoutTags(bytes, content) : bytes;
  if (!clean) return refused(reason('damaged', `"${name}" is damaged or cut off; send the whole file again`));
  const csv = content === 'text' && extensionOf(name) === 'csv';
  const kept = csv ? { ...type, type: 'text/csv; charset=utf-8', extension: 'csv' } : type;
  const whole = sha256(bytes);
  return {
    ok: true,
    ...kept,
    id: whole.slice(0, 32) as MediaId,
    clean,
    sha256: clean === bytes ? whole : sha256(clean),
    warnings: content === 'pdf' ? pdfWarnings(bytes) : [],
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function pdfWarnings(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return /\/(Author|Creator)\s*[(<]|<(dc:creator|pdf:Author)|\/Metadata\s+\d/.test(text)
    ? ['The PDF says who made it; export it again without its properties if that must not be known']
    : [];
}
