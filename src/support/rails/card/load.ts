/** The card rail with Stripe's client, which holds tens of megabytes that a paper without cards need not have. */
export const loadCard = () => import('./card.ts');
