import type { Kind } from '../destination.ts';
import type { MirrorKind } from '../mirrors.ts';

/** Loads a kind of destination, with its library, only where there is such a mirror. */
export async function kindOf(kind: MirrorKind): Promise<Kind> {
  switch (kind) {
    case 'folder':
      return (await import('./folder.ts')).folder;
    case 's3':
      return (await import('./s3.ts')).s3;
    case 'sftp':
      return (await import('./sftp.ts')).sftp;
    case 'rclone':
      return (await import('./rclone.ts')).rclone;
  }
}
