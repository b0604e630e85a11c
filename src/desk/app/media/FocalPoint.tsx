import type { KeyboardEvent, MouseEvent } from 'react';
import { useRoomWords } from '../room-words.ts';
import type { Medium } from '../shapes.ts';
import page from '../page.module.css';
import classes from './MediaLibrary.module.css';
import { pictureAddress } from './upload.ts';

type Focal = { x: number; y: number };
const STEP = 0.05;
const within = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;

/** A picture with the point that stays in sight wherever it is cut. */
export function FocalPoint({
  medium,
  focal,
  onChange,
}: {
  medium: Medium;
  focal: Focal;
  onChange: (focal: Focal) => void;
}) {
  const { media: say } = useRoomWords();
  const press = (event: MouseEvent<HTMLElement>) => {
    // Pressed by a key, it has no place.
    if (event.detail === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    onChange({
      x: within((event.clientX - box.left) / box.width),
      y: within((event.clientY - box.top) / box.height),
    });
  };
  const move = (event: KeyboardEvent) => {
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const [x = 0, y = 0] = by;
    onChange({ x: within(focal.x + x * STEP), y: within(focal.y + y * STEP) });
  };
  return (
    <figure>
      <button
        type="button"
        dir="ltr"
        className={classes.focal}
        aria-label={say.focal}
        onClick={press}
        onKeyDown={move}
      >
        <img src={pictureAddress(medium.id, 640)} alt="" />
        <span className={classes.point} style={{ left: `${focal.x * 100}%`, top: `${focal.y * 100}%` }} />
      </button>
      <figcaption className={page.soft}>{say.focalHint}</figcaption>
    </figure>
  );
}
