import { Button } from '@mantine/core';
import { useState } from 'react';
import page from '../page.module.css';
import { useTelling, useWords } from '../words.tsx';
import classes from './ShownLink.module.css';

export type Invitation = { name: string; address: string; expiresAt: number };

/** A one-time link, shown once: nothing that is kept can show it again. */
export function ShownLink({ link, onDone }: { link: Invitation; onDone: () => void }) {
  const words = useWords();
  const { moment } = useTelling();
  const [copied, setCopied] = useState(false);
  return (
    <section className={classes.shown} aria-label={words.people.linkFor(link.name)}>
      <h2>{words.people.linkFor(link.name)}</h2>
      <p>{words.people.linkIntro(moment(link.expiresAt))}</p>
      <input
        className={classes.address}
        dir="ltr"
        readOnly
        aria-label={words.people.link}
        value={link.address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={page.acts}>
        <Button onClick={() => void navigator.clipboard.writeText(link.address).then(() => setCopied(true))}>
          {copied ? words.people.copied : words.people.copy}
        </Button>
        <Button variant="default" onClick={onDone}>
          {words.close}
        </Button>
      </div>
    </section>
  );
}
