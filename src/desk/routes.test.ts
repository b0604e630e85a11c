import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { opener } from '../../test/databases.ts';
import { moneyHere } from '../../test/desk-money.ts';
import { type DeskBench, openBench, type Person } from '../../test/desk.ts';
import { createApp, partsOf } from './api/api.ts';
import { guardedAct } from './api/guards.ts';
import { ACTS, type Act, actsOf, grantOf, ROLES, type Role } from './permissions.ts';

type Route = { method: string; path: string; act: Act | 'nobody' };

/** Every route of the API with the act that guards it. */
function routesOf(desk: DeskBench): Route[] {
  const { store, newsroom, folder, address, rate } = desk;
  const options = { store, newsroom, folder, address, rate, now: Date.now, random: Math.random, app: folder };
  const app = createApp(
    partsOf({
      ...options,
      press: async () => ({ edition: null, how: 'none' }),
      money: moneyHere({ store, now: Date.now }),
    }),
  );
  const found = new Map<string, Route[]>();
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL' || path === '*' || path === '/*') continue;
    const act = guardedAct(handler);
    const key = `${method} ${path}`;
    const guards = found.get(key) ?? [];
    found.set(key, act === undefined ? guards : [...guards, { method, path, act }]);
  }
  return [...found].map(([key, guards]) => {
    expect(guards, `${key} has one guard`).toHaveLength(1);
    return guards[0] as Route;
  });
}

/** Routes that anybody may ask: what lets people in, and previews by their link. */
const OPEN = [
  'GET /preview/:secret/*',
  'POST /api/link/:token',
  'POST /api/sign-in/options',
  'POST /api/sign-in/verify',
];

describe('every route', () => {
  const { open, clean } = opener('sqlite');
  let desk: DeskBench;
  const people = new Map<Role, Person>();
  beforeAll(async () => {
    desk = await openBench(open);
    for (const role of ROLES) people.set(role, await desk.person(`One ${role}`, role));
  });
  afterAll(async () => {
    await desk.close();
    await clean();
  });

  it('is guarded by one act, or is one of the few that need a secret of their own', () => {
    const routes = routesOf(desk);
    const unguarded = routes.filter(({ act }) => act === 'nobody');
    expect(unguarded.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(OPEN);
    const all = routes.map(({ method, path, act }) => `${act}: ${method} ${path}`).sort();
    expect(all).toMatchInlineSnapshot(`
      [
        "appeals.read: GET /api/money/appeals",
        "appeals.read: GET /api/money/appeals-explained",
        "appeals.read: GET /look-at/appeal/:lang/:draft/*",
        "appeals.read: GET /look-at/newsletter/:lang/:draft/block.html",
        "appeals.read: POST /api/money/appeals-newsletter",
        "appeals.write: DELETE /api/money/appeals/:id",
        "appeals.write: PUT /api/money/appeals",
        "appeals.write: PUT /api/money/appeals/:id",
        "audit.read: GET /api/audit",
        "editions.read: GET /api/editions",
        "front.read: GET /api/front/:lang",
        "front.write: DELETE /api/front/:lang/banner",
        "front.write: PUT /api/front/:lang",
        "front.write: PUT /api/front/:lang/banner",
        "import.run: DELETE /api/imports/:id",
        "import.run: DELETE /api/quarantine",
        "import.run: DELETE /api/quarantine/:id",
        "import.run: GET /api/imports",
        "import.run: GET /api/imports/:id",
        "import.run: GET /api/imports/:id/rows",
        "import.run: GET /api/quarantine",
        "import.run: GET /api/quarantine/:id",
        "import.run: POST /api/imports",
        "import.run: POST /api/imports/:id/rehearse",
        "import.run: POST /api/imports/:id/run",
        "import.run: POST /api/imports/:id/stop",
        "import.run: POST /api/quarantine/:id/retry",
        "import.run: PUT /api/quarantine/:id",
        "keys.read: GET /api/keys",
        "media.add: POST /api/media",
        "media.describe: PATCH /api/media/:id",
        "media.read: GET /api/media",
        "media.read: GET /api/media-expiring",
        "media.read: GET /api/media/:id",
        "media.read: GET /media/:id/:width{[0-9]+}",
        "media.remove: DELETE /api/media/:id",
        "mirrors.read: GET /api/mirrors",
        "mirrors.write: DELETE /api/mirrors/:id",
        "mirrors.write: PATCH /api/mirrors/:id",
        "mirrors.write: POST /api/mirrors/:id/push",
        "money.bank: PUT /api/money/bank",
        "money.books: GET /api/money/books",
        "money.books: GET /api/money/books/:what",
        "money.books: POST /api/money/books/close",
        "money.books: POST /api/money/books/verify",
        "money.contributions: GET /api/money/contributions",
        "money.contributions: GET /api/money/contributions/:id",
        "money.contributions: GET /api/money/questions",
        "money.costs: GET /api/money/costs",
        "money.costs: PUT /api/money/costs",
        "money.overview: GET /api/money/figures",
        "money.rails: GET /api/money/rails",
        "money.refund: POST /api/money/contributions/:id/refund",
        "money.refund: POST /api/money/questions",
        "money.switch: GET /api/money/switch",
        "money.switch: GET /api/money/switch/:id/log",
        "money.switch: POST /api/money/switch",
        "money.switch: POST /api/money/switch/:id/go-on",
        "money.switch: POST /api/money/switch/foresee",
        "money.transfers: GET /api/money/transfers",
        "money.transfers: POST /api/money/statements",
        "money.transfers: POST /api/money/transfers/:line",
        "money.wall: GET /api/money/wall",
        "money.wall: POST /api/money/wall",
        "nobody: GET /preview/:secret/*",
        "nobody: POST /api/link/:token",
        "nobody: POST /api/sign-in/options",
        "nobody: POST /api/sign-in/verify",
        "notices.read: GET /api/notices",
        "notices.write: DELETE /api/notices/:id",
        "notices.write: PUT /api/notices/:id",
        "offer.read: GET /api/money/offer",
        "offer.read: GET /look-at/offer/:lang/:draft/*",
        "offer.write: PUT /api/money/offer",
        "overview.read: GET /api/overview",
        "pages.read: GET /api/pages",
        "pages.read: GET /api/pages/:id/:lang",
        "pages.write: DELETE /api/pages/:id/:lang",
        "pages.write: PUT /api/pages",
        "people.end: POST /api/panic",
        "people.end: POST /api/people/:id/end-sessions",
        "people.read: GET /api/people",
        "people.write: PATCH /api/people/:id",
        "people.write: POST /api/people",
        "people.write: POST /api/people/:id/link",
        "readers.read: GET /api/readers",
        "safety.read: GET /api/money/safety",
        "safety.read: GET /api/money/safety/versions",
        "safety.write: POST /api/money/safety/effects",
        "safety.write: PUT /api/money/safety",
        "self: DELETE /api/passkeys",
        "self: DELETE /api/passkeys/:id",
        "self: DELETE /api/sessions/:id",
        "self: GET /api/events",
        "self: GET /api/me",
        "self: GET /api/passkeys",
        "self: GET /api/sessions",
        "self: POST /api/passkeys/options",
        "self: POST /api/passkeys/verify",
        "self: POST /api/sessions/end-all",
        "self: POST /api/sign-out",
        "site.read: GET /api/site",
        "site.write: POST /api/site/colours",
        "site.write: PUT /api/site",
        "story.correct: POST /api/stories/:id/correct",
        "story.create: POST /api/stories",
        "story.note: GET /api/stories/:id/notes",
        "story.note: PATCH /api/stories/:id/notes/:note",
        "story.note: POST /api/stories/:id/notes",
        "story.preview: DELETE /api/stories/:id/previews/:link",
        "story.preview: GET /api/stories/:id/previews",
        "story.preview: POST /api/stories/:id/previews",
        "story.read: GET /api/stories",
        "story.read: GET /api/stories/:id",
        "story.read: GET /api/stories/:id/check",
        "story.read: GET /api/stories/:id/diff",
        "story.read: GET /api/stories/:id/revisions",
        "story.read: GET /api/stories/:id/revisions/:n{[0-9]+}",
        "story.read: GET /api/stories/:id/translations",
        "story.read: GET /look/:id/*",
        "story.read: POST /api/stories/:id/move",
        "story.translate: DELETE /api/stories/:id/translation",
        "story.translate: PUT /api/stories/:id/translation",
        "story.update: POST /api/stories/:id/update",
        "story.withdraw: POST /api/stories/:id/withdraw",
        "story.write: DELETE /api/stories/:id/kept/:kept",
        "story.write: DELETE /api/stories/:id/lock",
        "story.write: DELETE /api/stories/:id/tasks/:source",
        "story.write: POST /api/stories/:id/lock",
        "story.write: PUT /api/stories/:id",
        "story.write: PUT /api/stories/:id/plan",
        "terms.read: GET /api/terms",
        "terms.write: DELETE /api/authors/:id",
        "terms.write: DELETE /api/sections/:id",
        "terms.write: DELETE /api/series/:id",
        "terms.write: DELETE /api/tags/:id",
        "terms.write: POST /api/authors",
        "terms.write: POST /api/sections",
        "terms.write: POST /api/tags",
        "terms.write: PUT /api/authors/:id",
        "terms.write: PUT /api/sections/:id",
        "terms.write: PUT /api/series/:id",
        "terms.write: PUT /api/tags/:id",
      ]
    `);
  });

  it('answers each role as the table says', async () => {
    const wrong: string[] = [];
    for (const { method, path, act } of routesOf(desk)) {
      if (act === 'nobody' || path === '/api/events') continue;
      // Ends sessions; asked last, below.
      if (/end-all|sign-out|panic|end-sessions/.test(path)) continue;
      const address = path.replace(/:n\{.*?\}|:width\{.*?\}/g, '1').replaceAll(/:\w+/g, 'nothing');
      for (const role of ROLES) {
        desk.clock.now += 2_000;
        const { status, body } = await (people.get(role) ?? desk.stranger()).ask(method, address);
        const refused = status === 403 && body?.error?.code === 'forbidden';
        const allowed = ACTS[act][role] !== false;
        if (refused === allowed || status === 401 || status === 429 || status >= 500)
          wrong.push(`${method} ${path} as ${role}: ${status}`);
      }
      const { status } = await desk.stranger().ask(method, address);
      if (status !== 401) wrong.push(`${method} ${path} as nobody: ${status}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('that ends sessions answers as the table says', async () => {
    for (const role of ROLES) {
      const person = await desk.person(`Another ${role}`, role);
      const ends = await person.ask('POST', `/api/people/nothing/end-sessions`);
      expect(ends.status).toBe(ACTS['people.end'][role] ? 404 : 403);
      expect((await person.ask('POST', '/api/sign-out')).status).toBe(200);
      expect((await person.ask('POST', '/api/sessions/end-all')).status).toBe(401);
    }
  });

  it('listening for events is for so many tabs of one person, and the last that came', async () => {
    const person = people.get('engineer') as Person;
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const address = `${desk.address.replace('localhost', '127.0.0.1')}/api/events`;
    const stopped = new AbortController();
    const ended: number[] = [];
    for (let tab = 0; tab < 35; tab++) {
      const { body } = await fetch(address, { headers: { cookie }, signal: stopped.signal });
      const read = async (): Promise<void> => {
        for await (const _part of body ?? []);
        ended.push(tab);
      };
      read().catch(() => undefined);
    }
    await vi.waitFor(() => expect(ended).toHaveLength(3), 10_000);
    expect(ended.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
    stopped.abort();
  });
});

describe('the table', () => {
  it('stands cell by cell as it was decided', () => {
    const cells = Object.entries(ACTS).map(([act, row]) => {
      const letter = (role: Role): string => ({ true: 'x', false: '.', own: 'o' })[`${row[role]}`] ?? '?';
      return `${act} ${ROLES.map(letter).join('')}`;
    });
    expect(cells).toMatchInlineSnapshot(`
      [
        "self xxxx",
        "overview.read xxxx",
        "readers.read xxx.",
        "story.read xxx.",
        "story.create xxx.",
        "story.write oxx.",
        "story.submit oxx.",
        "story.approve .xx.",
        "story.schedule .xx.",
        "story.embargo .xx.",
        "story.publish .xx.",
        "story.correct .xx.",
        "story.update .xx.",
        "story.translate oxx.",
        "story.withdraw ..x.",
        "story.restore ..x.",
        "story.redact ..x.",
        "story.kill ..x.",
        "story.note xxx.",
        "story.preview oxx.",
        "media.read xxx.",
        "media.add xxx.",
        "media.describe xxx.",
        "media.remove .xx.",
        "terms.read xxx.",
        "terms.write .xx.",
        "front.read xxx.",
        "front.write .xx.",
        "pages.read xxx.",
        "pages.write ..x.",
        "notices.read xxx.",
        "notices.write ..x.",
        "site.read xxxx",
        "site.write ..x.",
        "import.run .xx.",
        "editions.read xxxx",
        "mirrors.read .xxx",
        "mirrors.write ...x",
        "keys.read ..xx",
        "money.rails .xxx",
        "money.overview .xx.",
        "money.contributions ..x.",
        "money.refund ..x.",
        "money.transfers ..x.",
        "money.bank ..x.",
        "money.costs ..x.",
        "money.wall .xx.",
        "money.switch ..x.",
        "money.books ..x.",
        "appeals.read .xx.",
        "appeals.write .xx.",
        "offer.read .xx.",
        "offer.write ..x.",
        "safety.read .xx.",
        "safety.write ..x.",
        "people.read ..xx",
        "people.write ..x.",
        "people.end ..xx",
        "audit.read ..x.",
      ]
    `);
  });

  it('gives the best of several roles', () => {
    expect(grantOf(['reporter', 'engineer'], 'story.write')).toBe('own');
    expect(grantOf(['reporter', 'editor'], 'story.write')).toBe(true);
    expect(grantOf(['engineer'], 'story.read')).toBe(false);
    expect(grantOf([], 'self')).toBe(false);
    expect(actsOf(['engineer'])).not.toContain('story.read');
  });
});
