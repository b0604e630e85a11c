import './mantine.css';
import './tokens.css';
import './base.css';
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Trouble } from './client.ts';
import type { Words } from './languages/en.ts';
import { openRouter } from './router.tsx';
import { theme } from './theme.ts';
import { directionOf, keepLanguage, loadWords, preferredLanguage, SpokenProvider } from './words.tsx';
import type { DeskLanguage } from './words.tsx';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) =>
        count < 2 && error instanceof Trouble && (error.status === 0 || error.status >= 500),
    },
  },
});
const router = openRouter(queries);

function App({ first }: { first: { lang: DeskLanguage; words: Words } }) {
  const [spoken, setSpoken] = useState(first);
  const direction = directionOf(spoken.lang);
  useEffect(() => {
    document.documentElement.lang = spoken.lang;
    document.documentElement.dir = direction;
    document.title = `${spoken.words.name} · Longwave`;
  }, [spoken, direction]);
  const choose = (lang: DeskLanguage) => {
    keepLanguage(lang);
    void loadWords(lang).then((words) => setSpoken({ lang, words }));
  };
  return (
    <SpokenProvider {...spoken} choose={choose}>
      <DirectionProvider initialDirection={direction} detectDirection={false}>
        <Turning direction={direction} />
        <MantineProvider
          theme={theme}
          defaultColorScheme="auto"
          withCssVariables={false}
          withGlobalClasses={false}
        >
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </SpokenProvider>
  );
}

/** Turns Mantine's parts with the language, without making anything anew that somebody is writing in. */
function Turning({ direction }: { direction: 'ltr' | 'rtl' }) {
  const { setDirection } = useDirection();
  useEffect(() => setDirection(direction), [direction, setDirection]);
  return null;
}

const place = document.getElementById('desk');
if (place === null) throw new Error('The page has no place for the desk');
const lang = preferredLanguage();
document.documentElement.lang = lang;
document.documentElement.dir = directionOf(lang);
const words = await loadWords(lang);
createRoot(place).render(<App first={{ lang, words }} />);
