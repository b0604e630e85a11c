import { readFileSync } from 'node:fs';
import { hashedPath } from './hashed.ts';

/** A script for browsers, as `script/bundle` made it; path and text go together. */
export type Script = { path: string; text: string };

const kept = new Map<string, Script>();

function scriptOf(name: 'verify' | 'reach' | 'gap' | 'later' | 'starter' | 'asking'): Script {
  let script = kept.get(name);
  if (script === undefined) {
    const text = readFileSync(new URL(`${name}/bundle.js`, import.meta.url), 'utf8');
    script = { path: hashedPath(name, 'js', text), text };
    kept.set(name, script);
  }
  return script;
}

/** The script of the page that verifies. */
export const verifyScript = (): Script => scriptOf('verify');

/** The script of the page that tells how to find the paper again. */
export const reachScript = (): Script => scriptOf('reach');

/** The script of the page that computes the figure of the gap. */
export const gapScript = (): Script => scriptOf('gap');

/** The script of the reminder that stays in the browser. */
export const laterScript = (): Script => scriptOf('later');
/** The script of the page about what a device remembers of our asking. */
export const askingScript = (): Script => scriptOf('asking');

/** The script inside the starter, which is no file of its own. */
export const starterScript = (): Script => scriptOf('starter');
