import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { pictureAddress } from '../media/upload.ts';
import { usePicker } from '../media/use-picker.tsx';
import page from '../page.module.css';
import { useSpoken } from '../words.tsx';
import classes from './Settings.module.css';

/** One picture out of the library, or none. */
export function OnePicture<Id extends string>({
  label,
  picture,
  chooseWords,
  noneWords,
  whole = false,
  onChange,
  children,
}: {
  label: string;
  picture: Id | null;
  chooseWords: string;
  noneWords: string;
  /** Shown as it is; else cut to a square. */
  whole?: boolean;
  onChange: (picture: Id | null) => void;
  /** What is said of it. */
  children?: ReactNode;
}) {
  const { lang } = useSpoken();
  const { choose, picker } = usePicker(lang);
  return (
    <div className={classes.portrait} role="group" aria-label={label} data-whole={whole || undefined}>
      <span className={page.name}>{label}</span>
      {picture !== null && <img src={pictureAddress(picture, 320)} alt="" />}
      {children}
      <div className={page.acts}>
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            void choose('picture').then((medium) => {
              if (medium !== null) onChange(medium.id as Id);
            });
          }}
        >
          {chooseWords}
        </Button>
        {picture !== null && (
          <Button variant="default" size="xs" onClick={() => onChange(null)}>
            {noneWords}
          </Button>
        )}
      </div>
      {picker}
    </div>
  );
}
