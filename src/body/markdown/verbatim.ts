const CLOSING = /^\s*:{3,}\s*$/;

/** The text between `:::` lines: empty lines around it go, a backslash at a line's start is taken off. */
export function readVerbatim(source: string): string {
  const lines = source.split('\n');
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line) => (line.startsWith('\\') ? line.slice(1) : line)).join('\n');
}

/** Lines that {@link readVerbatim} reads back as this text. */
export function writeVerbatim(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  return lines.map((line, index) => {
    const outer = index === 0 || index === lines.length - 1;
    const escaped = line.startsWith('\\') || CLOSING.test(line) || (outer && line.trim() === '');
    return escaped ? `\\${line}` : line;
  });
}
