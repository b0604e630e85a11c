import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { desk, told } from '../client.ts';
import { Waiting } from '../shell/Between.tsx';
import { TroubleNote } from '../shell/TroubleNote.tsx';

/** Begins a story and leads to its page. */
export function NewStory() {
  const { lang } = useParams({ from: '/desk/new/$lang' });
  const navigate = useNavigate();
  const queries = useQueryClient();
  const begin = useMutation({
    mutationFn: () => told(desk.stories.$post({ json: { lang } })),
    onSuccess: async ({ story }) => {
      void queries.invalidateQueries({ queryKey: ['stories'] });
      await navigate({ to: '/stories/$story', params: { story: story.id }, replace: true });
    },
  });
  const begun = useRef(false);
  const { mutate } = begin;
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    mutate();
  }, [mutate]);
  return begin.isError ? <TroubleNote error={begin.error} onAgain={() => begin.mutate()} /> : <Waiting />;
}
