import type { MoneyWords } from '../languages/money/en.ts';
import type { Act } from '../shapes.ts';

export type Tab = { name: keyof MoneyWords['tabs']; to: string; act: Act };

/** The rooms of money in their order, each with the act that opens it. */
export const TABS: readonly Tab[] = [
  { name: 'overview', to: '/money', act: 'money.rails' },
  { name: 'contributions', to: '/money/contributions', act: 'money.contributions' },
  { name: 'transfers', to: '/money/transfers', act: 'money.transfers' },
  { name: 'costs', to: '/money/costs', act: 'money.costs' },
  { name: 'appeals', to: '/money/appeals', act: 'appeals.read' },
  { name: 'offer', to: '/money/offer', act: 'offer.read' },
  { name: 'safety', to: '/money/safety', act: 'safety.read' },
  { name: 'wall', to: '/money/wall', act: 'money.wall' },
  { name: 'switch', to: '/money/switch', act: 'money.switch' },
  { name: 'books', to: '/money/books', act: 'money.books' },
];
