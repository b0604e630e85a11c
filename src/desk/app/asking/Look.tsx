import '../mantine-story.css';
import { SegmentedControl } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import type { ReactNode } from 'react';
import page from '../page.module.css';
import { useScale } from '../story/Preview.tsx';
import frames from '../story/Preview.module.css';
import { useTelling } from '../words.tsx';
import classes from './Asking.module.css';
import { useAskingWords } from './words.ts';

/** A page of readers with what is being written, on a phone and on a desk, by day and by night. */
export function Look({
  address,
  lang,
  low = false,
  why,
  children,
}: {
  /** Of the page; null: it cannot be shown as it stands. */
  address: string | null;
  lang: string;
  /** Only a part of a page is shown. Default false. */
  low?: boolean;
  /** Why it cannot be shown. */
  why?: string;
  /** What else is chosen of it. */
  children?: ReactNode;
}) {
  const { look: say } = useAskingWords();
  const { language } = useTelling();
  const [screen, setScreen] = useState<'phone' | 'desktop'>('phone');
  const [scheme, setScheme] = useState<'light' | 'dark'>(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );
  const stage = useScale();
  const shown = useDeferredValue(address);
  return (
    <section className={page.section} aria-labelledby="asking-look">
      <h2 id="asking-look">{say.title}</h2>
      <p className={page.soft}>{say.hint}</p>
      <div className={frames.tools}>
        {children}
        <SegmentedControl
          aria-label={say.screen}
          value={screen}
          onChange={(value) => setScreen(value === 'desktop' ? 'desktop' : 'phone')}
          data={[
            { value: 'phone', label: say.phone },
            { value: 'desktop', label: say.desktop },
          ]}
        />
        <SegmentedControl
          aria-label={say.scheme}
          value={scheme}
          onChange={(value) => setScheme(value === 'dark' ? 'dark' : 'light')}
          data={[
            { value: 'light', label: say.light },
            { value: 'dark', label: say.dark },
          ]}
        />
      </div>
      <div className={`${frames.stage} ${classes.stage}`} data-screen={screen} data-low={low} ref={stage}>
        {shown === null ? (
          <p className={frames.none}>{why ?? say.wait}</p>
        ) : (
          <iframe
            key={`${shown} ${scheme}`}
            className={`${frames.frame} ${classes.frame}`}
            // The page takes the scheme of what is around it, as it does that of a device.
            data-scheme={scheme}
            src={shown}
            title={say.frame(language(lang))}
            onLoad={(event) =>
              event.currentTarget.contentDocument
                ?.querySelector('aside.appeal')
                ?.scrollIntoView({ block: 'center' })
            }
            // Nothing in it runs; its styles are asked for as the desk's own.
            sandbox="allow-same-origin"
          />
        )}
      </div>
    </section>
  );
}
