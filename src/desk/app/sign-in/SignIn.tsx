import { Button } from '@mantine/core';
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { InferRequestType } from 'hono/client';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { desk, told } from '../client.ts';
import { meQuery } from '../queries.ts';
import { Icon } from '../shell/Icon.tsx';
import { useWords } from '../words.tsx';
import { Door } from './Door.tsx';
import classes from './Door.module.css';
import { useSignInTrouble } from './trouble.ts';

type Asked = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type Proof = InferRequestType<(typeof desk)['sign-in']['verify']['$post']>['json'];

/** The page on which staff come in with a passkey. */
export function SignIn() {
  const { signIn } = useWords();
  const { to } = useSearch({ from: '/sign-in' });
  const queries = useQueryClient();
  const navigate = useNavigate();
  const entering = useMutation({
    mutationFn: async () => {
      const asked = await told(desk['sign-in'].options.$post());
      // What passes between the two halves of the library is theirs.
      const given = await startAuthentication({ optionsJSON: asked as unknown as Asked });
      const response = { ...given.response };
      await told(desk['sign-in'].verify.$post({ json: { ...given, response } as unknown as Proof }));
    },
    onSuccess: async () => {
      await queries.fetchQuery({ ...meQuery, staleTime: 0 });
      await navigate({ to: to ?? '/', replace: true });
    },
  });
  const trouble = useSignInTrouble(entering.error);
  const able = browserSupportsWebAuthn();
  return (
    <Door title={signIn.title}>
      <p>{able ? signIn.intro : signIn.unsupported}</p>
      {able && (
        <Button
          size="md"
          leftSection={<Icon name="key" />}
          loading={entering.isPending}
          onClick={() => entering.mutate()}
          data-autofocus
        >
          {signIn.button}
        </Button>
      )}
      <p role="status" className={classes.told}>
        {entering.isPending ? signIn.waiting : trouble}
      </p>
      <p className={classes.small}>{signIn.lost}</p>
    </Door>
  );
}
