import { lazy, Suspense, useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import type { KnownMedium } from '../editor/media.ts';

const MediaPicker = lazy(async () => ({ default: (await import('./MediaPicker.tsx')).MediaPicker }));

type Asked = { kind: KnownMedium['kind']; answer: (medium: KnownMedium | null) => void };

/** The library as a question: `choose` asks, `picker` stands in the page while it is asked. */
export function usePicker(lang: string): {
  choose: (kind: KnownMedium['kind']) => Promise<KnownMedium | null>;
  picker: ReactNode;
} {
  const [asked, setAsked] = useState<Asked | null>(null);
  const choose = useCallback(
    (kind: KnownMedium['kind']) =>
      new Promise<KnownMedium | null>((answer) => {
        setAsked((before) => {
          before?.answer(null);
          return { kind, answer };
        });
      }),
    [],
  );
  const picker =
    asked === null ? null : (
      <Suspense>
        <MediaPicker
          kind={asked.kind}
          lang={lang}
          onChoose={(medium) => {
            setAsked(null);
            asked.answer(medium);
          }}
        />
      </Suspense>
    );
  return { choose, picker };
}
