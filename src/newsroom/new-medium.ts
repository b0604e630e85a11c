import type { Insertable } from 'kysely';
import type { MediaTable, RenditionTable } from '#store';
import type { Room } from './room.ts';

type Given = 'id' | 'kind' | 'type' | 'name' | 'width' | 'height' | 'bytes' | 'state';
export type NewMedium = Pick<Insertable<MediaTable>, Given> & Partial<Insertable<MediaTable>>;

/** Adds a medium of which nothing is said but what is given, and its first file. What stands already stays. */
export async function insertMedium(
  inside: Room,
  medium: NewMedium,
  first: Insertable<RenditionTable>,
): Promise<void> {
  await inside.db
    .insertInto('media')
    .values({
      focal_x: 0.5,
      focal_y: 0.5,
      alts_json: '{}',
      captions_json: '{}',
      credit: '',
      agency: '',
      licence: '',
      licence_expires: null,
      created_at: inside.now(),
      ...medium,
    })
    .onConflict((same) => same.column('id').doNothing())
    .execute();
  await inside.db
    .insertInto('rendition')
    .values(first)
    .onConflict((same) => same.columns(['media', 'width', 'format']).doNothing())
    .execute();
}
