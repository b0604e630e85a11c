import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/*
 * Makes the scripts that browsers run out of their sources: `node script/bundle.ts`. The results are committed, so that a
 * server needs no bundler; the same sources always give the same bytes, which a test holds.
 */

/** Each script by the file that it is made of. */
const SCRIPTS = {
  'src/reader/verify/main.ts': 'src/reader/verify/bundle.js',
  'src/reader/reach/main.ts': 'src/reader/reach/bundle.js',
  'src/reader/gap/main.ts': 'src/reader/gap/bundle.js',
  'src/reader/later/main.ts': 'src/reader/later/bundle.js',
  'src/counter/card/main.ts': 'src/counter/card/bundle.js',
  'src/reader/asking/main.ts': 'src/reader/asking/bundle.js',
  'src/reader/starter/main.ts': 'src/reader/starter/bundle.js',
  'src/reader/worker/main.ts': 'src/reader/worker/bundle.js',
  'src/reader/worker/fallback.ts': 'src/reader/worker/fallback.js',
} as const;

const WORKER = 'src/reader/worker/main.ts';

/** Modules that another stands in for in the worker, which has to be small. */
const APART: Readonly<Record<string, string>> = {
  // What only old phones need is a file of its own, which the worker asks for where it has to.
  './javascript.ts': 'src/reader/worker/ed25519.ts',
  // Keys of an edition are Ed25519 keys.
  './pem.ts': 'src/reader/worker/no-pem.ts',
  // They delegate one path, to the letter.
  './pattern.ts': 'src/reader/worker/one-path.ts',
  './bins.ts': 'src/reader/worker/no-bins.ts',
};

/** Words that nobody reads where programs go by codes: the sources mark them, see src/edition/said.ts. */
const SAID = /\bsaid`(?:[^`\\]|\\.)*`/g;

const small: Plugin = {
  name: 'small',
  setup(made) {
    made.onResolve({ filter: /^\.\/(?:pem|pattern|bins|javascript)\.ts$/ }, ({ path }) => {
      const stand = APART[path];
      return stand === undefined ? null : { path: fileURLToPath(new URL(`../${stand}`, import.meta.url)) };
    });
    made.onLoad({ filter: /\/src\/(?:edition|reader\/worker)\/.*\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replaceAll(SAID, "''"),
    }));
  },
};

/** The bytes of every script, by the path that it is kept at, from the project's root. */
export async function bundles(): Promise<Map<string, Uint8Array>> {
  const made = new Map<string, Uint8Array>();
  for (const [source, target] of Object.entries(SCRIPTS)) {
    const { outputFiles } = await build({
      absWorkingDir: new URL('..', import.meta.url).pathname,
      entryPoints: [source],
      plugins: source === WORKER ? [small] : [],
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'iife',
      // Phones that get no updates; what they lack has another way in the sources.
      target: ['chrome93', 'firefox113', 'safari16.4'],
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
