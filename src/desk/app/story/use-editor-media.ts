import { useEffect, useMemo, useRef, useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import type { EditorMedia } from '../editor/media.ts';
import { knownMedium } from '../media/known.ts';
import { uploadMedium } from '../media/upload.ts';
import { useTold } from '../shell/TroubleNote.tsx';

/** The media library as the editor of a story in some language uses it, and a way to wait until all of it has arrived. */
export function useEditorMedia(
  lang: string,
  choose: NonNullable<EditorMedia['choose']>,
): { media: EditorMedia; settled: () => Promise<void> } {
  const says = useTold();
  const tell = useRef(says);
  useEffect(() => void (tell.current = says), [says]);
  const [onTheirWay] = useState(() => new OnTheirWay());
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => onTheirWay.any && event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [onTheirWay]);
  const media = useMemo<EditorMedia>(
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
      upload: (file, onProgress, signal) =>
        onTheirWay.add(async () => {
          try {
            return knownMedium(await uploadMedium(file, onProgress, signal), lang);
          } catch (error) {
            // The editor shows it where the picture would stand.
            throw new Error(tell.current(error).join(' '), { cause: error });
          }
        }),
      describe: (id, { alt, caption, credit }) =>
        onTheirWay.add(async () => {
          // What is said in other languages stays.
          const { media: before } = await told(desk.media[':id'].$get({ param: { id } }));
          const alts = before.kind === 'picture' ? before.alts : {};
          const captions = before.kind === 'picture' ? before.captions : {};
          const json = { alts: { ...alts, [lang]: alt }, captions: { ...captions, [lang]: caption }, credit };
          const { media } = await told(desk.media[':id'].$patch({ param: { id }, json }));
          return knownMedium(media, lang);
        }),
      choose,
    }),
    [lang, choose, onTheirWay],
  );
  return { media, settled: () => onTheirWay.settled() };
}

/** Files and words about them that the server has not answered yet. */
class OnTheirWay {
  readonly #going = new Set<Promise<unknown>>();

  get any(): boolean {
    return this.#going.size > 0;
  }

  async add<Result>(work: () => Promise<Result>): Promise<Result> {
    const going = work();
    this.#going.add(going);
    try {
      return await going;
    } finally {
      this.#going.delete(going);
    }
  }

  async settled(): Promise<void> {
    while (this.any) {
      await Promise.allSettled(this.#going);
      // Words about a file are sent when it has arrived.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}
