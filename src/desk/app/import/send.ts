import { Trouble } from '../client.ts';

/** Brings an archive to the server; tells how far it is. Returns its id. Throws `Trouble`. */
export function sendArchive(
  archive: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/imports?name=${encodeURIComponent(name)}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const body = request.response as { upload: string } | null;
      if (request.status === 201 && body !== null) resolve(body.upload);
      else reject(new Trouble(request.status, body));
    };
    request.onerror = () => reject(new Trouble(0, null));
    request.onabort = () => reject(signal.reason instanceof Error ? signal.reason : new Trouble(0, null));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(archive);
  });
}
