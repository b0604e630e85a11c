export const ROLES = ['reporter', 'editor', 'publisher', 'engineer'] as const;
export type Role = (typeof ROLES)[number];

/** `own`: for stories that the person began; see `api/own.ts`. */
type Grant = true | 'own' | false;

const row = (reporter: Grant, editor: Grant, publisher: Grant, engineer: Grant) => ({
  reporter,
  editor,
  publisher,
  engineer,
});
const everyone = row(true, true, true, true);
const newsroom = row(true, true, true, false);
const editors = row(false, true, true, false);
const publishers = row(false, false, true, false);
const engineers = row(false, false, false, true);

/**
 * Who may do what: the one table. An account holds a set of roles and may do what any of them may.
 * An engineer keeps the machine and reads no story.
 */
export const ACTS = {
  /** One's own sessions and passkeys, and the events of the desk. */
  self: everyone,
  'overview.read': everyone,
  /** How often pages are read, as far as that is known. */
  'readers.read': newsroom,

  'story.read': newsroom,
  'story.create': newsroom,
  'story.write': row('own', true, true, false),
  /** From draft to review and back to draft. */
  'story.submit': row('own', true, true, false),
  'story.approve': editors,
  'story.schedule': editors,
  'story.embargo': editors,
  'story.publish': editors,
  'story.correct': editors,
  'story.update': editors,
  'story.translate': row('own', true, true, false),
  'story.withdraw': publishers,
  'story.restore': publishers,
  'story.redact': publishers,
  'story.kill': publishers,
  'story.note': newsroom,
  'story.preview': row('own', true, true, false),

  'media.read': newsroom,
  'media.add': newsroom,
  'media.describe': newsroom,
  'media.remove': editors,

  'terms.read': newsroom,
  'terms.write': editors,
  'front.read': newsroom,
  'front.write': editors,
  'pages.read': newsroom,
  'pages.write': publishers,
  'notices.read': newsroom,
  'notices.write': publishers,
  'site.read': everyone,
  'site.write': publishers,
  'import.run': editors,

  'editions.read': everyone,
  'mirrors.read': row(false, true, true, true),
  'mirrors.write': engineers,
  'keys.read': row(false, false, true, true),

  /** Which rails money moves by and whether they answer: nothing of what was given. */
  'money.rails': row(false, true, true, true),
  /** Sums, in which nobody stands out. */
  'money.overview': editors,
  'money.contributions': publishers,
  'money.refund': publishers,
  'money.transfers': publishers,
  'money.bank': publishers,
  'money.costs': publishers,
  /** Names that supporters want to be seen by. */
  'money.wall': editors,
  'money.switch': publishers,
  'money.books': publishers,

  /** What readers are asked, where and when. */
  'appeals.read': editors,
  'appeals.write': editors,
  'offer.read': editors,
  'offer.write': publishers,
  /** The rules on giving from other countries. */
  'safety.read': editors,
  'safety.write': publishers,

  'people.read': row(false, false, true, true),
  'people.write': publishers,
  /** Ending other people's sessions, and everybody's at once. */
  'people.end': row(false, false, true, true),
  'audit.read': publishers,
} as const satisfies Record<string, Record<Role, Grant>>;

export type Act = keyof typeof ACTS;

/** What a set of roles may do: always, with what is their own, or not at all. */
export function grantOf(roles: readonly Role[], act: Act): Grant {
  const grants = roles.map((role): Grant => ACTS[act][role]);
  if (grants.includes(true)) return true;
  return grants.includes('own') ? 'own' : false;
}

/** Every act that the roles may do at least with what is their own. */
export function actsOf(roles: readonly Role[]): Act[] {
  return (Object.keys(ACTS) as Act[]).filter((act) => grantOf(roles, act) !== false);
}
