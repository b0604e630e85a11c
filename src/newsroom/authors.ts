import { Changes } from './changes.ts';
import { protectStoriesOf } from './protection.ts';
import { reason, refused } from './refusal.ts';
import { write } from './room.ts';
import type { Room } from './room.ts';
import type { Author, ByLanguage, MediaId, Refused } from './types.ts';
import { citationsOf } from './terms.ts';

/**
 * Authors are bylines, apart from accounts. Of a pseudonymous author nothing is stored but the pseudonym and what
 * readers are told about it: there is no column for anything else, unknown fields are refused (`invalid_author`),
 * and so are a portrait (`portrait`) and turning a named author into a pseudonymous one (`named`), because earlier
 * backups and editions hold the name.
 */
export async function putAuthor(room: Room, value: Author): Promise<{ ok: true } | Refused> {
  const { checkAuthor } = await import('./borders.ts');
  const author = checkAuthor(value);
  return write(room, async (inside) => {
    const before = await authorOf(inside, author.id);
    if (author.pseudonymous && author.portrait !== null) {
      return refused(reason('portrait', `"${author.id}" is a pseudonym; leave the portrait out`));
    }
    if (author.pseudonymous && before && !before.pseudonymous) {
      return refused(
        reason(
          'named',
          `"${author.id}" has been kept by name; make a new author with another id for the pseudonym`,
        ),
      );
    }
    if (author.portrait !== null) {
      const row = await inside.db
        .selectFrom('media')
        .select('kind')
        .where('id', '=', author.portrait)
        .executeTakeFirst();
      if (row?.kind !== 'picture') {
        return refused(
          reason('media_unknown', `No picture has the id "${author.portrait}"; add the portrait first`),
        );
      }
    }
    const row = {
      id: author.id,
      names_json: JSON.stringify(author.names),
      bios_json: JSON.stringify(author.bios),
      pseudonymous: author.pseudonymous ? 1 : 0,
      portrait: author.portrait,
    };
    await inside.db
      .insertInto('author')
      .values(row)
      .onConflict((same) => same.column('id').doUpdateSet(row))
      .execute();
    if (before && JSON.stringify(before) === JSON.stringify(authorFrom(row))) return { ok: true };
    if (author.pseudonymous) await protectStoriesOf(inside, author.id);
    const changes = new Changes();
    changes.add('author', author.id);
    for (const media of [before?.portrait ?? null, author.portrait])
      if (media !== null) changes.add('media', media);
    await changes.record(inside);
    return { ok: true };
  });
}

export async function authorOf(room: Room, id: string): Promise<Author | null> {
  const row = await room.db.selectFrom('author').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? authorFrom(row) : null;
}

export async function listAuthors(room: Room): Promise<Author[]> {
  return (await room.db.selectFrom('author').selectAll().orderBy('id').execute()).map(authorFrom);
}

/** Refused while a story names the author (`in_use`). */
export async function removeAuthor(room: Room, id: string): Promise<{ ok: true } | Refused> {
  return write(room, async (inside) => {
    const citing = await citationsOf(inside, 'author', id);
    if (citing > 0)
      return refused(reason('in_use', `${citing} stories name "${id}"; change their bylines first`));
    await inside.db.deleteFrom('author').where('id', '=', id).execute();
    const changes = new Changes();
    changes.add('author', id);
    await changes.record(inside);
    return { ok: true };
  });
}

function authorFrom(row: {
  id: string;
  names_json: string;
  bios_json: string;
  pseudonymous: number;
  portrait: string | null;
}): Author {
  return {
    id: row.id,
    names: JSON.parse(row.names_json) as ByLanguage,
    bios: JSON.parse(row.bios_json) as ByLanguage,
    pseudonymous: row.pseudonymous === 1,
    portrait: row.portrait as MediaId | null,
  };
}
