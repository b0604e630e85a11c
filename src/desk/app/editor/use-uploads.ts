import type { EditorView } from '@tiptap/pm/view';
import { useCallback, useRef, useState } from 'react';
import type { WatchedMedia } from './media.ts';
import type { PictureOnItsWay } from './PictureWords.tsx';
import { joinGallery, startUpload } from './uploads.ts';
import type { UploadWords } from './uploads.ts';

/** Files on their way, and the pictures among them whose words are asked for, one after the other. */
export function useUploads(media: WatchedMedia, words: UploadWords) {
  const [queue, setQueue] = useState<readonly PictureOnItsWay[]>([]);
  const spoken = useRef(words);
  spoken.current = words;
  const take = useCallback(
    (view: EditorView, files: readonly File[], position: number, together = false) => {
      const arriving = files.map(
        (file) =>
          new Promise<string | null>((settle) => {
            startUpload({
              view,
              file,
              position,
              media,
              words: spoken.current,
              onStart: (upload) => {
                void upload.arrived.then((medium) => settle(medium?.id ?? null));
                if (file.type.startsWith('image/')) setQueue((before) => [...before, upload]);
              },
            });
          }),
      );
      if (together)
        void Promise.all(arriving).then((ids) =>
          joinGallery(
            view,
            ids.filter((id) => id !== null),
          ),
        );
    },
    [media],
  );
  const asked = useCallback(() => setQueue((before) => before.slice(1)), []);
  return { take, asking: queue[0] ?? null, asked };
}
