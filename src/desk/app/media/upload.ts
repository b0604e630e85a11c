import { Trouble } from '../client.ts';
import type { Medium } from '../shapes.ts';

/** Brings one file into the library. A request of the older kind, because only that tells how far it is. Throws `Trouble`. */
export function uploadMedium(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Medium> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const about = new URLSearchParams({ name: file.name.slice(-300), type: file.type });
    request.open('POST', `/api/media?${about.toString()}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body = request.response as { media: Medium } | null;
      if (request.status >= 200 && request.status < 300 && body !== null) resolve(body.media);
      else reject(new Trouble(request.status, body));
    };
    request.onerror = () => reject(new Trouble(0, null));
    request.onabort = () => reject(signal.reason instanceof Error ? signal.reason : new Trouble(0, null));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Where bytes of a picture lie that are at least so wide. */
export const pictureAddress = (id: string, width: number): string =>
  `/media/${encodeURIComponent(id)}/${width}`;
