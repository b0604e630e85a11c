import { VisuallyHidden } from '@mantine/core';
import { diffBodies } from '#body';
import type { Block } from '#body';
import type { EditorWords } from '../../languages/editor/en.ts';
import { Appearances } from '../Appearances.tsx';
import { StoryDiffView } from '../StoryDiffView.tsx';
import { bodies } from './samples.ts';

/** The parts that stand outside the editor, with something to show. */
export function Others({ lang, words }: { lang: string; words: EditorWords }) {
  const { headline, standfirst, summary, body } = bodies(lang).everything();
  const after = body.content.map((block): Block => {
    if (block.type !== 'pullQuote') return block;
    const [first] = block.content ?? [];
    const text = first?.type === 'text' ? first.text.split(' ').slice(2).join(' ') : '';
    return { ...block, content: [{ type: 'text', text: `${headline} ${text}` }] };
  });
  const [moved] = after.splice(1, 1);
  after.splice(3, 0, ...(moved === undefined ? [] : [moved]));
  after.splice(6, 1);
  after.push({ type: 'paragraph', attrs: { id: 'newblock' }, content: [{ type: 'text', text: standfirst }] });
  return (
    <main>
      <VisuallyHidden component="h1">Editor</VisuallyHidden>
      <Appearances
        headline={`${headline}. ${headline}. ${headline}`}
        kicker={words.fields.kicker}
        standfirst={standfirst}
        summary={`${summary} ${summary}`}
        lang={lang}
        site="The Sarn Wave"
        address="wave.example › 2026 › harbour-fees"
        picture={null}
        words={words.appearances}
      />
      <StoryDiffView
        lang={lang}
        words={words}
        diff={{
          fields: [
            { field: 'headline', before: `${headline} 1`, after: `${headline} 2` },
            { field: 'tags', before: ['ports'], after: ['ports', 'trade'] },
            { field: 'section', before: null, after: 'world' },
          ],
          body: diffBodies(body, { type: 'doc', content: after }),
        }}
      />
    </main>
  );
}
