import {
  type Actor,
  actorFor,
  builtInTypes,
  cardRecipients,
  DEFAULT_POLICY,
  defineRollout,
  effectivePolicy,
  indexTypes,
  isCovered,
  type Permission,
  type Policy,
  type Refusal,
  streamsOf,
  type Ticket,
  type TicketEvent,
} from '@sidecard/core';
import type { EventsRequest, TransportFrame, TransportRequest } from '../client.types.js';
import { accountKey, buyerStream, createAccounts } from './accounts.js';
import { createDeliveries } from './deliveries.js';
import { createLedger } from './ledger.js';
import { createMailbox, type Mailbox } from './mailbox.js';
import type { MemoryBackend, MemoryBackendOptions, MemoryIdentity, MemoryTransport } from './memory.types.js';
import { createRequests } from './requests.js';
import { type Connection, createStreams } from './streams.js';

/**
 * Makes a backend in memory: the same rules, audiences, permissions and problems as the server's, and nothing kept.
 *
 * @throws {TypeError} when the policy's rollout is broken, naming what and where
 *
 * @example
 * const backend = createMemoryBackend({ merchantId: 'shop-1', orders: [order] });
 * const client = createClient({ transport: backend.as({ party: 'merchant', accountId: 'lin', name: 'Lin', main: true }) });
 */
