import { Button } from '@mantine/core';
import { browserSupportsWebAuthn } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { desk, told, Trouble } from '../client.ts';
import { meQuery } from '../queries.ts';
import { Icon } from '../shell/Icon.tsx';
import { useWords } from '../words.tsx';
import { Door } from './Door.tsx';
import classes from './Door.module.css';
import { deviceName, makePasskey } from './passkeys.ts';
import { useSignInTrouble } from './trouble.ts';

/** Where a one-time link leads: it is used only when its owner says so, so that a preview of the link does not use it up. */
export function OpenLink() {
  const { link } = useWords();
  const queries = useQueryClient();
  // What follows `#` was sent to no server; out of the address it goes, so that it stands in no history.
  const [secret] = useState(() => {
    const found = location.hash.slice(1);
    if (found !== '') history.replaceState(history.state, '', location.pathname);
    return found;
  });
  const opening = useMutation({
    mutationFn: () => told(desk.link[':token'].$post({ param: { token: secret } })),
    onSuccess: () => queries.fetchQuery({ ...meQuery, staleTime: 0 }),
  });
  const trouble = useSignInTrouble(opening.error);
  if (opening.isSuccess) return <FirstPasskey />;
  const used = opening.error instanceof Trouble && opening.error.code === 'link_used';
  return (
    <Door title={link.title}>
      <p>{secret === '' ? link.missing : link.intro}</p>
      {secret !== '' && !used && (
        <Button size="md" loading={opening.isPending} onClick={() => opening.mutate()} data-autofocus>
          {link.open}
        </Button>
      )}
      <p role="status" className={classes.told}>
        {used ? link.used : trouble}
      </p>
    </Door>
  );
}

function FirstPasskey() {
  const { link } = useWords();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const enter = () => navigate({ to: '/', replace: true });
  const making = useMutation({
    mutationFn: () => makePasskey(deviceName()),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['me'] });
      await enter();
    },
  });
  const trouble = useSignInTrouble(making.error);
  return (
    <Door title={link.passkeyTitle}>
      <p>{link.passkeyIntro}</p>
      {browserSupportsWebAuthn() && (
        <Button
          size="md"
          leftSection={<Icon name="key" />}
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          {link.make}
        </Button>
      )}
      <p role="status" className={classes.told}>
        {trouble}
      </p>
      <Button variant="default" onClick={() => void enter()}>
        {link.later}
      </Button>
      <p className={classes.small}>{link.laterWhy}</p>
    </Door>
  );
}
