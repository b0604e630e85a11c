import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMe } from '../queries.ts';
import { useRoomWords } from '../room-words.ts';
import type { Terms } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { directionOf, nameOf, useSpoken } from '../words.tsx';
import classes from './Begin.module.css';

/** The first bylines. */
export function AuthorStep({ authors, onDone }: { authors: Terms['authors']; onDone: () => void }) {
  const { begin: say } = useRoomWords();
  const { lang: spoken } = useSpoken();
  const { account, site } = useMe();
  const queries = useQueryClient();
  const [name, setName] = useState(authors.length === 0 ? account.name : '');
  const [pseudonymous, setPseudonymous] = useState(false);
  const main = site?.defaultLang ?? spoken;
  const adding = useMutation({
    mutationFn: () =>
      told(
        desk.authors.$post({
          json: { names: { [main]: name.trim() }, bios: {}, pseudonymous, portrait: null },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['terms'] });
      onDone();
    },
  });
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      <p className={page.intro}>{say.author.why}</p>
      {authors.length > 0 && (
        <ul className={classes.chips}>
          {authors.map(({ id, names }) => (
            <li key={id} className={classes.chip}>
              <bdi>{nameOf(names, spoken, id)}</bdi>
            </li>
          ))}
        </ul>
      )}
      <TextInput
        label={say.author.name}
        lang={main}
        dir={directionOf(main)}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox
        label={say.author.hidden}
        description={say.author.hiddenWhy}
        checked={pseudonymous}
        onChange={(event) => {
          setPseudonymous(event.currentTarget.checked);
          // The name of the account is the last thing that a pseudonym should begin with.
          if (event.currentTarget.checked && name === account.name) setName('');
        }}
      />
      <TroubleNote error={adding.error} />
      <div className={page.acts}>
        <Button type="submit" loading={adding.isPending} disabled={name.trim() === ''}>
          {say.author.add}
        </Button>
        {authors.length > 0 && (
          <Button variant="default" onClick={onDone}>
            {say.next}
          </Button>
        )}
      </div>
    </form>
  );
}
