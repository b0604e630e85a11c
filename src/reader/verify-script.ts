import { readFileSync } from 'node:fs';
import { hashedPath } from './hashed.ts';

/** The script of the page that verifies, as `script/bundle` made it of `verify/`; path and text go together. */
export type Script = { path: string; text: string };

let script: Script | undefined;

export function verifyScript(): Script {
  if (script === undefined) {
    const text = readFileSync(new URL('verify/bundle.js', import.meta.url), 'utf8');
    script = { path: hashedPath('verify', 'js', text), text };
  }
  return script;
}
