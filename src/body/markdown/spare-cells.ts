import type { MarkdownIt, StateBlock } from 'markdown-it';

/**
 * Keeps the words of cells beyond the columns of a table's head, which the specification of GitHub's tables drops:
 * they join the row's last cell.
 */
export function keepSpareCells(grammar: MarkdownIt): void {
  const { ruler } = grammar.block;
  const rule = ruler.__rules__[ruler.__find__('table')]?.fn;
  if (rule === undefined) throw new Error('markdown-it lacks the rule "table"');
  ruler.at(
    'table',
    (state, start, end, silent) => {
      const first = state.tokens.length;
      if (!rule(state, start, end, silent)) return false;
      if (!silent) restore(state, first);
      return true;
    },
    { alt: ['paragraph', 'reference'] },
  );
}

function restore(state: StateBlock, first: number): void {
  let line = 0;
  let columns = 0;
  let width = 0;
  for (let index = first; index < state.tokens.length; index += 1) {
    const token = state.tokens[index];
    if (token?.type === 'tr_open') [line, width] = [token.map?.[0] ?? 0, 0];
    if (token?.type === 'th_open') columns += 1;
    if (token?.type === 'td_open') width += 1;
    const cell = state.tokens[index - 2];
    if (token?.type !== 'tr_close' || width === 0 || width !== columns || cell?.type !== 'inline') continue;
    const spare = cellsOf(state, line).slice(columns);
    cell.content = [cell.content, ...spare.map((text) => text.trim())]
      .filter((text) => text !== '')
      .join(' ');
  }
}

function cellsOf(state: StateBlock, line: number): string[] {
  const start = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
  const text = state.src.slice(start, state.eMarks[line]).trim();
  const cells = text.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|'));
  if (cells[0] === '') cells.shift();
  if (cells.at(-1) === '') cells.pop();
  return cells;
}
