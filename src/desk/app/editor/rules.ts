import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from '@tiptap/pm/inputrules';
import type { Attrs, MarkType, NodeType, Schema } from '@tiptap/pm/model';
import type { EditorState, Plugin, Transaction } from '@tiptap/pm/state';
import { TextSelection } from '@tiptap/pm/state';
import { cleanHref } from '#body';
import { typeset, typographyOf } from './typography.ts';

type Named = Record<string, NodeType>;

function inCode(state: EditorState): boolean {
  const { $from } = state.selection;
  return $from.marks().some((mark) => mark.type.name === 'code');
}

/** The language of the words at the caret. */
export function languageAt(state: EditorState, storyLang: string): string {
  const marks = state.storedMarks ?? state.selection.$from.marks();
  const lang: unknown = marks.find((mark) => mark.type.name === 'language')?.attrs['lang'];
  return typeof lang === 'string' ? lang : storyLang;
}

/**
 * The text of a match, put where it was typed: a keyboard may write several signs at once, and none of them stands in
 * the text yet. Null where the typing was not at the selection.
 */
function typedIn(
  state: EditorState,
  match: RegExpMatchArray,
  start: number,
  end: number,
): Transaction | null {
  const { selection } = state;
  if (selection.to !== end || !selection.$from.sameParent(selection.$to)) return null;
  const typed = match[0].slice(selection.from - start);
  return typed === '' ? state.tr : state.tr.insertText(typed, selection.from, end);
}

function typographyRule(storyLang: () => string): InputRule {
  return new InputRule(/[\s\S]*["'\-—. ]$/, (state, match, start, end) => {
    if (inCode(state)) return null;
    const whole = match[0];
    const typography = typographyOf(languageAt(state, storyLang()));
    const setting = typeset(whole.slice(0, -1), whole.slice(-1), typography);
    const tr = setting === null ? null : typedIn(state, match, start, end);
    if (setting === null || tr === null) return null;
    const last = start + whole.length;
    return tr.insertText(setting.text, last - 1 - setting.back, last);
  });
}

/** `**words**` and its like: the signs go, the words between them get the mark. */
function markRule(
  pattern: RegExp,
  type: MarkType,
  attrsOf?: (match: RegExpMatchArray) => Attrs | null,
): InputRule {
  return new InputRule(pattern, (state, match, start, end) => {
    const words = match[1] ?? '';
    if (inCode(state) || words === '' || !state.doc.resolve(start).parent.type.allowsMarkType(type)) {
      return null;
    }
    const attrs = attrsOf?.(match) ?? null;
    const tr = attrsOf !== undefined && attrs === null ? null : typedIn(state, match, start, end);
    if (tr === null) return null;
    const from = start + match[0].indexOf(words);
    tr.delete(from + words.length, start + match[0].length).delete(start, from);
    return tr.addMark(start, start + words.length, type.create(attrs)).removeStoredMark(type);
  });
}

function linkOf(match: RegExpMatchArray): Attrs | null {
  const href = cleanHref(match[2] ?? '');
  return href === null ? null : { href };
}

function dividerRule({ divider, paragraph }: Named): InputRule {
  return new InputRule(/^(?:---|—-|___|\*\*\*)$/, (state, _match, start, end) => {
    const $start = state.doc.resolve(start);
    if (divider === undefined || paragraph === undefined || $start.parent.type !== paragraph) return null;
    // Words after the signs are no part of a divider.
    if (end !== $start.end()) return null;
    const index = $start.index(-1);
    if (!$start.node(-1).canReplaceWith(index, index + 1, divider)) return null;
    const tr = state.tr.replaceWith($start.before(), $start.after(), [divider.create(), paragraph.create()]);
    return withCaret(tr, $start.before() + 2);
  });
}

function withCaret(tr: Transaction, position: number): Transaction {
  return tr.setSelection(TextSelection.create(tr.doc, position));
}

/** Rules that act while someone types: Markdown's signs, and the signs of the language's own typesetting. */
export function typingRules(schema: Schema, storyLang: () => string): Plugin {
  const nodes: Named = schema.nodes;
  const marks: Record<string, MarkType> = schema.marks;
  const need = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('The schema lacks what a typing rule needs');
    return value;
  };
  const rules = [
    textblockTypeInputRule(/^(#{1,4})\s$/, need(nodes['heading']), ([, signs = '']) => ({
      level: Math.max(2, signs.length),
    })),
    wrappingInputRule(/^\s*([-+*])\s$/, need(nodes['bulletList'])),
    wrappingInputRule(
      /^(\d{1,6})[.)]\s$/,
      need(nodes['orderedList']),
      ([, number]) => ({ start: Number(number) }),
      ([, number], list) => list.childCount + Number(list.attrs['start']) === Number(number),
    ),
    wrappingInputRule(/^\s*>\s$/, need(nodes['blockQuote'])),
    textblockTypeInputRule(
      /^```([A-Za-z0-9+#._-]{0,40})\s$/,
      need(nodes['codeBlock']),
      ([, language = '']) => ({
        language,
      }),
    ),
    dividerRule(nodes),
    markRule(/(?<![*\\])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*$/, need(marks['bold'])),
    markRule(/(?<![\p{L}\p{N}*\\])\*([^\s*](?:[^*]*[^\s*])?)\*$/u, need(marks['italic'])),
    markRule(/(?<![\p{L}\p{N}_\\])_([^\s_](?:[^_]*[^\s_])?)_$/u, need(marks['italic'])),
    markRule(/~~([^\s~](?:[^~]*[^\s~])?)~~$/, need(marks['strike'])),
    markRule(/(?<!`)`([^`\s](?:[^`]*[^`\s])?)`$/, need(marks['code'])),
    markRule(/(?<!!)\[([^[\]]+)\]\(([^()\s]+)\)$/, need(marks['link']), linkOf),
    typographyRule(storyLang),
  ];
  return inputRules({ rules });
}
