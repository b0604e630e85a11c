import { TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useHouseWords } from '../house-words.ts';
import { useFieldTrouble } from './Saving.tsx';

/** What of a name can stand in an address; empty where it has no Latin letters. */
export function wordOf(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
}

/** The word by which something stands in addresses: proposed from the name, and fixed once it is used. */
export function IdField({
  id,
  names,
  fixed,
  error,
  field = 'id',
  onChange,
}: {
  id: string;
  names: Record<string, string>;
  fixed: boolean;
  error: unknown;
  /** What the server calls it. */
  field?: string;
  onChange: (id: string) => void;
}) {
  const { settings: say } = useHouseWords();
  const fieldTrouble = useFieldTrouble();
  const own = useRef(id !== '');
  const proposed =
    Object.values(names)
      .map(wordOf)
      .find((word) => word !== '') ?? '';
  useEffect(() => {
    if (!own.current && !fixed && id !== proposed) onChange(proposed);
  });
  return (
    <TextInput
      label={say.id}
      description={say.idHint}
      dir="ltr"
      required
      readOnly={fixed}
      maxLength={100}
      pattern="[a-z0-9]+(-[a-z0-9]+)*"
      title={say.idHint}
      value={id}
      error={fieldTrouble(error, field)}
      onChange={(event) => {
        own.current = event.currentTarget.value !== '';
        onChange(event.currentTarget.value);
      }}
    />
  );
}
