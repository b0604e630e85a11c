import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { uploadMedium } from './upload.ts';

/** Brings files into the library one after the other; the last that came is shown. */
export function useBringing(onCame: (id: string) => void) {
  const queries = useQueryClient();
  const [left, setLeft] = useState(0);
  const [troubles, setTroubles] = useState<readonly unknown[]>([]);
  const bring = (files: File[]) => {
    if (files.length === 0) return;
    setTroubles([]);
    setLeft((before) => before + files.length);
    void (async () => {
      for (const file of files) {
        try {
          const medium = await uploadMedium(file, () => undefined, new AbortController().signal);
          onCame(medium.id);
        } catch (error) {
          setTroubles((before) => [...before, error]);
        }
        setLeft((before) => before - 1);
      }
      await queries.invalidateQueries({ queryKey: ['media'] });
    })();
  };
  return { bring, left, troubles };
}
