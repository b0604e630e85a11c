import { Button } from '@mantine/core';
import { LinkOnce } from '../shell/LinkOnce.tsx';
import { useTelling, useWords } from '../words.tsx';

export type Invitation = { name: string; address: string; expiresAt: number };

/** The one-time link of somebody who was invited. */
export function ShownLink({ link, onDone }: { link: Invitation; onDone: () => void }) {
  const words = useWords();
  const { moment } = useTelling();
  const { linkFor, linkIntro, link: label } = words.people;
  return (
    <section aria-label={linkFor(link.name)}>
      <LinkOnce
        address={link.address}
        label={label}
        before={
          <>
            <h2>{linkFor(link.name)}</h2>
            <p>{linkIntro(moment(link.expiresAt))}</p>
          </>
        }
      >
        <Button variant="default" onClick={onDone}>
          {words.close}
        </Button>
      </LinkOnce>
    </section>
  );
}
