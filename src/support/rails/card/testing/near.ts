import { Agent } from 'node:https';
import { connect } from 'node:net';

/*
 * For tests alone, imported before a server starts: whatever it asks of Stripe's address goes to the port that
 * `FAKE_STRIPE_PORT` names, in the clear. The server itself has no setting for that.
 */

const port = Number(process.env['FAKE_STRIPE_PORT']);
type Create = Agent['createConnection'];
// oxlint-disable-next-line typescript/unbound-method -- called with its agent below
const create: Create = Agent.prototype.createConnection;
Agent.prototype.createConnection = function (this: Agent, ...args: Parameters<Create>) {
  const [options] = args;
  if (options.host !== 'api.stripe.com') return create.apply(this, args);
  const socket = connect(port, '127.0.0.1');
  socket.once('connect', () => socket.emit('secureConnect'));
  return socket;
};
