import { useEffect, useMemo, useRef } from 'react';
import { desk, told, Trouble } from '../client.ts';
import type { EditorMedia, KnownMedium } from '../editor/media.ts';
import { knownMedium } from '../media/known.ts';
import { uploadMedium } from '../media/upload.ts';
import { useTold } from '../shell/TroubleNote.tsx';

/** The media library as the editor of a story in some language uses it. */
export function useEditorMedia(lang: string, choose: NonNullable<EditorMedia['choose']>): EditorMedia {
  const says = useTold();
  const tell = useRef(says);
  useEffect(() => void (tell.current = says), [says]);
  return useMemo(
    () => ({
      find: async (id) => {
        try {
          const { media } = await told(desk.media[':id'].$get({ param: { id } }));
          return knownMedium(media, lang);
        } catch (error) {
          if (error instanceof Trouble && error.status === 404) return null;
          throw error;
        }
      },
      upload: async (file, onProgress, signal): Promise<KnownMedium> => {
        try {
          return knownMedium(await uploadMedium(file, onProgress, signal), lang);
        } catch (error) {
          // The editor shows it where the picture would stand.
          throw new Error(tell.current(error).join(' '), { cause: error });
        }
      },
      describe: async (id, { alt, caption, credit }) => {
        // What is said in other languages stays.
        const { media: before } = await told(desk.media[':id'].$get({ param: { id } }));
        const alts = before.kind === 'picture' ? before.alts : {};
        const captions = before.kind === 'picture' ? before.captions : {};
        const json = { alts: { ...alts, [lang]: alt }, captions: { ...captions, [lang]: caption }, credit };
        const { media } = await told(desk.media[':id'].$patch({ param: { id }, json }));
        return knownMedium(media, lang);
      },
      choose,
    }),
    [lang, choose],
  );
}
