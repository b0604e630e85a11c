/** Ed25519 in JavaScript. Loaded where it is needed: a server starts without it. */
export const javascript = () => import('@noble/ed25519');
