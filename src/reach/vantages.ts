import type { Store } from '#store';
import type { Look } from './probe/answer.ts';
import { lookByCommand, URL_MARK } from './probe/command.ts';
import { lookFromHere } from './probe/here.ts';
import { readState, writeState } from './state.ts';

/** Where probes look from. */
export type Vantage = {
  id: string;
  label: string;
  /** Program and words, one of them with `{url}`; null for this machine. */
  command: readonly string[] | null;
  /** Milliseconds since 1970; 0 for this machine, which always is one. */
  addedAt: number;
  /** An address that has to answer from there, which tells a cut line from blocked mirrors; null where none is known. */
  control: string | null;
};

const CONTROLS = 'vantages.controls';

export const HERE: Vantage = { id: 'here', label: 'this machine', command: null, addedAt: 0, control: null };

/** This machine, and then the vantages that were added, the oldest first. */
export async function listVantages(store: Store): Promise<Vantage[]> {
  const rows = await store.db.selectFrom('vantage').selectAll().orderBy('added_at').orderBy('id').execute();
  const controls = await readControls(store);
  return [
    { ...HERE, control: controls[HERE.id] ?? null },
    ...rows.map((row) => ({
      id: row.id,
      label: row.label,
      command: readCommand(JSON.parse(row.command_json)),
      addedAt: row.added_at,
      control: controls[row.id] ?? null,
    })),
  ];
}

function readCommand(value: unknown): string[] {
  if (Array.isArray(value) && value.every((word) => typeof word === 'string')) return value;
  throw new Error(
    'A vantage’s command in the database is no list of words; remove the vantage and add it again',
  );
}

/** Adds a vantage, or gives one another command. @returns why it cannot be, to be shown to whoever asked; else null */
export async function putVantage(
  store: Store,
  { id, label, command }: Pick<Vantage, 'id' | 'label'> & { command: readonly string[] },
  at: number,
): Promise<string | null> {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
    return `A vantage cannot be called "${id}"; use small letters, digits and "-"`;
  if (id === HERE.id) return 'The vantage "here" is this machine and always there; choose another name';
  if (command.length === 0) return 'The command is missing; write it behind "--", with {url} for the address';
  if (!command.slice(1).some((word) => word.includes(URL_MARK)))
    return 'The command does not say where the address goes; write {url} in its place';
  const row = { label, command_json: JSON.stringify(command) };
  await store.db
    .insertInto('vantage')
    .values({ id, ...row, added_at: at })
    .onConflict((same) => same.column('id').doUpdateSet(row))
    .execute();
  return null;
}

async function readControls(store: Store): Promise<Readonly<Record<string, string>>> {
  const value = await readState(store, CONTROLS);
  const pairs = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

/**
 * Gives a vantage, `here` too, the address that has to answer from there, or takes it away.
 *
 * @returns why it cannot be, to be shown to whoever asked; else null
 */
export async function setControl(store: Store, id: string, control: string | null): Promise<string | null> {
  const url = control === null || !URL.canParse(control) ? null : new URL(control);
  if (control !== null && (url === null || !/^https?:$/.test(url.protocol) || url.username !== ''))
    return `"${control}" is no full address; give one that begins with https:// or http://`;
  if (url !== null && (url.search !== '' || url.hash !== ''))
    return `"${control}" has "?" or "#" in it; give an address without`;
  const { [id]: _before, ...others } = await readControls(store);
  await writeState(store, CONTROLS, url === null ? others : { ...others, [id]: url.href });
  return null;
}

/** @returns whether there was one */
export async function removeVantage(store: Store, id: string): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom('vantage')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await setControl(store, id, null);
  return numDeletedRows > 0n;
}

export const lookFrom = ({ command }: Vantage, environment: NodeJS.ProcessEnv): Look =>
  command === null ? lookFromHere : lookByCommand(command, environment);
