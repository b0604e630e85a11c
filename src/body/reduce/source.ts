import { note, type Run } from './flow.ts';
import { expandShortcodes } from './shortcodes.ts';
import { type HtmlNode, parseHtml } from './tree.ts';

/** HTML as WordPress keeps it, shortcodes and all, as nodes. */
export function parseSource(run: Run, source: string): HtmlNode[] {
  const { html, unknown } = expandShortcodes(source);
  for (const name of unknown.slice(0, 20))
    note(run, 'shortcode_kept', `The shortcode [${name}] was kept as text`, name);
  const { nodes, flat } = parseHtml(html);
  if (flat) note(run, 'nests_deep', 'The markup nests too deep: its words were kept as plain paragraphs');
  return nodes;
}
