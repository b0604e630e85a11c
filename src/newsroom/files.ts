import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { withoutTags } from './audio-tags.ts';
import { getMedia, isPicture } from './media.ts';
import { renditionFile, writeWhole } from './media-folder.ts';
import { insertMedium } from './new-medium.ts';
import { bytesOf } from './pictures.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { agrees, extensionOf, sniff } from './sniff.ts';
import type { Sniffed } from './sniff.ts';
import type { MediaFile, MediaId, Refused } from './types.ts';

export type NewFile = { name: string } & ({ bytes: Uint8Array } | { file: string });

/** `warnings` says what may name people in a file that is kept as it came. */
export type FileAdded = { ok: true; file: MediaFile; added: boolean; warnings: string[] };

export const FILE_LIMIT = 200_000_000;

const TYPES: Partial<Record<Sniffed, { kind: 'file' | 'audio'; type: string; extension: string }>> = {
  pdf: { kind: 'file', type: 'application/pdf', extension: 'pdf' },
  text: { kind: 'file', type: 'text/plain; charset=utf-8', extension: 'txt' },
  mp3: { kind: 'audio', type: 'audio/mpeg', extension: 'mp3' },
  m4a: { kind: 'audio', type: 'audio/mp4', extension: 'm4a' },
  wav: { kind: 'audio', type: 'audio/wav', extension: 'wav' },
  flac: { kind: 'audio', type: 'audio/flac', extension: 'flac' },
};

/**
 * Takes in a file (PDF, text, CSV) or a sound (MP3, M4A, WAV, FLAC), by content. Tags are cut out of sounds. A PDF
 * is kept as it is, with a warning when it names its author. Office documents are refused: they carry names and
 * earlier versions. Refused with: `empty`, `too_big` (200 MB), `type`, `extension`, `damaged`.
 */
export async function addFile(room: Room, value: NewFile): Promise<FileAdded | Refused> {
  const bytes = await bytesOf(value, FILE_LIMIT);
  if ('ok' in bytes) return bytes;
  const content = sniff(bytes);
  const type = TYPES[content];
  if (!type) {
    return refused(
      reason('type', `"${value.name}" is of a type that is not kept; save it as PDF, text, CSV or MP3`),
    );
  }
  if (!agrees(value.name, content)) {
    return refused(
      reason('extension', `"${value.name}" is in truth a ${content.toUpperCase()} file; rename it`),
    );
  }
  const clean = type.kind === 'audio' ? withoutTags(bytes, content) : bytes;
  if (!clean)
    return refused(reason('damaged', `"${value.name}" is damaged or cut off; send the whole file again`));

  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 32) as MediaId;
  const csv = content === 'text' && extensionOf(value.name) === 'csv';
  const kept = csv ? { ...type, type: 'text/csv; charset=utf-8', extension: 'csv' } : type;
  const warnings = content === 'pdf' ? pdfWarnings(bytes) : [];
  const [known] = await getMedia(room, [id]);
  if (known && !isPicture(known)) return { ok: true, file: known, added: false, warnings };
  await writeWhole(renditionFile(room.folder, id, 'original', 0), clean);
  const file: MediaFile = {
    id,
    kind: kept.kind,
    type: kept.type,
    name: plainName(value.name, kept.extension),
    bytes: clean.length,
    sha256: createHash('sha256').update(clean).digest('hex'),
  };
  await insertFile(room, file);
  return { ok: true, file, added: true, warnings };
}

async function insertFile(room: Room, file: MediaFile): Promise<void> {
  const { id, kind, type, name, bytes, sha256 } = file;
  const medium = { id, kind, type, name, width: null, height: null, bytes, state: 'ready' };
  const original = { media: id, width: 0, format: 'original', height: 0, bytes, sha256 };
  await write(room, (inside) => insertMedium(inside, medium, original));
}

/** A name that is safe on every disk and in every header, with the ending that the content has. */
export function plainName(name: string, extension: string): string {
  const stem = basename(name.replaceAll('\\', '/'))
    .replace(/\.[^.]*$/, '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  return `${Array.from(stem).slice(0, 80).join('') || 'file'}.${extension}`;
}

function pdfWarnings(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return /\/(Author|Creator)\s*[(<]|<(dc:creator|pdf:Author)|\/Metadata\s+\d/.test(text)
    ? ['The PDF says who made it; export it again without its properties if that must not be known']
    : [];
}
