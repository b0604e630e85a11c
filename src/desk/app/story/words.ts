import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import type { EditorWords } from '../languages/editor/en.ts';
import type { StoryWords } from '../languages/story/en.ts';
import { useSpoken } from '../words.tsx';
import type { DeskLanguage } from '../words.tsx';

async function load(lang: DeskLanguage): Promise<{ story: StoryWords; editor: EditorWords }> {
  if (lang === 'ru') {
    const [story, editor] = await Promise.all([
      import('../languages/story/ru.ts'),
      import('../languages/editor/ru.ts'),
    ]);
    return { story: story.ru, editor: editor.ru };
  }
  if (lang === 'fa') {
    const [story, editor] = await Promise.all([
      import('../languages/story/fa.ts'),
      import('../languages/editor/fa.ts'),
    ]);
    return { story: story.fa, editor: editor.fa };
  }
  const [story, editor] = await Promise.all([
    import('../languages/story/en.ts'),
    import('../languages/editor/en.ts'),
  ]);
  return { story: story.en, editor: editor.en };
}

/** Words that only the pages of a story need; they come with them. */
export const storyWordsQuery = (lang: DeskLanguage) =>
  queryOptions({
    queryKey: ['words', 'story', lang],
    queryFn: () => load(lang),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

function useAll() {
  const { lang } = useSpoken();
  return useSuspenseQuery(storyWordsQuery(lang)).data;
}

export const useStoryWords = (): StoryWords => useAll().story;
export const useEditorWords = (): EditorWords => useAll().editor;
