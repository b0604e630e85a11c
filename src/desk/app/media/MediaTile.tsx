import type { ReactNode } from 'react';
import type { KnownMedium } from '../editor/media.ts';
import { Icon } from '../shell/Icon.tsx';
import { useWords } from '../words.tsx';
import classes from './MediaTile.module.css';

/** A medium of the library as it stands among others, to be chosen. */
export function MediaTile({
  medium: { kind, preview, alt, name, credit },
  pressed,
  onChoose,
  children,
}: {
  medium: KnownMedium;
  /** Whether it is the one whose details are shown; left out where choosing is the end of it. */
  pressed?: boolean;
  onChoose: () => void;
  children?: ReactNode;
}) {
  const { library } = useWords();
  return (
    <button type="button" className={classes.tile} aria-pressed={pressed} onClick={onChoose}>
      {preview === null ? (
        <span className={classes.plain}>
          <Icon name={kind === 'picture' ? 'media' : 'stories'} size={28} />
        </span>
      ) : (
        <img src={preview} alt="" loading="lazy" />
      )}
      <bdi className={classes.name}>{alt || name}</bdi>
      {kind === 'picture' && <bdi className={classes.small}>{credit || library.noCredit}</bdi>}
      {children}
    </button>
  );
}
