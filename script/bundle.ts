import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/*
 * Makes the scripts that browsers run out of their sources: `node script/bundle.ts`. The results are committed, so that a
 * server needs no bundler; the same sources always give the same bytes, which a test holds.
 */

/** Each script by the file that it is made of. */
const SCRIPTS = {
  'src/reader/verify/main.ts': 'src/reader/verify/bundle.js',
  'src/reader/worker/main.ts': 'src/reader/worker/bundle.js',
} as const;

/** The bytes of every script, by the path that it is kept at, from the project's root. */
export async function bundles(): Promise<Map<string, Uint8Array>> {
  const made = new Map<string, Uint8Array>();
  for (const [source, target] of Object.entries(SCRIPTS)) {
    const { outputFiles } = await build({
      absWorkingDir: new URL('..', import.meta.url).pathname,
      entryPoints: [source],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      // Phones that get no updates; what they lack has another way in the sources.
      target: ['chrome90', 'firefox113', 'safari16.4'],
      charset: 'utf8',
      legalComments: 'none',
      treeShaking: true,
      write: false,
      logLevel: 'silent',
    });
    made.set(target, outputFiles[0]?.contents ?? new Uint8Array(0));
  }
  return made;
}

if (import.meta.main) {
  for (const [target, bytes] of await bundles()) {
    writeFileSync(new URL(`../${target}`, import.meta.url), bytes);
    console.log(`${target}: ${bytes.length} bytes`);
  }
}
