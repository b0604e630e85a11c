/** A medium as the editor shows it. */
export type KnownMedium = {
  id: string;
  kind: 'picture' | 'audio' | 'file';
  /** Name of the file, for people. */
  name: string;
  /** What the medium itself says, in the story's language. */
  alt: string;
  caption: string;
  credit: string;
  /** An address of bytes wide enough to look at; null where there is nothing to see. */
  preview: string | null;
};

export type MediaWords = { alt: string; caption: string; credit: string };

/** What the editor asks of the media library around it. */
export type EditorMedia = {
  /** Null: no such medium. */
  find: (id: string) => Promise<KnownMedium | null>;
  /**
   * Brings a file in. `onProgress` hears shares from 0 to 1.
   *
   * @throws Error whose message is fit for people, where the file was refused or the way broke
   */
  upload: (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<KnownMedium>;
  /** Keeps what was said of a medium. */
  describe: (id: string, words: MediaWords) => Promise<KnownMedium>;
  /** Lets a person choose from the library; null: they thought better of it. Without it there is no such button. */
  choose?: (kind: KnownMedium['kind']) => Promise<KnownMedium | null>;
};

export type WatchedMedia = EditorMedia & {
  /** Hears when something became known of a medium; gives the way to stop. */
  watch: (heard: () => void) => () => void;
};

/** Media that are asked for once, and whose pictures in the text hear of new words. `current` is asked at each use. */
export function watchedMedia(current: () => EditorMedia): WatchedMedia {
  const known = new Map<string, Promise<KnownMedium | null>>();
  const listeners = new Set<() => void>();
  const learn = (medium: KnownMedium): KnownMedium => {
    known.set(medium.id, Promise.resolve(medium));
    for (const heard of listeners) heard();
    return medium;
  };
  return {
    find(id) {
      const found = known.get(id) ?? current().find(id);
      known.set(id, found);
      found.catch(() => known.delete(id));
      return found;
    },
    upload: async (...given) => learn(await current().upload(...given)),
    describe: async (...given) => learn(await current().describe(...given)),
    async choose(kind) {
      const medium = (await current().choose?.(kind)) ?? null;
      return medium === null ? null : learn(medium);
    },
    watch(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
  };
}
