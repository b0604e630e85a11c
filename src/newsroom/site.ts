import type { Room } from './room.ts';
import type { Site } from './types.ts';

/** Null until the newsroom is set up. */
export async function getSite(room: Room): Promise<Site | null> {
  const row = await room.db
    .selectFrom('setting')
    .select('value_json')
    .where('key', '=', 'site')
    .executeTakeFirst();
  return row ? (JSON.parse(row.value_json) as Site) : null;
}

/** Whether menus or footers name this: `section:world`, `page:about` … */
export function inMenus(site: Site | null, what: string): boolean {
  return [...Object.values(site?.menus ?? {}), ...Object.values(site?.footers ?? {})].some((entries) =>
    entries.some(({ to }) => to === what),
  );
}
