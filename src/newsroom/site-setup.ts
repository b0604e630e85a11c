import { Changes } from './changes.ts';
import { weakPairs } from './colours.ts';
import { rebuild } from './live.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import { getSite } from './site.ts';
import type { Refused, Site } from './types.ts';

/**
 * Sets the newsroom's name, address and the like. A language that has live stories stays (`language_in_use`).
 * Colours that cannot be read are refused (`contrast`). Another time zone moves stories between days in the archive; addresses stay as they are. Throws `NewsroomError`
 * `invalid_site`.
 */
export async function setSite(room: Room, value: Site): Promise<{ ok: true } | Refused> {
  const { checkSite } = await import('./borders.ts');
  const site = checkSite(value);
  return write(room, async (inside) => {
    const used = await inside.db.selectFrom('live').select('lang').distinct().execute();
    const dropped = used.map(({ lang }) => lang).filter((lang) => !site.languages.includes(lang));
    if (dropped.length > 0) {
      const which = dropped.map((lang) => `"${lang}"`).join(', ');
      return refused(
        reason('language_in_use', `Stories are live in ${which}; withdraw them first or keep it`),
      );
    }
    const logo = site.publisher.logo;
    if (logo !== null && !(await isKnownPicture(inside, logo))) {
      return refused(reason('media_unknown', `No picture has the id "${logo}"; add the logo first`));
    }
    const [weak] = site.colours ? weakPairs(site.colours) : [];
    if (weak) {
      const { scheme, text, ground, found, wanted } = weak;
      const message = `The ${text} on the ${ground} of the ${scheme} colours stands out ${found} to 1; at least ${wanted} to 1 can be read`;
      return refused(reason('contrast', message));
    }
    const before = await getSite(inside);
    const row = { key: 'site', value_json: JSON.stringify(site), changed_at: room.now() };
    await inside.db
      .insertInto('setting')
      .values(row)
      .onConflict((same) => same.column('key').doUpdateSet(row))
      .execute();
    const changes = new Changes();
    changes.add('site', '');
    if (before && before.timeZone !== site.timeZone) await rebuild(inside, changes);
    await changes.record(inside);
    return { ok: true };
  });
}

async function isKnownPicture(room: Room, id: string): Promise<boolean> {
  const row = await room.db.selectFrom('media').select('kind').where('id', '=', id).executeTakeFirst();
  return row?.kind === 'picture';
}
