import { blockText } from '#body';
import type { Block } from '#body';

/** What a block says, line by line, without its form. */
export function BlockWords({ block, empty }: { block: Block; empty: string }) {
  const text = blockText(block);
  const lines = text === '' ? [empty] : text.split('\n');
  let at = 0;
  return lines.map((line) => {
    const key = at;
    at += line.length + 1;
    return (
      <span key={key}>
        {key > 0 && <br />}
        {line}
      </span>
    );
  });
}
