import '@mantine/core/styles.css';
import '@mantine/core/styles/default-css-variables.css';
import './page.css';
import { DirectionProvider, MantineProvider, VisuallyHidden } from '@mantine/core';
import type { Editor } from '@tiptap/core';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { en } from '../../languages/editor/en.ts';
import { fa } from '../../languages/editor/fa.ts';
import { ru } from '../../languages/editor/ru.ts';
import { StoryEditor } from '../StoryEditor.tsx';
import type { PassageNote } from '../story-draft.ts';
import type { Harness } from './harness.ts';
import { harnessMedia } from './media.ts';
import { Others } from './Others.tsx';
import { storm } from './storm.ts';
import { bodies, notesOn } from './samples.ts';
import type { SampleName } from './samples.ts';

/*
 * A page that shows the editor alone, for tests in browsers and for the bench. It is part of no build that is shipped.
 * `?ui=fa&lang=fa&sample=everything&plan=400&upload=hold&scheme=dark`
 */

const query = new URLSearchParams(location.search);
const ui = query.get('ui') ?? 'en';
const lang = query.get('lang') ?? ui;
const words = { en, ru, fa }[ui] ?? en;
const scheme = query.get('scheme') === 'dark' ? 'dark' : 'light';
const direction = ui === 'fa' ? 'rtl' : 'ltr';
document.documentElement.lang = ui;
document.documentElement.dir = direction;

const sample = (query.get('sample') ?? 'empty') as SampleName;

function Page() {
  const [draft, setDraft] = useState(() => bodies(lang)[sample]());
  const [notes, setNotes] = useState<PassageNote[]>(() => (query.has('notes') ? notesOn(draft.body) : []));
  const [readOnly, setReadOnly] = useState(query.has('readonly'));
  const [media] = useState(() => harnessMedia(query.get('upload') ?? 'now'));
  const before = (window.harness as Harness | undefined)?.changes ?? 0;
  window.harness = {
    draft,
    changes: before,
    notes,
    set: (body) => setDraft((was) => ({ ...was, body })),
    readOnly: setReadOnly,
  };
  return (
    <StoryEditor
      draft={draft}
      lang={lang}
      readOnly={readOnly}
      words={words}
      plan={query.has('plan') ? Number(query.get('plan')) : null}
      notes={notes}
      onNote={async ({ id, anchor, text }) =>
        setNotes((all) => [...all, { id, anchor, text, author: 'Mira Sol', at: 0, resolved: false }])
      }
      onResolve={(id) =>
        setNotes((all) => all.map((note) => (note.id === id ? { ...note, resolved: true } : note)))
      }
      onChange={(next) => {
        window.harness.changes += 1;
        setDraft(next);
      }}
      media={media}
    />
  );
}

window.storm = (seed, steps) => {
  const dom = document.querySelector('.ProseMirror') as unknown as { editor: Editor };
  return storm(dom.editor, seed, steps);
};

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <DirectionProvider initialDirection={direction} detectDirection={false}>
      <MantineProvider withCssVariables={false} withGlobalClasses={false} forceColorScheme={scheme}>
        {query.has('others') ? (
          <Others lang={lang} words={words} />
        ) : (
          <main>
            <VisuallyHidden component="h1">Editor</VisuallyHidden>
            <Page />
          </main>
        )}
      </MantineProvider>
    </DirectionProvider>,
  );
}
