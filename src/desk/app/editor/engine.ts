import { Editor, Extension } from '@tiptap/core';
import { dropCursor } from '@tiptap/pm/dropcursor';
import { gapCursor } from '@tiptap/pm/gapcursor';
import { Plugin } from '@tiptap/pm/state';
import { tableEditing } from '@tiptap/pm/tables';
import type { NodeViewConstructor } from '@tiptap/pm/view';
import type { Doc } from '#body';
import { blockIds } from './block-ids.ts';
import { bodyExtensions } from './body-extensions.ts';
import { directionOf } from './direction.ts';
import { languageBlocks } from './language-blocks.ts';
import { keyBindings } from './keys.ts';
import type { Asks } from './keys.ts';
import { soundText } from './sound-text.ts';
import { typingRules } from './rules.ts';

export type EngineOptions = {
  body: Doc;
  lang: string;
  editable: boolean;
  /** Numbers from 0 up to, but not with, 1, for the ids of new blocks. */
  random: () => number;
  /** The name of the text field for those who cannot see it. */
  label: string;
  asks: Asks;
  /** Plugins of the parts around the text; the first is asked first. */
  plugins?: readonly Plugin[];
  nodeViews?: Record<string, NodeViewConstructor>;
  placeholder?: string;
};

/** A TipTap editor on the body's schema. `EditorContent` puts it on the page. */
export function createEditor(options: EngineOptions): Editor {
  const { lang } = options;
  const behaviour = Extension.create({
    name: 'behaviour',
    priority: 1000,
    addProseMirrorPlugins() {
      const rules = typingRules(this.editor.schema, () => lang);
      return [
        ...(options.plugins ?? []),
        new Plugin({ props: { nodeViews: options.nodeViews ?? {} } }),
        rules,
        ...keyBindings(options.asks),
        tableEditing(),
        soundText(),
        blockIds(options.random, [rules]),
        languageBlocks(),
        dropCursor({ color: false, class: 'drop-cursor' }),
        gapCursor(),
      ];
    },
  });
  return new Editor({
    content: options.body,
    editable: options.editable,
    extensions: [...bodyExtensions(), behaviour],
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    enableCoreExtensions: { keymap: false, delete: false, textDirection: false, paste: false, drop: false },
    editorProps: {
      attributes: {
        lang,
        dir: directionOf(lang),
        spellcheck: 'true',
        'aria-multiline': 'true',
        'aria-label': options.label,
        ...(options.placeholder === undefined
          ? {}
          : { 'aria-placeholder': options.placeholder, 'data-placeholder': options.placeholder }),
      },
    },
  });
}
