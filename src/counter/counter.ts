export { type CardTesting, type Guard, openGuard } from './guard.ts';
export { openCounter } from './open.ts';
export type { Counter, CounterOptions, RouteGroup } from './open.ts';
export type { PaperFacts } from './page.ts';
export { remindGroup, type RemindParts } from './remind/routes.ts';
export { REMIND } from './remind/views.ts';
export { HOOK, hookGroup } from './support/hook.ts';
export { SUPPORT, supportGroup } from './support/routes.ts';
export type { CardForm, SupportParts } from './support/context.ts';
