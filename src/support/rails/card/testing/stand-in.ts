import { STRIPE_VERSION } from '../facts.ts';
import type { Fake } from './fake.ts';
import { type Form, readForm } from './form.ts';

/*
 * What a browser finds at Stripe's addresses, as far as the card form needs it: their script with its documented
 * surface, the frame in which a card is entered, the one in which a bank asks, and the address that makes a
 * ConfirmationToken. A test that takes over the browser's requests gives these answers.
 */

export type Answer = { status: number; contentType: string; headers?: Record<string, string>; body: string };

const RELEASE = STRIPE_VERSION.slice(STRIPE_VERSION.indexOf('.') + 1);
const SCRIPT = `https://js.stripe.com/${RELEASE}/stripe.js`;
const CARD_FRAME = 'https://js.stripe.com/v3/elements-inner-card.html';
const BANK_FRAME = 'https://hooks.stripe.com/3d_secure_2/bank.html';
const TOKENS = 'https://api.stripe.com/v1/confirmation_tokens';

/** Numbers that Stripe names for trying out, and what their banks do. */
export const NUMBERS: Readonly<Record<string, { behaviour: string; country: string | null }>> = {
  '4000002760000016': { behaviour: 'pays', country: 'DE' },
  '4000002760003184': { behaviour: 'asks', country: 'DE' },
  '4000000000009995': { behaviour: 'insufficient_funds', country: 'US' },
  '4000006430000009': { behaviour: 'pays', country: 'RU' },
};

/** Null: that is no address of Stripe's. */
export function answerOf(
  fake: Fake,
  { method, url, body }: { method: string; url: string; body: string },
): Answer | null {
  const { origin, pathname } = new URL(url);
  if (!/^https:\/\/([a-z0-9-]+\.)*stripe\.(?:com|network)$/.test(origin)) return null;
  const address = `${origin}${pathname}`;
  // Browsers ask first where a test lets them send a header of its own.
  if (method === 'OPTIONS') return { status: 204, contentType: 'text/plain', headers: OPEN, body: '' };
  if (address === SCRIPT) return { status: 200, contentType: 'text/javascript', body: SCRIPT_TEXT };
  if (address === CARD_FRAME) return { status: 200, contentType: 'text/html', body: CARD_PAGE };
  if (address === BANK_FRAME) return { status: 200, contentType: 'text/html', body: BANK_PAGE };
  if (address === TOKENS) return tokenOf(fake, readForm(body));
  if (address === `${BANK_FRAME}/answer`) {
    const { secret, says } = readForm(body) as { secret: string; says: string };
    if (says === 'yes') fake.approve(secret);
    else fake.refuse(secret);
    return { status: 200, contentType: 'application/json', headers: OPEN, body: '{}' };
  }
  return { status: 404, contentType: 'text/plain', body: 'Nothing is there' };
}

const OPEN = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };

function tokenOf(fake: Fake, form: Form): Answer {
  const say = (status: number, body: object): Answer => ({
    status,
    contentType: 'application/json',
    headers: OPEN,
    body: JSON.stringify(body),
  });
  const { key, payment_method_data: data } = form as {
    key: string;
    payment_method_data: { card: { number: string } };
  };
  if (!key.startsWith('pk_test_')) return say(401, { error: { message: 'Invalid API Key provided' } });
  const card = NUMBERS[data.card.number];
  if (card === undefined) return say(402, { error: { message: 'Your card number is invalid.' } });
  return say(200, { id: fake.enter(card), object: 'confirmation_token' });
}

