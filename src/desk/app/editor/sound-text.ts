import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import type { Transaction } from '@tiptap/pm/state';
import { ReplaceStep } from '@tiptap/pm/transform';
import { cleanLine, cleanLines } from '#body';
import { changedTextBlocks } from './changed.ts';

type Flaw = { from: number; to: number; text: string };

/** Signs that no body may hold: control characters, halves of a pair; in a line of words, tabs and line ends. */
function flawsIn(block: Node, position: number): Flaw[] {
  const clean = block.type.spec.code === true ? cleanLines : cleanLine;
  const flaws: Flaw[] = [];
  block.forEach((child, offset) => {
    const text = child.text ?? '';
    if (clean(text) === text) return;
    let at = position + 1 + offset;
    for (const sign of text) {
      const sound = clean(sign);
      if (sound !== sign) flaws.push({ from: at, to: at + sign.length, text: sound });
      at += sign.length;
    }
  });
  return flaws;
}

const FIRST_HALF = /^[\ud800-\udbff]$/;

/** Firefox types an emoji in two halves, one after the other: the first of them waits for the second. */
function isWaiting(transactions: readonly Transaction[]): boolean {
  return transactions.some((one) =>
    one.steps.some(
      (step) => step instanceof ReplaceStep && FIRST_HALF.test(step.slice.content.firstChild?.text ?? ''),
    ),
  );
}

/** Takes out of what was just written what a body may not hold. */
export function soundText(): Plugin<boolean> {
  const key = new PluginKey<boolean>('soundText');
  return new Plugin<boolean>({
    key,
    state: {
      init: () => false,
      apply: (tr) => isWaiting([tr]),
    },
    appendTransaction(transactions, before, state) {
      const waited = key.getState(before) === true;
      if (isWaiting(transactions)) return null;
      if (!waited && !transactions.some((one) => one.docChanged)) return null;
      const flaws: Flaw[] = [];
      const { $head } = before.selection;
      // Whatever came instead of the second half, the block of the first is looked at again.
      if (waited && $head.parent.isTextblock && state.doc.nodeAt($head.before()) === $head.parent) {
        flaws.push(...flawsIn($head.parent, $head.before()));
      }
      changedTextBlocks(before.doc, state.doc, (block, position) => flaws.push(...flawsIn(block, position)));
      if (flaws.length === 0) return null;
      const tr = state.tr;
      for (const { from, to, text } of flaws.toReversed()) {
        if (text === '') tr.delete(from, to);
        else tr.insertText(text, from, to);
      }
      return tr;
    },
  });
}
