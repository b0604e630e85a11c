import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { DeskOptions } from '../options.ts';
import { askingLooks, askingRoutes } from './asking/asking.ts';
import { auditRoutes, openAudit } from './audit.ts';
import { openBus } from './bus.ts';
import { DeskError, type Status, toldOf } from './errors.ts';
import { followingRoutes } from './following.ts';
import { eventRoutes } from './events.ts';
import { frontRoutes } from './front.ts';
import { openGuards } from './guards.ts';
import { securityHeaders } from './headers.ts';
import { importRoutes } from './imports.ts';
import { meRoutes } from './me.ts';
import { mediaBytes, mediaRoutes } from './media.ts';
import { moneyRoutes } from './money/money.ts';
import { noteRoutes } from './notes.ts';
import { ownHost, sameOrigin } from './origin.ts';
import { overviewRoutes } from './overview.ts';
import type { Env, Parts } from './parts.ts';
import { peopleRoutes } from './people.ts';
import { openPresser } from './presser.ts';
import { previewPages, previewRoutes } from './previews.ts';
import { publishingRoutes } from './publishing.ts';
import { quarantineRoutes } from './quarantine.ts';
import { reachRoutes } from './reach.ts';
import { readerRoutes } from './readers.ts';
import { revisionRoutes } from './revisions.ts';
import { signInRoutes } from './sign-in.ts';
import { siteRoutes } from './site.ts';
import { staticFiles } from './static.ts';
import { storyRoutes } from './stories.ts';
import { termRoutes } from './terms.ts';
import { translationRoutes } from './translations.ts';
import { writingRoutes } from './writing.ts';

/** The routes under `/api`; the app's client takes its types from here. */
export type DeskApi = ReturnType<typeof routes>;

function routes(parts: Parts) {
  return new Hono<Env>()
    .basePath('/api')
    .route('/', signInRoutes(parts))
    .route('/', meRoutes(parts))
    .route('/', peopleRoutes(parts))
    .route('/', auditRoutes(parts))
    .route('/', eventRoutes(parts))
    .route('/', storyRoutes(parts))
    .route('/', writingRoutes(parts))
    .route('/', publishingRoutes(parts))
    .route('/', revisionRoutes(parts))
    .route('/', noteRoutes(parts))
    .route('/', translationRoutes(parts))
    .route('/', mediaRoutes(parts))
    .route('/', frontRoutes(parts))
    .route('/', termRoutes(parts))
    .route('/', siteRoutes(parts))
    .route('/', importRoutes(parts))
    .route('/', quarantineRoutes(parts))
    .route('/', reachRoutes(parts))
    .route('/', moneyRoutes(parts))
    .route('/', askingRoutes(parts))
    .route('/', overviewRoutes(parts))
    .route('/', readerRoutes(parts))
    .route('/', previewRoutes(parts))
    .route('/', followingRoutes(parts));
}

/** What every part is handed, from the options of the desk. */
export function partsOf(options: DeskOptions): Parts {
  const { store, newsroom, now, address, press, log = () => undefined } = options;
  const bus = openBus();
  const secure = address.startsWith('https:');
  return {
    options,
    store,
    newsroom,
    now,
    bus,
    audit: openAudit({ store, newsroom, now }),
    presser: openPresser({ press, bus, log }),
    closing: [],
    left: new Map(),
    handing: new Map(),
    ...openGuards({ store, now, secure, rate: options.rate }),
  };
}

/** The whole desk: API and app, with what guards every answer. */
export function createApp(parts: Parts) {
  const { options, secure } = parts;
  const app = new Hono<Env>()
    .use('*', securityHeaders(secure))
    .use('*', ownHost(options.address))
    .use('/api/*', sameOrigin(options.address))
    .use('/media/*', sameOrigin(options.address))
    .use('/look/*', sameOrigin(options.address))
    .use('/look-at/*', sameOrigin(options.address))
    .route('/', routes(parts))
    .route('/', mediaBytes(parts))
    .route('/', previewPages(parts))
    .route('/', askingLooks(parts))
    .all('/api/*', () => {
      throw new DeskError(404, 'not_found', 'There is nothing at this address');
    });
  staticFiles(app, options);
  app.onError((error, c) => {
    const malformed = { error: { code: 'malformed', message: 'The request cannot be read' } };
    if (error instanceof HTTPException) return c.json(malformed, error.status as Status);
    // Whoever asked hung up, or sent more than they may: nobody's fault here, and nobody is told.
    if (c.req.raw.signal.aborted) return c.json(malformed, 400);
    const told = toldOf(error);
    if (told === null) {
      options.log?.(`An answer of the desk failed: ${error.name}: ${error.message}`);
      const message = 'Something went wrong on our side; what you wrote is kept in this browser';
      return c.json({ error: { code: 'fault', message } }, 500);
    }
    if (told.after !== undefined) c.header('retry-after', `${told.after}`);
    return c.json(told.body as object, told.status);
  });
  return app;
}
