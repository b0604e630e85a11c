import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Stripe's own example of every resource, which lies beside the project and not in it. */
const CASES = join(import.meta.dirname, '../../../../../../shared/cases/stripe/fixtures3.json');

type Resource = Record<string, unknown>;

function load(): Record<string, Resource> {
  if (!existsSync(CASES)) {
    console.warn(`${CASES} is absent: the fake of Stripe answers with what the rail looks at, and no more`);
    return {};
  }
  const { resources } = JSON.parse(readFileSync(CASES, 'utf8')) as { resources: Record<string, Resource> };
  return resources;
}

let resources: Record<string, Resource> | null = null;

/** A new object of Stripe's shape, with what is known of it here in it. */
export function shaped(name: string, own: Resource): Resource {
  resources ??= load();
  return { ...structuredClone(resources[name] ?? {}), object: name, ...own };
}

/** The fields that Stripe's example has; null: there is no example here. */
export function fieldsOf(name: string): readonly string[] | null {
  resources ??= load();
  const resource = resources[name];
  return resource === undefined ? null : Object.keys(resource);
}
