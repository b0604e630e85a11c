import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything else is loaded: compiled and type-stripped code is kept, so that later starts are quick.
enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'longwave'));

// A reader of ours that went away, as with "| head", is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const { run } = await import('./program.ts');
process.exitCode = await run({
  args: process.argv.slice(2),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
});
