import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Takes the lease for `ms` milliseconds, or prolongs it for the one who has it; false while somebody else does. It
 * runs out by itself, so a process that dies blocks nobody for longer.
 */
export async function takeLease(
  db: Kysely<Schema>,
  wanted: { name: string; holder: string; expiresAt: number; now: number },
): Promise<boolean> {
  const { name, holder, expiresAt, now } = wanted;
  const taken = await db
    .insertInto('lease')
    .values({ name, holder, expires_at: expiresAt })
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, expires_at: expiresAt })
        .where((eb) => eb.or([eb('lease.holder', '=', holder), eb('lease.expires_at', '<=', now)])),
    )
    .returning('name')
    .executeTakeFirst();
  return taken !== undefined;
}

/** Gives the lease back, if this holder has it. */
export async function releaseLease(db: Kysely<Schema>, name: string, holder: string): Promise<void> {
  await db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute();
}
