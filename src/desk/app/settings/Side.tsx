import type { ReactNode } from 'react';
import page from '../page.module.css';
import { directedAs, useShown } from './as-read.tsx';
import classes from './Meanwhile.module.css';

/** One of two values of a field that stand side by side, and whose it is. */
export function Side(props: {
  whose: string;
  path: readonly string[];
  value: unknown;
  children?: ReactNode;
}) {
  const { whose, path, value, children } = props;
  const show = useShown();
  return (
    <div className={classes.side}>
      <span className={page.soft}>{whose}</span>
      <div className={classes.value} {...directedAs(path)}>
        {show(path, value)}
      </div>
      {children}
    </div>
  );
}
