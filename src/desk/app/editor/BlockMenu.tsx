import { useEditorState } from '@tiptap/react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { slashOf } from './block-menu.ts';
import type { MenuKeys } from './block-menu.ts';
import { offersFor } from './blocks.ts';
import type { Offer } from './blocks.ts';
import { useEditorParts } from './context.ts';
import classes from './BlockMenu.module.css';

/** The blocks that a `/` at the start of a line offers. `keys` gives the editor the keys of the open menu. */
export function BlockMenu({ keys }: { keys: { current: MenuKeys } }) {
  const { editor, words, ask, run } = useEditorParts();
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const slash = useEditorState({ editor, selector: ({ editor: at }) => slashOf(at.state) });
  const query = slash?.query ?? null;
  const offers = query === null ? [] : offersFor(query, words);
  useEffect(() => setIndex(0), [query]);
  const take = (offer: Offer) => {
    const at = slashOf(editor.state);
    if (at === null) return;
    editor.view.dispatch(editor.state.tr.delete(at.from, at.to));
    if ('ask' in offer) ask(offer.ask);
    else run(offer.command);
  };
  keys.current = (name) => {
    if (offers.length === 0) return false;
    if (name === 'ArrowDown') setIndex((index + 1) % offers.length);
    else if (name === 'ArrowUp') setIndex((index + offers.length - 1) % offers.length);
    else {
      const chosen = offers[index];
      if (chosen !== undefined) take(chosen);
    }
    return true;
  };
  const open = slash !== null;
  const from = slash?.from ?? 0;
  useLayoutEffect(() => {
    const element = list.current;
    if (!open || element === null) return;
    const caret = editor.view.coordsAtPos(from);
    const around = element.offsetParent?.getBoundingClientRect();
    if (around === undefined) return;
    const below = caret.bottom + element.offsetHeight + 60 < globalThis.innerHeight;
    element.style.top = `${(below ? caret.bottom : caret.top - element.offsetHeight) - around.top}px`;
  }, [open, from, editor, offers.length]);
  useEffect(() => {
    const { dom } = editor.view;
    if (!open) return;
    dom.setAttribute('aria-controls', 'block-menu');
    dom.setAttribute('aria-activedescendant', `block-menu-${index}`);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
    return () => {
      dom.removeAttribute('aria-controls');
      dom.removeAttribute('aria-activedescendant');
    };
  }, [open, index, editor]);
  if (!open) return null;
  return (
    <ul
      ref={list}
      id="block-menu"
      className={classes['menu']}
      role="listbox"
      aria-label={words.menu.label}
      tabIndex={-1}
    >
      {offers.map((offer, at) => (
        <li
          key={offer.id}
          id={`block-menu-${at}`}
          role="option"
          aria-selected={at === index}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(offer)}
        >
          <span>{offer.name(words)}</span>
          <kbd dir="ltr">{offer.signs}</kbd>
        </li>
      ))}
      {offers.length === 0 && (
        <li role="option" aria-selected="false" aria-disabled="true">
          {words.menu.none}
        </li>
      )}
    </ul>
  );
}
