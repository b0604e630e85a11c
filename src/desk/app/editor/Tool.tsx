import { ActionIcon, Kbd, Menu, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import { keysOf } from './shortcuts.ts';
import type { Shortcut } from './shortcuts.ts';
import classes from './Toolbar.module.css';

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

type ToolProps = {
  icon: IconName;
  label: string;
  shortcut?: Shortcut;
  pressed?: boolean;
  disabled?: boolean;
  onPress: () => void;
};

/** One tool of the bar, with its words and keys beside it. */
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

/** A tool that opens a menu. */
export function ToolMenu({ icon, label, children }: { icon: IconName; label: string; children: ReactNode }) {
  return (
    <Menu position="bottom-start" returnFocus={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} className={classes['tool']} aria-label={label}>
          <Icon name={icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** Keys of a shortcut, as they stand on this machine. */
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
