import { Menu, NativeSelect } from '@mantine/core';
import type { Command, EditorState } from '@tiptap/pm/state';
import { OFFERS } from './blocks.ts';
import { moveBlock, toggle, turnInto } from './commands.ts';
import { useEditorParts } from './context.ts';
import { Icon } from './Icon.tsx';
import { Keys, ToolMenu } from './Tool.tsx';
import classes from './Toolbar.module.css';

const KINDS = ['paragraph', 'heading2', 'heading3', 'heading4', 'pullQuote', 'codeBlock'] as const;
export type Kind = (typeof KINDS)[number];
const MORE = ['underline', 'strike', 'superscript', 'subscript', 'code'] as const;

/** What the block at the caret is; null for one that no choice makes. */
export function kindOf(state: EditorState): Kind | null {
  const { parent } = state.selection.$from;
  const name = parent.type.name === 'heading' ? `heading${String(parent.attrs['level'])}` : parent.type.name;
  return KINDS.find((kind) => kind === name) ?? null;
}

export function KindSelect({ kind }: { kind: Kind | null }) {
  const { words, run } = useEditorParts();
  const names: Record<Kind, string> = {
    paragraph: words.blocks.paragraph,
    heading2: words.acts.heading2,
    heading3: words.acts.heading3,
    heading4: words.acts.heading4,
    pullQuote: words.blocks.pullQuote,
    codeBlock: words.blocks.codeBlock,
  };
  const commands: Record<Kind, Command> = {
    paragraph: turnInto('paragraph'),
    heading2: turnInto('heading', { level: 2 }),
    heading3: turnInto('heading', { level: 3 }),
    heading4: turnInto('heading', { level: 4 }),
    pullQuote: turnInto('pullQuote'),
    codeBlock: turnInto('codeBlock'),
  };
  return (
    <NativeSelect
      className={classes['kind'] ?? ''}
      aria-label={words.toolbar.kind}
      value={kind ?? 'paragraph'}
      onChange={(event) => {
        const chosen = KINDS.find((one) => one === event.currentTarget.value);
        if (chosen !== undefined) run(commands[chosen]);
      }}
      data={KINDS.map((value) => ({ value, label: names[value] }))}
    />
  );
}

export function MoreMarks({ has }: { has: (mark: string) => boolean }) {
  const { words, run, ask } = useEditorParts();
  return (
    <ToolMenu icon="more" label={words.toolbar.more}>
      {MORE.map((name) => (
        <Menu.Item
          key={name}
          leftSection={has(name) ? <Icon name="check" /> : <span className={classes['blank']} />}
          rightSection={<Keys shortcut={name} />}
          onClick={() => run(toggle(name))}
        >
          {words.acts[name]}
        </Menu.Item>
      ))}
      <Menu.Item
        leftSection={has('language') ? <Icon name="check" /> : <span className={classes['blank']} />}
        onClick={() => ask('language')}
      >
        {words.acts.language}
      </Menu.Item>
    </ToolMenu>
  );
}

export function InsertMenu() {
  const { words, run, ask } = useEditorParts();
  const offers = OFFERS.filter(
    (offer) => !KINDS.some((kind) => kind === offer.id) && !offer.id.endsWith('List'),
  );
  return (
    <ToolMenu icon="plus" label={words.toolbar.insert}>
      {offers.map((offer) => (
        <Menu.Item key={offer.id} onClick={() => ('ask' in offer ? ask(offer.ask) : run(offer.command))}>
          {offer.name(words)}
        </Menu.Item>
      ))}
    </ToolMenu>
  );
}

export function BlockTools() {
  const { words, run, ask } = useEditorParts();
  return (
    <ToolMenu icon="settings" label={words.toolbar.block}>
      <Menu.Item rightSection={<Keys shortcut="moveUp" />} onClick={() => run(moveBlock(-1))}>
        {words.acts.moveUp}
      </Menu.Item>
      <Menu.Item rightSection={<Keys shortcut="moveDown" />} onClick={() => run(moveBlock(1))}>
        {words.acts.moveDown}
      </Menu.Item>
      <Menu.Item rightSection={<Keys shortcut="settings" />} onClick={() => ask('settings')}>
        {words.toolbar.settings}
      </Menu.Item>
    </ToolMenu>
  );
}
