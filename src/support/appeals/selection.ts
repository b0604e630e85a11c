import type { Appeal, Appeals, Placement } from './appeal.ts';

/** A place on a page where an appeal may stand. */
export type Spot = {
  placement: Placement;
  lang: string;
  /** Id of the story's section; null where it has none, as on a front. */
  section: string | null;
  /** Milliseconds since 1970. */
  at: number;
  /** Whether any way to pay is open. */
  payable: boolean;
};

type Rule = { name: string; holds: (appeal: Appeal, spot: Spot, all: Appeals) => boolean };

/** Every one of them has to hold. A name is what the desk shows as the reason. */
const RULES = [
  { name: 'switched-on', holds: (_appeal, _spot, all) => all.on },
  { name: 'on', holds: ({ on }) => on },
  { name: 'payable', holds: (_appeal, { payable }) => payable },
  { name: 'placement', holds: (appeal, { placement }) => appeal.placement === placement },
  { name: 'begun', holds: ({ from }, { at }) => from === null || from <= at },
  { name: 'not-over', holds: ({ until }, { at }) => until === null || at < until },
  {
    name: 'section',
    holds: ({ sections }, { section }) =>
      sections === null || (section !== null && sections.includes(section)),
  },
  {
    name: 'language',
    holds: ({ variants }, { lang }) => variants.some(({ texts }) => Object.hasOwn(texts, lang)),
  },
] as const satisfies readonly Rule[];

export type SelectionRule = (typeof RULES)[number]['name'];

/** Why an appeal stands at a spot or does not: what it fails, or the one that stands before it. */
export type Explained = {
  id: string;
  fails: SelectionRule[];
  /** Nothing fails, and no other comes first. */
  stands: boolean;
};

export function explainAppeals(all: Appeals, spot: Spot): Explained[] {
  let taken = false;
  return all.appeals.map((appeal) => {
    const fails = RULES.filter(({ holds }) => !holds(appeal, spot, all)).map(({ name }) => name);
    const stands = fails.length === 0 && !taken;
    taken ||= stands;
    return { id: appeal.id, fails, stands };
  });
}

/** The appeal that stands at a spot; null: none. */
export function appealAt(all: Appeals, spot: Spot): Appeal | null {
  return all.appeals.find((appeal) => RULES.every(({ holds }) => holds(appeal, spot, all))) ?? null;
}
