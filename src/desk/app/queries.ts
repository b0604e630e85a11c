import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { desk, told, Trouble } from './client.ts';
import type { Act, Me } from './shapes.ts';

/** Who is signed in; null: nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await told(desk.me.$get({}, { init: { signal } }));
    } catch (error) {
      if (error instanceof Trouble && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** The person at the desk, in every part that only stands for somebody signed in. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (data === null) throw new Trouble(401, null);
  return data;
}

/** Whether the person's roles allow an act at least for what is their own. */
export const useMay = (): ((act: Act) => boolean) => {
  const { acts } = useMe();
  return (act) => acts.includes(act);
};
