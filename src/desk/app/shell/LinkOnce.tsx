import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import page from '../page.module.css';
import { useWords } from '../words.tsx';
import classes from './LinkOnce.module.css';

/** An address that is shown once, to be copied: nothing that is kept can show it again. */
export function LinkOnce({
  address,
  label,
  before,
  children,
}: {
  address: string;
  label: string;
  /** What it is, and how long it holds. */
  before: ReactNode;
  /** What else can be done with it. */
  children?: ReactNode;
}) {
  const { people: say } = useWords();
  const [copied, setCopied] = useState('');
  return (
    <div className={classes.shown}>
      {before}
      <input
        className={classes.address}
        dir="ltr"
        readOnly
        aria-label={label}
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={page.acts}>
        <Button onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(address))}>
          {copied === address ? say.copied : say.copy}
        </Button>
        {children}
      </div>
    </div>
  );
}
