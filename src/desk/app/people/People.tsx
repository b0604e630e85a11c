import { Button, Modal } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { desk, told } from '../client.ts';
import page from '../page.module.css';
import { useMay, useMe } from '../queries.ts';
import { peopleQuery } from '../room-queries.ts';
import type { Person, Role } from '../shapes.ts';
import { TroubleNote } from '../shell/TroubleNote.tsx';
import { useTelling, useWords } from '../words.tsx';
import { Panic } from './Panic.tsx';
import { PersonForm } from './PersonForm.tsx';
import { ShownLink } from './ShownLink.tsx';
import type { Invitation } from './ShownLink.tsx';

/** Everybody at the desk, and how they come in. */
export function People() {
  const words = useWords();
  const may = useMay();
  const [shown, setShown] = useState<Invitation | null>(null);
  const [inviting, setInviting] = useState(false);
  const { data } = useSuspenseQuery(peopleQuery);
  const queries = useQueryClient();
  const adding = useMutation({
    mutationFn: (given: { name: string; roles: Role[] }) => told(desk.people.$post({ json: given })),
    onSuccess: ({ link }, { name }) => {
      setInviting(false);
      setShown({ ...link, name });
      return queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
  return (
    <div className={page.page}>
      <header className={page.head}>
        <h1>{words.people.title}</h1>
        {may('people.write') && <Button onClick={() => setInviting(true)}>{words.people.invite}</Button>}
      </header>
      {shown !== null && <ShownLink link={shown} onDone={() => setShown(null)} />}
      <ul className={page.rows}>
        {data.people.map((person) => (
          <PersonRow key={person.id} person={person} onLink={setShown} />
        ))}
      </ul>
      {may('people.end') && <Panic />}
      <Modal
        opened={inviting}
        onClose={() => setInviting(false)}
        title={words.people.invite}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <PersonForm
          act={words.people.inviteButton}
          busy={adding.isPending}
          error={adding.error}
          onDone={(given) => adding.mutate(given)}
        />
      </Modal>
    </div>
  );
}

function PersonRow({ person, onLink }: { person: Person; onLink: (link: Invitation) => void }) {
  const words = useWords();
  const may = useMay();
  const { account } = useMe();
  const { figure, list } = useTelling();
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);
  const learn = () =>
    Promise.all([['people'], ['me']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const change = useMutation({
    mutationFn: (given: { name?: string; roles?: Role[]; closed?: boolean }) =>
      told(desk.people[':id'].$patch({ param: { id: person.id }, json: given })),
    onSuccess: () => {
      setChanging(false);
      return learn();
    },
  });
  const linking = useMutation({
    mutationFn: () => told(desk.people[':id'].link.$post({ param: { id: person.id } })),
    onSuccess: ({ link }) => onLink({ ...link, name: person.name }),
  });
  const ending = useMutation({
    mutationFn: () => told(desk.people[':id']['end-sessions'].$post({ param: { id: person.id } })),
    onSuccess: learn,
  });
  const say = words.people;
  const closed = person.closedAt !== null;
  const facts = [
    list(person.roles.map((role) => words.roles[role])),
    person.passkeys === 0 ? say.noKey : say.passkeys(person.passkeys, figure(person.passkeys)),
    say.sessions(person.sessions, figure(person.sessions)),
  ];
  return (
    <li>
      <div className={page.about}>
        <span>
          <bdi className={page.name}>{person.name}</bdi>
          {person.id === account.id && ` (${say.you})`}
          {closed && ` (${say.closed})`}
        </span>
        <span className={page.soft}>{facts.join(' · ')}</span>
      </div>
      <div className={page.acts}>
        {may('people.end') && person.sessions > 0 && (
          <Button variant="default" size="xs" onClick={() => ending.mutate()} loading={ending.isPending}>
            {say.end}
          </Button>
        )}
        {may('people.write') && (
          <>
            {!closed && (
              <Button
                variant="default"
                size="xs"
                onClick={() => linking.mutate()}
                loading={linking.isPending}
              >
                {say.link}
              </Button>
            )}
            <Button
              variant="default"
              size="xs"
              aria-label={say.changeOf(person.name)}
              onClick={() => setChanging(true)}
            >
              {say.change}
            </Button>
          </>
        )}
      </div>
      <TroubleNote error={linking.error ?? ending.error} />
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={say.changeOf(person.name)}
        closeButtonProps={{ 'aria-label': words.close }}
      >
        <PersonForm
          person={person}
          act={words.save}
          busy={change.isPending}
          error={change.error}
          onDone={(given) => change.mutate(given)}
        />
        <Button
          mt="md"
          variant="default"
          fullWidth
          onClick={() => change.mutate({ closed: !closed })}
          loading={change.isPending}
        >
          {closed ? say.reopen : say.close}
        </Button>
      </Modal>
    </li>
  );
}
