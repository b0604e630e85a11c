import { ActionIcon, Kbd, Menu, NativeSelect, Tooltip } from '@mantine/core';
import { redo, undo } from '@tiptap/pm/history';
import type { Command, EditorState } from '@tiptap/pm/state';
import { useEditorState } from '@tiptap/react';
import type { KeyboardEvent, Ref } from 'react';
import { OFFERS } from './blocks.ts';
import { around, moveBlock, toggle, toggleList, toggleQuote, turnInto } from './commands.ts';
import { useEditorParts } from './context.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { keysOf } from './shortcuts.ts';
import type { Shortcut } from './shortcuts.ts';
import classes from './Toolbar.module.css';

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);
const KINDS = ['paragraph', 'heading2', 'heading3', 'heading4', 'pullQuote', 'codeBlock'] as const;
type Kind = (typeof KINDS)[number];
const MARKS = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'superscript',
  'subscript',
  'link',
  'language',
];
const MORE = ['underline', 'strike', 'superscript', 'subscript', 'code'] as const;

function kindOf(state: EditorState): Kind | null {
  const { parent } = state.selection.$from;
  const name = parent.type.name === 'heading' ? `heading${String(parent.attrs['level'])}` : parent.type.name;
  return KINDS.find((kind) => kind === name) ?? null;
}

function markActive(state: EditorState, name: string): boolean {
  const { from, to, empty, $from } = state.selection;
  const type = state.schema.marks[name];
  if (type === undefined) return false;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

/** What the tools show of the place of the caret: read after each key, drawn only when it differs. */
function shownBy(state: EditorState) {
  return {
    kind: kindOf(state),
    marks: MARKS.filter((name) => markActive(state, name)).join(' '),
    list: around(state, ['bulletList', 'orderedList'])?.node.type.name ?? null,
    quote: around(state, ['blockQuote']) !== null,
    undo: undo(state),
    redo: redo(state),
  };
}

type ToolProps = {
  icon: IconName;
  label: string;
  shortcut?: Shortcut;
  pressed?: boolean;
  disabled?: boolean;
  onPress: () => void;
};

export function Tool({ icon, label, shortcut, pressed, disabled, onPress }: ToolProps) {
  const keys = shortcut === undefined ? '' : ` (${keysOf(shortcut, MAC).join(MAC ? '' : '+')})`;
  return (
    <Tooltip
      label={`${label}${keys}`}
      openDelay={500}
      withinPortal={false}
      events={{ hover: true, focus: true, touch: false }}
    >
      <ActionIcon
        variant={pressed === true ? 'light' : 'subtle'}
        {...(pressed === true ? {} : { color: 'gray' })}
        size={36}
        className={classes['tool']}
        aria-label={label}
        aria-disabled={disabled === true}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          if (disabled !== true) onPress();
        }}
      >
        <Icon name={icon} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Arrow keys walk along the tools; Tab leaves them. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
  if (event.target instanceof HTMLSelectElement && event.altKey) return;
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>('button, select')];
  const at = tools.findIndex((tool) => tool === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  const towards =
    (event.key === 'ArrowRight') === (getComputedStyle(event.currentTarget).direction === 'ltr');
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? tools.length - 1 : at + (towards ? 1 : -1);
  tools[(next + tools.length) % tools.length]?.focus();
}

export type ToolbarProps = {
  bar: Ref<HTMLDivElement>;
  openNotes: number;
  onFind: () => void;
  onPanel: (panel: 'outline' | 'notes') => void;
};

