import { Trouble } from '../client.ts';
import { useTold } from '../shell/TroubleNote.tsx';
import { useWords } from '../words.tsx';

/** What to say of a passkey that did not open the door. */
export function useSignInTrouble(error: unknown): string | null {
  const { signIn } = useWords();
  const tell = useTold();
  if (error === null) return null;
  if (error instanceof Trouble) {
    if (error.status === 429) return signIn.tooMany;
    if (error.code === 'sign_in_failed') return signIn.failed;
    return tell(error).join(' ');
  }
  return signIn.cancelled;
}