/** Runs in the page of the newsroom. Whatever is not documented is an error, as there. */
const SCRIPT_TEXT = `(() => {
  const wrong = (text) => { const error = new Error(text); error.name = 'IntegrationError'; throw error; };
  const KNOWN = ['mode', 'amount', 'currency', 'allowedPaymentMethodTypes', 'setupFutureUsage', 'appearance', 'locale'];
  let number = 0;
  const frameIn = (onto, src) => {
    const frame = document.createElement('iframe');
    frame.title = 'Secure payment input frame';
    frame.src = src;
    frame.width = '100%';
    frame.height = '220';
    onto.append(frame);
    return frame;
  };
  const asking = (frame, origin, what) => new Promise((resolve) => {
    const id = (number += 1);
    addEventListener('message', function heard({ source, data }) {
      if (source !== frame.contentWindow || data.id !== id) return;
      removeEventListener('message', heard);
      resolve(data.answer);
    });
    frame.contentWindow.postMessage({ id, ...what }, origin);
  });
  // They do so on every page that has their script.
  document.cookie = '__stripe_mid=stand-in; SameSite=Strict';
  window.Stripe = (key, { locale = 'auto' } = {}) => {
    if (!/^pk_(test|live)_/.test(key)) wrong('Please call Stripe() with your publishable key.');
    return {
      elements(options) {
        for (const name of Object.keys(options)) if (!KNOWN.includes(name)) wrong('Unrecognized elements() parameter: ' + name);
        if (!['payment', 'subscription'].includes(options.mode)) wrong('mode');
        if (!Number.isInteger(options.amount) || options.amount <= 0) wrong('amount');
        if (!/^[a-z]{3}$/.test(options.currency)) wrong('currency');
        let frame = null, submitted = false;
        return {
          create(type, how) {
            if (type !== 'payment' || how.layout !== 'accordion') wrong('create');
            const listeners = {};
            return {
              on(event, act) {
                if (!['ready', 'change', 'loaderror'].includes(event)) wrong('on');
                listeners[event] = act;
              },
              mount(onto) {
                const place = document.querySelector(onto);
                if (place === null) wrong('The selector you specified applies to no DOM elements');
                frame = frameIn(place, '${CARD_FRAME}?locale=' + locale);
                frame.addEventListener('load', () => listeners.ready?.({ elementType: 'payment' }));
              },
            };
          },
          async submit() {
            if (frame === null) wrong('submit');
            const answer = await asking(frame, 'https://js.stripe.com', { ask: 'submit' });
            submitted = answer.error === undefined;
            return answer;
          },
          token: () => {
            if (!submitted) wrong('elements.submit() must be called before stripe.createConfirmationToken()');
            return asking(frame, 'https://js.stripe.com', { ask: 'token', key });
          },
        };
      },
      createConfirmationToken: ({ elements }) => elements.token(),
      handleNextAction({ clientSecret }) {
        if (!/^(pi|seti)_[A-Za-z0-9]+_secret_/.test(clientSecret)) wrong('clientSecret');
        const frame = frameIn(document.body, '${BANK_FRAME}#' + clientSecret);
        return new Promise((resolve) => {
          addEventListener('message', ({ source, data }) => {
            if (source !== frame.contentWindow) return;
            frame.remove();
            resolve(data.says === 'yes' ? { paymentIntent: { status: 'succeeded' } } : { error: { message: 'We are unable to authenticate your payment method.' } });
          });
        });
      },
    };
  };
})();`;

const CARD_PAGE = `<!doctype html><meta charset="utf-8"><title>Card</title>
<label>Card number <input name="number" inputmode="numeric"></label>
<label>Expiry <input name="expiry"></label><label>Code <input name="cvc"></label>
<script>
  const value = (name) => document.querySelector('[name=' + name + ']').value.replaceAll(' ', '');
  addEventListener('message', async ({ source, origin, data: { id, ask, key } }) => {
    const say = (answer) => source.postMessage({ id, answer }, origin);
    if (ask === 'submit')
      return say(value('number') === '' ? { error: { type: 'validation_error', message: 'Your card number is incomplete.' } } : {});
    const body = new URLSearchParams({ key, 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': value('number') });
    const response = await fetch('${TOKENS}', { method: 'POST', body });
    const said = await response.json();
    say(response.ok ? { confirmationToken: said } : said);
  });
</script>`;

const BANK_PAGE = `<!doctype html><meta charset="utf-8"><title>Bank</title><h1>Your bank asks</h1>
<button id="yes">Complete</button><button id="no">Fail</button>
<script>
  for (const button of document.querySelectorAll('button'))
    button.onclick = async () => {
      const body = new URLSearchParams({ secret: location.hash.slice(1), says: button.id });
      await fetch('${BANK_FRAME}/answer', { method: 'POST', body });
      parent.postMessage({ says: button.id }, '*');
    };
</script>`;
