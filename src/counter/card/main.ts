/*
 * The script of the page on which a card is entered. The form itself comes from the company that takes the card, in
 * frames of its own: number and code never pass through here. What comes back is a name, good for one payment.
 */

type Failed = { message?: string };
type Elements = {
  create(
    kind: 'payment',
    options: object,
  ): { mount(onto: string): void; on(event: 'ready' | 'loaderror', act: () => void): void };
  submit(): Promise<{ error?: Failed }>;
};
type Stripe = {
  elements(options: object): Elements;
  createConfirmationToken(what: {
    elements: Elements;
  }): Promise<{ error?: Failed; confirmationToken?: { id: string } }>;
  handleNextAction(what: { clientSecret: string }): Promise<{ error?: Failed }>;
};
declare const Stripe: ((key: string, options: { locale: string }) => Stripe) | undefined;

const form = document.querySelector<HTMLFormElement>('form#card');
const told = document.querySelector<HTMLElement>('#card-told');
const button = form?.querySelector('button');

function say(text: string): void {
  if (told !== null) told.textContent = text;
}

/** Loads their script only here, on the page that asks for a card. */
function load(source: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = source;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('The card form did not load'));
    document.head.append(script);
  });
}

async function start(card: HTMLFormElement): Promise<void> {
  const { key = '', source = '', mode, amount, currency, lang = 'en', secret, away = '' } = card.dataset;
  try {
    await load(source);
  } catch {
    return say(away);
  }
  if (typeof Stripe === 'undefined') return say(away);
  const stripe = Stripe(key, { locale: lang });
  if (secret !== undefined) return approve(card, stripe, secret);
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const elements = stripe.elements({
    mode,
    amount: Number(amount),
    currency,
    allowedPaymentMethodTypes: ['card'],
    ...(mode === 'subscription' && { setupFutureUsage: 'off_session' }),
    appearance: { theme: dark ? 'night' : 'stripe' },
  });
  const field = elements.create('payment', { layout: 'accordion' });
  field.on('ready', () => {
    say('');
    button?.removeAttribute('disabled');
  });
  // Their script came and their form did not.
  field.on('loaderror', () => say(away));
  field.mount('#card-field');
  card.addEventListener('submit', (event) => {
    event.preventDefault();
    void pay(card, stripe, elements);
  });
}

async function pay(card: HTMLFormElement, stripe: Stripe, elements: Elements): Promise<void> {
  button?.setAttribute('disabled', '');
  say('');
  const { error: unfinished } = await elements.submit();
  const made = unfinished === undefined ? await stripe.createConfirmationToken({ elements }) : null;
  const error = unfinished ?? made?.error;
  const method = card.elements.namedItem('method');
  if (error !== undefined || made?.confirmationToken === undefined || !(method instanceof HTMLInputElement)) {
    say(error?.message ?? card.dataset['away'] ?? '');
    button?.removeAttribute('disabled');
    return;
  }
  method.value = made.confirmationToken.id;
  card.submit();
}

/** Her bank asks her, in a frame of theirs; how it went, the server asks them itself. */
async function approve(card: HTMLFormElement, stripe: Stripe, clientSecret: string): Promise<void> {
  await stripe.handleNextAction({ clientSecret });
  card.submit();
}

if (form !== null) void start(form);
