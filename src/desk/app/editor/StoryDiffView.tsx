import './colours.css';
import { diffWords } from '#body';
import type { Block, BlockDiff, TextDiff } from '#body';
import type { EditorWords } from '../languages/editor/en.ts';
import { BlockWords } from './BlockWords.tsx';
import { directionOf } from './direction.ts';
import classes from './StoryDiffView.module.css';

/** What changed between two revisions, as `newsroom` tells it. */
export type ShownDiff = {
  fields: readonly { field: string; before: unknown; after: unknown }[];
  body: readonly BlockDiff[];
};

export type StoryDiffViewProps = {
  diff: ShownDiff;
  /** Language of the story. */
  lang: string;
  words: EditorWords;
  /** Names of sections, tags, authors and media by their ids; an id without one is shown as it is. */
  nameOf?: (field: string, id: string) => string;
};

/** What changed, field by field and block by block, with the words that came and went. */
export function StoryDiffView({ diff, lang, words, nameOf }: StoryDiffViewProps) {
  const told = { lang, dir: directionOf(lang) };
  const changed = diff.body.some((block) => block.kind !== 'same');
  if (diff.fields.length === 0 && !changed) return <p>{words.diff.same}</p>;
  return (
    <section className={classes['diff']} aria-label={words.diff.label}>
      {diff.fields.length > 0 && (
        <dl className={classes['fields']}>
          {diff.fields.map(({ field, before, after }) => (
            <div key={field}>
              <dt>{fieldName(field, words)}</dt>
              <dd {...told}>
                <Words
                  parts={diffWords(spoken(field, before, words, nameOf), spoken(field, after, words, nameOf))}
                  words={words}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {changed && (
        <div {...told}>
          {stretches(diff.body).map((stretch) =>
            Array.isArray(stretch) ? (
              <p key={`same-${stretch[0]?.id ?? ''}`} className={classes['unchanged']}>
                {words.diff.unchanged(stretch.length)}
              </p>
            ) : (
              <ChangedBlock key={`${stretch.kind}-${stretch.id}`} block={stretch} words={words} />
            ),
          )}
        </div>
      )}
    </section>
  );
}

function fieldName(field: string, { diff }: EditorWords): string {
  return Object.hasOwn(diff.fields, field) ? diff.fields[field as keyof typeof diff.fields] : field;
}

/** The value of a field in words. */
function spoken(
  field: string,
  value: unknown,
  words: EditorWords,
  nameOf: StoryDiffViewProps['nameOf'],
): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? words.diff.yes : words.diff.no;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return field === 'section' ? (nameOf?.(field, value) ?? value) : value;
  if (Array.isArray(value)) {
    return value.map((one) => (typeof one === 'string' ? (nameOf?.(field, one) ?? one) : '')).join(', ');
  }
  const parts = Object.entries(value as Record<string, unknown>).map(([key, one]) => {
    if (typeof one !== 'string') return typeof one === 'number' ? String(one) : '';
    return key === 'id' || key === 'media' ? (nameOf?.(field, one) ?? one) : one;
  });
  return parts.filter((part) => part !== '').join(' · ');
}

/** Blocks that stayed are told of together, so that what changed is seen. */
function stretches(blocks: readonly BlockDiff[]): (BlockDiff | BlockDiff[])[] {
  const out: (BlockDiff | BlockDiff[])[] = [];
  for (const block of blocks) {
    const last = out.at(-1);
    if (block.kind !== 'same') out.push(block);
    else if (Array.isArray(last)) last.push(block);
    else out.push([block]);
  }
  return out;
}

function ChangedBlock({ block, words }: { block: BlockDiff; words: EditorWords }) {
  if (block.kind === 'same') return null;
  const shown: Block = block.kind === 'removed' ? block.before : block.after;
  const inline = 'inline' in block ? (block.inline ?? []) : [];
  const rewritten = inline.some((part) => part.kind !== 'same');
  const names = [words.blocks[shown.type], words.diff[block.kind]];
  if (block.kind === 'changed' && !rewritten) names.push(words.diff.form);
  return (
    <article className={classes['block']} data-kind={block.kind}>
      <p className={classes['label']}>{names.join(' · ')}</p>
      {rewritten ? (
        <p className={classes['words']}>
          <Words parts={inline} words={words} />
        </p>
      ) : block.kind === 'removed' ? (
        <del>
          <BlockWords block={shown} empty={words.diff.empty} />
        </del>
      ) : block.kind === 'added' ? (
        <ins>
          <BlockWords block={shown} empty={words.diff.empty} />
        </ins>
      ) : (
        <BlockWords block={shown} empty={words.diff.empty} />
      )}
    </article>
  );
}

function Words({ parts, words }: { parts: readonly TextDiff[]; words: EditorWords }) {
  if (parts.length === 0) return <span className={classes['empty']}>{words.diff.empty}</span>;
  let at = 0;
  return parts.map(({ kind, text }) => {
    const key = `${kind}-${at}`;
    at += text.length;
    if (kind === 'same') return <span key={key}>{text}</span>;
    return kind === 'added' ? <ins key={key}>{text}</ins> : <del key={key}>{text}</del>;
  });
}
