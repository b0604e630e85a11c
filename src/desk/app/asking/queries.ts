import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { desk, told } from '../client.ts';
import type { Told } from '../client.ts';

/* What the rooms for appeals, the offer and the safety rules ask the server for. */

export const appealsQuery = queryOptions({
  queryKey: ['money', 'appeals'],
  queryFn: ({ signal }) => told(desk.money.appeals.$get({}, { init: { signal } })),
});

export type Appeals = Told<ReturnType<typeof desk.money.appeals.$get>>;
export type Appeal = Appeals['appeals'][number];
export type Placement = Appeal['placement'];
export type Texts = Appeal['variants'][string][string];
export type Filling = Appeals['fills'][string]['filling'];

export const PLACEMENTS: readonly Placement[] = ['strip', 'epic', 'banner', 'newsletter'];

/** A page of readers, by what decides which appeal stands on it. `section` empty: none. */
export type Spot = { placement: Placement; lang: string; section: string; at: number | null };

export const explainedQuery = ({ placement, lang, section, at }: Spot) =>
  queryOptions({
    queryKey: ['money', 'appeals', 'explained', placement, lang, section, at],
    queryFn: ({ signal }) => {
      const query = {
        placement,
        lang,
        ...(section === '' ? {} : { section }),
        ...(at === null ? {} : { at: `${at}` }),
      };
      return told(desk.money['appeals-explained'].$get({ query }, { init: { signal } }));
    },
    placeholderData: keepPreviousData,
  });

export const letterQuery = (lang: string, texts: Texts) =>
  queryOptions({
    queryKey: ['money', 'appeals', 'letter', lang, texts],
    queryFn: ({ signal }) =>
      told(desk.money['appeals-newsletter'].$post({ json: { lang, texts } }, { init: { signal } })),
    placeholderData: keepPreviousData,
  });

export const offerQuery = queryOptions({
  queryKey: ['money', 'offer'],
  queryFn: ({ signal }) => told(desk.money.offer.$get({}, { init: { signal } })),
});

export type OfferFile = Told<ReturnType<typeof desk.money.offer.$get>>;
export type Terms = OfferFile['terms'];
export type Offer = Terms['offers'][number];

export const safetyQuery = queryOptions({
  queryKey: ['money', 'safety'],
  queryFn: ({ signal }) => told(desk.money.safety.$get({}, { init: { signal } })),
});

export type SafetyFile = Told<ReturnType<typeof desk.money.safety.$get>>;
export type Rule = SafetyFile['rules'][number];
export type Act = SafetyFile['acts'][number];

export const safetyVersionsQuery = queryOptions({
  queryKey: ['money', 'safety', 'versions'],
  queryFn: ({ signal }) => told(desk.money.safety.versions.$get({}, { init: { signal } })),
});

export const effectsQuery = (rule: Rule, base: Rule | null) =>
  queryOptions({
    queryKey: ['money', 'safety', 'effects', rule, base],
    queryFn: ({ signal }) =>
      told(desk.money.safety.effects.$post({ json: { rule, base } }, { init: { signal } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
