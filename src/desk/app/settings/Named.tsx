import { Button, Modal, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useHouseWords } from '../house-words.ts';
import { OrderButtons, OrderTold } from '../order/Order.tsx';
import { useOrder } from '../order/use-order.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { nameOf, useSpoken, useWords } from '../words.tsx';
import { ChangedSince } from './ChangedSince.tsx';
import { SettingTrouble } from './Saving.tsx';
import { useRemoval } from './use-removal.ts';

export type NamedThing = { id: string; names: Record<string, string> };

/** Things that have a name in each language: found, added, changed, put in order, removed where nothing bears them. */
export function Named<Thing extends NamedThing>({
  things,
  intro,
  newTitle,
  head,
  word,
  remove,
  onOrder,
  error,
  form,
}: {
  things: readonly Thing[];
  intro: string;
  newTitle: string;
  /** What a line begins with. */
  head: (thing: Thing) => ReactNode;
  /** What their pages are called in addresses of readers. */
  word: string;
  /** Removes it where it still stands like this. */
  remove: (seen: Thing) => Promise<unknown>;
  /** They stand in an order that is changed here. */
  onOrder?: (ordered: Thing[]) => void;
  error?: unknown;
  /** The form of one; null: of a new one. */
  form: (thing: Thing | null, onDone: () => unknown) => ReactNode;
}) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  const { lang } = useSpoken();
  const { site } = useMe();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [changing, setChanging] = useState<Thing | 'new' | null>(null);
  const learn = () => queries.invalidateQueries({ queryKey: ['terms'] });
  const removal = useRemoval({ remove, onDone: learn, onMet: learn });
  const title = ({ id, names }: NamedThing) => nameOf(names, lang, id);
  const order = useOrder(say, [...things], title, (ordered) => onOrder?.(ordered));
  const wanted = text.trim().toLowerCase();
  const fits = ({ id, names }: NamedThing) =>
    [id, ...Object.values(names)].some((name) => name.toLowerCase().includes(wanted));
  return (
    <>
      <header className={page.head}>
        <p className={page.intro}>
          {intro} {onOrder !== undefined && say.keys}
        </p>
        <Button onClick={() => setChanging('new')}>{say.add}</Button>
      </header>
      {things.length > 8 && (
        <TextInput
          type="search"
          aria-label={say.terms.find}
          placeholder={say.terms.find}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <SettingTrouble error={removal.error ?? error} />
      {things.length === 0 && <p className={page.intro}>{say.terms.none}</p>}
      <ol className={page.rows}>
        {things.filter(fits).map((thing) => {
          const index = things.indexOf(thing);
          const name = title(thing);
          return (
            <li
              key={thing.id}
              onKeyDown={(event) => {
                if (onOrder !== undefined) order.onKey(event, index);
              }}
            >
              <div className={page.about}>
                {head(thing)}
                <span className={page.soft}>
                  <code dir="ltr">{thing.id}</code>
                  {site !== null && (
                    <>
                      {' · '}
                      <a href={`${site.address}/${word}/${thing.id}.html`} target="_blank" rel="noreferrer">
                        {say.see}
                      </a>
                    </>
                  )}
                </span>
              </div>
              <div className={page.acts}>
                {onOrder !== undefined && (
                  <OrderButtons order={order} name={name} index={index} last={things.length - 1} />
                )}
                <Button
                  variant="default"
                  size="xs"
                  aria-label={say.changeOf(name)}
                  onClick={() => setChanging(thing)}
                >
                  {say.change}
                </Button>
                <RemoveButton name={name} onRemove={() => removal.start(thing)} />
              </div>
            </li>
          );
        })}
      </ol>
      <OrderTold order={order} />
      <ChangedSince removal={removal} />
      <Modal
        opened={changing !== null}
        onClose={() => setChanging(null)}
        title={changing === 'new' || changing === null ? newTitle : say.changeOf(title(changing))}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        {changing !== null &&
          form(changing === 'new' ? null : changing, () => {
            setChanging(null);
            return learn();
          })}
      </Modal>
    </>
  );
}

export function RemoveButton({ name, onRemove }: { name: string; onRemove: () => void }) {
  const words = useWords();
  const { settings: say } = useHouseWords();
  return (
    <Button variant="default" size="xs" aria-label={say.removeOf(name)} onClick={onRemove}>
      {words.remove}
    </Button>
  );
}

export const isNamed = ({ names }: NamedThing): boolean =>
  Object.values(names).some((name) => name.trim() !== '');