export function Toolbar({ bar, openNotes, onFind, onPanel }: ToolbarProps) {
  const { editor, words, ask, run } = useEditorParts();
  const shown = useEditorState({ editor, selector: ({ editor: at }) => shownBy(at.state) });
  const has = (mark: string): boolean => shown.marks.split(' ').includes(mark);
  const mark = (name: 'bold' | 'italic') => (
    <Tool
      icon={name}
      label={words.acts[name]}
      shortcut={name}
      pressed={has(name)}
      onPress={() => run(toggle(name))}
    />
  );
  return (
    <div
      className={classes['bar']}
      role="toolbar"
      aria-label={words.toolbar.label}
      ref={bar}
      onKeyDown={walk}
    >
      <Tool
        icon="undo"
        label={words.acts.undo}
        shortcut="undo"
        disabled={!shown.undo}
        onPress={() => run(undo)}
      />
      <Tool
        icon="redo"
        label={words.acts.redo}
        shortcut="redo"
        disabled={!shown.redo}
        onPress={() => run(redo)}
      />
      <KindSelect kind={shown.kind} />
      {mark('bold')}
      {mark('italic')}
      <Tool
        icon="link"
        label={words.acts.link}
        shortcut="link"
        pressed={has('link')}
        onPress={() => ask('link')}
      />
      <Tool
        icon="list"
        label={words.acts.bulletList}
        shortcut="bulletList"
        pressed={shown.list === 'bulletList'}
        onPress={() => run(toggleList('bulletList'))}
      />
      <Tool
        icon="numbers"
        label={words.acts.orderedList}
        shortcut="orderedList"
        pressed={shown.list === 'orderedList'}
        onPress={() => run(toggleList('orderedList'))}
      />
      <Tool
        icon="quote"
        label={words.acts.blockQuote}
        shortcut="blockQuote"
        pressed={shown.quote}
        onPress={() => run(toggleQuote)}
      />
      <MoreMarks has={has} />
      <InsertMenu />
      <BlockTools />
      <Tool icon="find" label={words.toolbar.find} shortcut="find" onPress={onFind} />
      <Tool icon="outline" label={words.toolbar.outline} onPress={() => onPanel('outline')} />
      <Tool
        icon="note"
        label={words.toolbar.notes(openNotes)}
        shortcut="note"
        onPress={() => onPanel('notes')}
      />
      <Tool icon="help" label={words.toolbar.help} shortcut="help" onPress={() => ask('help')} />
    </div>
  );
}

function KindSelect({ kind }: { kind: Kind | null }) {
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

function MenuTool({ icon, label }: { icon: IconName; label: string }) {
  return (
    <Menu.Target>
      <ActionIcon variant="subtle" color="gray" size={36} className={classes['tool']} aria-label={label}>
        <Icon name={icon} />
      </ActionIcon>
    </Menu.Target>
  );
}

function MoreMarks({ has }: { has: (mark: string) => boolean }) {
  const { words, run, ask } = useEditorParts();
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <MenuTool icon="more" label={words.toolbar.more} />
      <Menu.Dropdown>
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
      </Menu.Dropdown>
    </Menu>
  );
}

export function Keys({ shortcut }: { shortcut: Shortcut }) {
  return (
    <span className={classes['keys']} dir="ltr">
      {keysOf(shortcut, MAC).map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
}

function InsertMenu() {
  const { words, run, ask } = useEditorParts();
  const offers = OFFERS.filter(
    (offer) => !KINDS.some((kind) => kind === offer.id) && !offer.id.endsWith('List'),
  );
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <MenuTool icon="plus" label={words.toolbar.insert} />
      <Menu.Dropdown>
        {offers.map((offer) => (
          <Menu.Item key={offer.id} onClick={() => ('ask' in offer ? ask(offer.ask) : run(offer.command))}>
            {offer.name(words)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function BlockTools() {
  const { words, run, ask } = useEditorParts();
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <MenuTool icon="settings" label={words.toolbar.block} />
      <Menu.Dropdown>
        <Menu.Item rightSection={<Keys shortcut="moveUp" />} onClick={() => run(moveBlock(-1))}>
          {words.acts.moveUp}
        </Menu.Item>
        <Menu.Item rightSection={<Keys shortcut="moveDown" />} onClick={() => run(moveBlock(1))}>
          {words.acts.moveDown}
        </Menu.Item>
        <Menu.Item rightSection={<Keys shortcut="settings" />} onClick={() => ask('settings')}>
          {words.toolbar.settings}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
