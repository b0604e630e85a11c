import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey, TextSelection } from '@tiptap/pm/state';
import type { EditorState, Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import type { EditorView } from '@tiptap/pm/view';

export type Query = { text: string; matchCase: boolean; wholeWord: boolean };
export type Match = { from: number; to: number };
export type Finding = { query: Query | null; matches: Match[]; current: number };

type Marked = { query: Query | null; set: DecorationSet; current: number };

const NOTHING: Marked = { query: null, set: DecorationSet.empty, current: -1 };

/** Signs that someone who looks for a word does not mean to tell apart. Each is one unit long, so places stay. */
const ALIKE = new Map<string, string>([
  ...Array.from('“”„‟«»', (sign): [string, string] => [sign, '"']),
  ...Array.from('‘’‚‛', (sign): [string, string] => [sign, "'"]),
  ...Array.from('–—‑‐−', (sign): [string, string] => [sign, '-']),
  ...Array.from('\u00a0\u2009\u202f', (sign): [string, string] => [sign, ' ']),
  ['ё', 'е'],
  ['ي', 'ی'],
  ['ى', 'ی'],
  ['ك', 'ک'],
]);

function folded(text: string, matchCase: boolean): string {
  if (matchCase) return text;
  let out = '';
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charAt(index);
    const lower = sign.toLowerCase();
    const same = lower.length === 1 ? lower : sign;
    out += ALIKE.get(same) ?? same;
  }
  return out;
}

const LETTER = /[\p{L}\p{M}\p{N}_\u200c]/u;

function standsAlone(text: string, from: number, to: number): boolean {
  const before = /[\s\S]$/u.exec(text.slice(Math.max(0, from - 2), from))?.[0] ?? '';
  const after = /^[\s\S]/u.exec(text.slice(to, to + 2))?.[0] ?? '';
  return !LETTER.test(before) && !LETTER.test(after);
}

/** Every place of a text, block by block, none overlapping the one before. */
export function placesIn(doc: Node, query: Query): Match[] {
  const wanted = folded(query.text, query.matchCase);
  const found: Match[] = [];
  if (wanted === '') return found;
  doc.descendants((block, position) => {
    if (!block.isTextblock) return true;
    const text = block.textBetween(0, block.content.size, '\ufffc', '\ufffc');
    const within = folded(text, query.matchCase);
    let at = within.indexOf(wanted);
    while (at !== -1) {
      const end = at + wanted.length;
      const counts = !query.wholeWord || standsAlone(text, at, end);
      if (counts) found.push({ from: position + 1 + at, to: position + 1 + end });
      at = within.indexOf(wanted, counts ? end : at + 1);
    }
    return false;
  });
  return found;
}

type Act = { find: Query | null } | { go: number };
const key = new PluginKey<Marked>('find');

export function findingOf(state: EditorState): Finding {
  const { query, set, current } = key.getState(state) ?? NOTHING;
  return { query, current, matches: set.find().toSorted((a, b) => a.from - b.from) };
}

function marked(doc: Node, matches: readonly Match[], current: number): DecorationSet {
  return DecorationSet.create(
    doc,
    matches.map(({ from, to }, index) =>
      Decoration.inline(from, to, { class: index === current ? 'found current' : 'found' }),
    ),
  );
}

/**
 * Marks what is looked for. While someone writes, the marks move with the text; the part that shows them looks again
 * when the keys rest.
 */
export function finding(): Plugin<Marked> {
  return new Plugin<Marked>({
    key,
    state: {
      init: () => NOTHING,
      apply(tr, before) {
        const act = tr.getMeta(key) as Act | undefined;
        if (act !== undefined && 'find' in act) {
          if (act.find === null || act.find.text === '') return { ...NOTHING, query: act.find };
          const matches = placesIn(tr.doc, act.find);
          const next = matches.findIndex((match) => match.from >= tr.selection.from);
          const current = next === -1 && matches.length > 0 ? 0 : next;
          return { query: act.find, set: marked(tr.doc, matches, current), current };
        }
        if (act !== undefined) {
          const matches = before.set.find().toSorted((a, b) => a.from - b.from);
          return { ...before, set: marked(tr.doc, matches, act.go), current: act.go };
        }
        return tr.docChanged ? { ...before, set: before.set.map(tr.mapping, tr.doc) } : before;
      },
    },
    props: { decorations: (state) => key.getState(state)?.set },
  });
}

export function look(view: EditorView, query: Query | null): void {
  view.dispatch(view.state.tr.setMeta(key, { find: query } satisfies Act).setMeta('addToHistory', false));
}

/** Goes to the next place, or the one before, and round at the ends. */
export function goTo(view: EditorView, by: 1 | -1): void {
  const { matches, current } = findingOf(view.state);
  if (matches.length === 0) return;
  const next = (current + by + matches.length) % matches.length;
  select(view, view.state.tr.setMeta(key, { go: next } satisfies Act), matches[next]);
}

function select(view: EditorView, tr: Transaction, match: Match | undefined): void {
  if (match === undefined) return;
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, match.from, match.to)).scrollIntoView());
}

/** Puts words in the place of the current match, or of all, in one step of undoing. Gives how many. */
export function replaceFound(view: EditorView, words: string, all: boolean): number {
  const { query, matches, current } = findingOf(view.state);
  const chosen = all ? matches : matches.slice(Math.max(0, current), Math.max(0, current) + 1);
  const tr = view.state.tr;
  for (const { from, to } of chosen.toReversed()) {
    if (words === '') tr.delete(from, to);
    else tr.insertText(words, from, to);
  }
  if (chosen.length === 0) return 0;
  const [first] = chosen;
  if (!all && first !== undefined) {
    tr.setSelection(TextSelection.create(tr.doc, first.from + words.length));
  }
  view.dispatch(tr.setMeta(key, { find: query } satisfies Act));
  if (!all) {
    const { matches: left, current: next } = findingOf(view.state);
    select(view, view.state.tr, left[next]);
  }
  return chosen.length;
}