export function createMemoryBackend(options: MemoryBackendOptions): MemoryBackend {
  const { merchantId, orders, latencyMs = 0 } = options;
  let ahead = 0;
  const now = (): number => (options.now ?? Date.now)() + ahead;
  const whole: Policy = { ...DEFAULT_POLICY, ...options.policy };
  if (whole.rollout) defineRollout(whole.rollout);
  const policy = (): Policy => effectivePolicy(whole, merchantId, now());
  const types = indexTypes(options.types ?? builtInTypes);

  const accounts = createAccounts();
  const streams = createStreams();
  const merchantKey = (accountId: string) => accountKey({ party: 'merchant', accountId });
  const isOnline = (accountId: string): boolean => streams.isOnline(merchantKey(accountId));
  const deliveries = createDeliveries({
    merchantId,
    policy,
    routing: options.recipients ?? cardRecipients,
    onError: options.onError ?? console.error,
    now,
    accounts: accounts.all,
    isOnline,
    tell: (accountId, { kind, delivery }) => streams.tell(merchantKey(accountId), kind, delivery),
  });
  const ledger = createLedger({ types, policy, now, onEvent });
  const order = (orderId: string) =>
    typeof orders === 'function' ? orders(merchantId, orderId) : orders.find(({ id }) => id === orderId);
  const answer = createRequests({
    ...{
      merchantId,
      policy,
      types,
      ledger,
      accounts,
      streams,
      deliveries,
      now,
      order,
      setPermissions,
      accountsChanged,
      isOnline,
    },
  });

  function onEvent(event: TicketEvent, ticket: Ticket, touched: readonly Ticket[]): void {
    for (const audience of streamsOf(event.kind, policy())) {
      const stream = audience === 'buyer' ? buyerStream(ticket.order.buyer.id) : audience;
      if (event.message) {
        streams.publish(stream, 'staff-message', {
          message: { ...event.message, by: actorFor(event.message.by, audience) },
        });
      } else {
        streams.publish(stream, 'ticket', { ticket: ledger.view(ticket, audience) });
        for (const other of touched) streams.publish(stream, 'ticket', { ticket: ledger.view(other, audience) });
      }
    }
    deliveries.addReply(event, ticket);
    if (event.created && isCovered(ticket.type, policy())) {
      deliveries.addCard(ledger.view(ticket, 'buyer'), types.get(ticket.type));
    }
  }

  function accountsChanged(): void {
    for (const { accountId, permissions } of accounts.all()) {
      if (permissions.includes('account.manage')) streams.tell(merchantKey(accountId), 'accounts', {});
    }
  }

  function setPermissions(accountId: string, permissions: readonly Permission[]): void {
    if (!accounts.update(accountId, { permissions }))
      throw new Error(`There is no account "${accountId}": connect it first.`);
    streams.drop(merchantKey(accountId), 'stream-moved');
    accountsChanged();
  }

  function tick(): void {
    ledger.expire();
    deliveries.tick();
  }

  function connect(
    identity: MemoryIdentity,
    { lastEventId }: EventsRequest,
    mailbox: Mailbox<TransportFrame>,
  ): Connection {
    const connection: Connection = {
      accountKey: accountKey(identity),
      stream: accounts.streamOf(identity),
      push: (frame) => mailbox.push(copy(frame)),
      end: () => mailbox.end(),
    };
    if (!streams.open(connection, now(), lastEventId)) return connection;
    const account = identity.party === 'merchant' ? accounts.get(identity.accountId) : undefined;
    for (const { kind, delivery } of account ? deliveries.onConnect(account) : [])
      connection.push({ event: kind, data: delivery });
    accountsChanged();
    return connection;
  }

  function as(identity: MemoryIdentity): MemoryTransport {
    accounts.register(identity);
    let offline = false;
    const open = new Set<Mailbox<TransportFrame>>();
    const alive = (): void => {
      if (offline) throw new TypeError('The network is away.');
    };

    async function request({ signal, ...sent }: TransportRequest) {
      await pause(latencyMs);
      signal?.throwIfAborted();
      alive();
      tick();
      const received = copy(answer(identity, copy(sent)));
      await pause(latencyMs);
      // the answer too needs the network
      alive();
      return received;
    }

    async function* events(sent: EventsRequest) {
      await pause(latencyMs);
      alive();
      // The host's backend hears by other ways.
      if (identity.party === 'host') throw Object.assign(new Error('No event stream: 404.'), { status: 404 });
      if (sent.signal.aborted) return;
      tick();
      const mailbox = createMailbox<TransportFrame>();
      const connection = connect(identity, sent, mailbox);
      const close = (): void => {
        open.delete(mailbox);
        streams.close(connection);
        accountsChanged();
      };
      open.add(mailbox);
      sent.signal.addEventListener('abort', close, { once: true });
      try {
        yield* mailbox;
      } finally {
        close();
      }
    }

    return {
      request,
      events,
      goOffline() {
        offline = true;
        for (const mailbox of open) mailbox.break(new TypeError('The network went away.'));
      },
      goOnline: () => void (offline = false),
    };
  }

  const refused = (what: string, error: Refusal): never => {
    throw new Error(`${what} was refused: ${error.code}`, { cause: error });
  };
  const actorOf = (identity: MemoryIdentity): Actor => {
    accounts.register(identity);
    return accounts.actorOf(identity);
  };

  return {
    as,
    create(body, by) {
      const found = order(body.orderId);
      if (!found) throw new Error(`There is no order "${body.orderId}".`);
      const buyer: MemoryIdentity = { party: 'buyer', accountId: found.buyer.id, name: found.buyer.name };
      const outcome = ledger.create({ ...body, merchantId, order: found }, actorOf(by ?? buyer));
      return outcome.ok ? outcome.value : refused(`Creating a ticket for order ${body.orderId}`, outcome.error);
    },
    act(by, ticketId, command) {
      const ticket = ledger.tickets.get(ticketId);
      if (!ticket) throw new Error(`There is no ticket "${ticketId}".`);
      const outcome = ledger.act(ticket, { version: ticket.version, ...command }, actorOf(by));
      if (!outcome.ok) refused(`The command ${command.command}`, outcome.error);
      return ledger.tickets.get(ticketId) ?? ticket;
    },
    ticket: (ticketId) => ledger.tickets.get(ticketId),
    setPermissions,
    dropStreams: () => streams.drop(),
    restore() {
      streams.forget();
      streams.drop();
    },
    advance(ms) {
      ahead += ms;
      tick();
    },
    tick,
    now,
  };
}

/** What crosses the wire is a copy: nothing that one side changes reaches the other. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => (ms > 0 ? setTimeout(resolve, ms) : queueMicrotask(resolve)));
}
