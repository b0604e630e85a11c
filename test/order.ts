import { relative, resolve } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/*
 * The longest files begin first, so that none of them is still at work alone when the others have ended. The first of
 * them makes the sample newsroom, and what needs it not goes on meanwhile.
 */

const FIRST = `
test/site.test.ts
src/reach/destinations/contract.test.ts
src/depot/signed-killed.test.ts
src/reach/push.test.ts
src/edition/attacks.test.ts
src/reach/slow.test.ts
test/drills.test.ts
src/reach/killed.test.ts
src/reach/faults.test.ts
src/reader/accessibility.test.ts
test/desk-journey.test.ts
test/desk-crash.test.ts
test/verify-page.test.ts
test/memory.test.ts
test/desk-firefox.test.ts
test/desk-settings.test.ts
test/desk-publishing.test.ts
test/backup.test.ts
src/cli/worker-journeys.test.ts
test/mirrors.test.ts
test/starter.test.ts
test/verify.test.ts
src/press/press.test.ts
src/edition/verify.test.ts
src/desk/app/editor/storm.test.ts
src/edition/everywhere.test.ts
test/disk.test.ts
test/worker.test.ts
test/support-journey.test.ts
src/support/rails/card/browsers.test.ts
test/s5.test.ts
src/newsroom/import/kill.test.ts
src/edition/clones.test.ts
src/edition/single.test.ts
src/newsroom/live.test.ts
src/reach/check.test.ts
src/desk/app/editor/tools.test.ts
src/desk/app/editor/in-browsers.test.ts
`
  .trim()
  .split('\n');

const root = resolve(import.meta.dirname, '..');

/** Files that are not named come after those that are, as Vitest has them. */
export default class Order extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = FIRST.indexOf(relative(root, moduleId));
      return at === -1 ? FIRST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
