import { saveStory } from '#edition';
import type { Answer } from './answer.ts';
import type { Desk } from './desk.ts';
import { fetchAt } from './mirror.ts';

/** Fetches a story, checks it, and offers it as one file. */
export async function answerSave(desk: Desk, path: string): Promise<Answer> {
  const { anchor, base, data, say } = desk;
  const { words } = data;
  const plain = { what: path, tone: 'unknown' as const, heading: words.saveHeading };
  if (!/^https?:/.test(base)) return { ...plain, lines: [words.saveOffline] };
  try {
    const story = await saveStory({ path, anchor, fetch: fetchAt(base), now: Date.now });
    const file = new Blob([new Uint8Array(story.bytes)], { type: 'text/html' });
    const { held, all } = story.pictures;
    return {
      ...plain,
      lines: [
        say(words.saved, { headline: story.facts.headline, size: Math.ceil(story.bytes.length / 1000) }),
        ...(all > 0 ? [say(words.pictures, { held, all })] : []),
      ],
      link: {
        label: words.download,
        address: URL.createObjectURL(file),
        download: path.slice(path.lastIndexOf('/') + 1),
      },
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...plain, lines: [say(words.saveFailed, { why })] };
  }
}
