import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import page from '../page.module.css';
import { ROLES } from '../shapes.ts';
import type { Role } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useWords } from '../words.tsx';

type Given = { name: string; roles: Role[] };

/** Name and roles of somebody, new or known. */
export function PersonForm({
  person = { name: '', roles: ['reporter'] },
  act,
  busy,
  error,
  onDone,
}: {
  person?: Given;
  act: string;
  busy: boolean;
  error: unknown;
  onDone: (given: Given) => void;
}) {
  const words = useWords();
  const [name, setName] = useState(person.name);
  const [roles, setRoles] = useState<readonly Role[]>(person.roles);
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        onDone({ name: name.trim(), roles: [...roles] });
      }}
    >
      <TextInput
        label={words.people.name}
        description={words.people.nameHint}
        required
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Checkbox.Group
        label={words.people.roles}
        value={[...roles]}
        onChange={(chosen) => setRoles(ROLES.filter((role) => chosen.includes(role)))}
      >
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            mt="xs"
            value={role}
            label={words.roles[role]}
            description={words.roleDoes[role]}
          />
        ))}
      </Checkbox.Group>
      <TroubleNote error={error} />
      <Button type="submit" loading={busy} disabled={name.trim() === '' || roles.length === 0}>
        {act}
      </Button>
    </form>
  );
}
