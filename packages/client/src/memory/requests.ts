import {
  type Command,
  countQueues,
  type CreateBody,
  isQueue,
  type Order,
  PERMISSIONS,
  type Permission,
  type Policy,
  queueOf,
  type Session,
  sessionOfPolicy,
  type StaffMessageView,
  TASK_PERMISSIONS,
  threadAccess,
  threadFor,
  type Ticket,
  type TicketEvent,
  type TicketPage,
  type TicketTypes,
  actorFor,
} from '@sidecard/core';
import type { TransportAnswer, TransportRequest } from '../client.types.js';
import type { Account, Accounts } from './accounts.js';
import type { Deliveries } from './deliveries.js';
import type { Ledger } from './ledger.js';
import type { MemoryIdentity } from './memory.types.js';
import { lastChange, problem, refusalProblem } from './problems.js';
import type { Streams } from './streams.js';

/** The parts of the backend that requests reach. */
export interface Parts {
  readonly merchantId: string;
  readonly policy: () => Policy;
  readonly types: TicketTypes;
  readonly ledger: Ledger;
  readonly accounts: Accounts;
  readonly streams: Streams;
  readonly deliveries: Deliveries;
  readonly now: () => number;
  readonly order: (orderId: string) => Order | undefined;
  readonly setPermissions: (accountId: string, permissions: readonly Permission[]) => void;
  readonly accountsChanged: () => void;
  readonly isOnline: (accountId: string) => boolean;
}

type Fields = Readonly<Record<string, unknown>>;
/** What a write did: kept under its idempotency key, so that a replay is answered afresh. */
type Done = { readonly ticketId: string; readonly created?: true; readonly event?: TicketEvent };

const MAX_PAGE = 100;

/** Answers requests as the server does: authenticate → idempotency → version → decide. */
export function createRequests(parts: Parts) {
  const { accounts, deliveries, ledger, streams, policy, types } = parts;
  const done = new Map<string, { readonly print: string; readonly done: Done }>();

  const visible = (caller: MemoryIdentity, ticketId: string): Ticket | undefined => {
    const ticket = ledger.tickets.get(ticketId);
    return caller.party === 'buyer' && ticket?.order.buyer.id !== caller.accountId ? undefined : ticket;
  };
  const cursorOf = (caller: MemoryIdentity) => streams.head(accounts.streamOf(caller));
  const viewOf = (caller: MemoryIdentity, ticket: Ticket) => {
    const view = ledger.view(ticket, accounts.audienceOf(caller));
    return caller.party === 'host' ? { ...view, actions: [] } : view;
  };
  const mains = () => accounts.all().flatMap(({ main, name }) => (main ? [name] : []));
  const grants = () => ({ grantedBy: mains(), permissionGuideUrl: policy().permissionGuideUrl });

  function session(caller: MemoryIdentity, query: URLSearchParams): Session {
    const actor = accounts.actorOf(caller);
    const { party, accountId, name, permissions } = actor;
    const [protocol, features] = ['protocol', 'features'].map((key) => query.get(key) ?? undefined);
    return {
      party,
      accountId,
      name,
      merchantId: parts.merchantId,
      main: party === 'merchant' && accounts.get(accountId)?.main === true,
      permissions,
      serverTimeMs: parts.now(),
      epoch: streams.epoch(accounts.streamOf(caller)),
      ...sessionOfPolicy(actor, policy(), { protocol, features }),
      ...(party === 'merchant' ? { grantedBy: mains() } : {}),
    };
  }

  function list(caller: MemoryIdentity, query: URLSearchParams): TransportAnswer {
    const queue = query.get('queue');
    if (queue !== null && !isQueue(queue)) return problem('body-invalid');
    const offset = Number(query.get('cursor') ?? 0);
    const limit = Math.min(Number(query.get('limit') ?? 50), MAX_PAGE);
    const all = [...ledger.tickets.values()]
      .filter(({ id, type }) => visible(caller, id) && (queue === null || queueOf(type, types) === queue))
      .sort((one, other) => other.updatedAtMs - one.updatedAtMs);
    const page: TicketPage = {
      tickets: all.slice(offset, offset + limit).map((ticket) => viewOf(caller, ticket)),
      ...(offset + limit < all.length ? { next: String(offset + limit) } : {}),
      cursor: cursorOf(caller),
    };
    return { status: 200, body: page };
  }

  /** The answer to a write, whether it was just done or long ago. */
  function answerTo(caller: MemoryIdentity, { ticketId, created, event }: Done): TransportAnswer {
    const ticket = visible(caller, ticketId);
    if (!ticket) return problem('not-found');
    if (event?.message)
      return { status: 201, body: { message: messageView(caller, event.message), cursor: cursorOf(caller) } };
    const sentMessage = event?.entry?.sentMessage;
    const body = { ticket: viewOf(caller, ticket), cursor: cursorOf(caller), ...(sentMessage ? { sentMessage } : {}) };
    return { status: created ? 201 : 200, body };
  }

  function messageView(caller: MemoryIdentity, message: NonNullable<TicketEvent['message']>): StaffMessageView {
    return { ...message, by: actorFor(message.by, accounts.audienceOf(caller)) };
  }

  /** Does a write once for its key; the same key again gets the same outcome, another body under it none. */
  function once(
    caller: MemoryIdentity,
    request: TransportRequest,
    run: (body: Fields) => TransportAnswer | Done,
  ): TransportAnswer {
    const { idempotencyKey, path, body } = request;
    if (!idempotencyKey) return problem('idempotency-key-missing');
    const key = `${caller.party}/${caller.accountId}/${idempotencyKey}`;
    const print = JSON.stringify([path, body]);
    const before = done.get(key);
    if (before) return before.print === print ? answerTo(caller, before.done) : problem('idempotency-key-reused');
    if (typeof body !== 'object' || body === null) return problem('body-invalid');
    const outcome = run(body as Fields);
    if ('status' in outcome) return outcome;
    done.set(key, { print, done: outcome });
    return answerTo(caller, outcome);
  }

  function create(caller: MemoryIdentity, body: Fields): TransportAnswer | Done {
    const { type, orderId, request, locale, order: given } = body as unknown as CreateBody & { readonly order?: Order };
    const order = caller.party === 'host' && given ? given : parts.order(orderId);
    if (!order || (caller.party === 'buyer' && order.buyer.id !== caller.accountId)) return problem('not-found');
    if (typeof request !== 'object') return problem('body-invalid');
    const command = { type, merchantId: parts.merchantId, order, request, ...(locale ? { locale } : {}) };
    const outcome = ledger.create(command, accounts.actorOf(caller));
    return outcome.ok ? { ticketId: outcome.value.id, created: true } : refusalProblem(outcome.error, {});
  }

  function act(caller: MemoryIdentity, ticketId: string, command: Command): TransportAnswer | Done {
    const ticket = visible(caller, ticketId);
    if (!ticket) return problem('not-found');
    const outcome = ledger.act(ticket, command, accounts.actorOf(caller));
    if (outcome.ok) return { ticketId, ...(outcome.value[0] ? { event: outcome.value[0] } : {}) };
    const changed = lastChange(ticket, accounts.audienceOf(caller));
    const fresh = { ticket: viewOf(caller, ticket), cursor: cursorOf(caller), ...(changed ? { changed } : {}) };
    return refusalProblem(outcome.error, { ...grants(), ...fresh });
  }

  function command(caller: MemoryIdentity, ticketId: string, body: Fields): TransportAnswer | Done {
    if (typeof body['command'] !== 'string') return problem('body-invalid');
    // the thread is a resource of its own
    if (body['command'] === 'leave-staff-message' || body['command'] === 'answer-merchant')
      return problem('command-unknown');
    return act(caller, ticketId, body as unknown as Command);
  }

  function threadRequest(caller: MemoryIdentity, ticketId: string, request: TransportRequest): TransportAnswer {
    if ((caller.party !== 'merchant' && caller.party !== 'staff') || !ledger.tickets.has(ticketId))
      return problem('not-found');
    if (request.method === 'GET') {
      const reader = accounts.actorOf(caller);
      if (!threadAccess(reader, policy())) return problem('permission-missing', { needs: 'task.handle', ...grants() });
      const messages = threadFor(ledger.threadOf(ticketId), reader, policy()).map((message) =>
        messageView(caller, message),
      );
      return { status: 200, body: { messages, cursor: cursorOf(caller) } };
    }
    const name = caller.party === 'staff' ? 'answer-merchant' : 'leave-staff-message';
    return once(caller, request, (fields) =>
      act(caller, ticketId, { command: name, fields: fields as Command['fields'] & {} }),
    );
  }

  function accountsRequest(caller: MemoryIdentity, id: string | undefined, request: TransportRequest): TransportAnswer {
    if (caller.party !== 'merchant') return problem('not-found');
    const held = accounts.permissionsOf(caller);
    if (id === 'me') {
      if (!held.includes('task.handle')) {
        accounts.update(caller.accountId, { askedAtMs: parts.now() });
        parts.accountsChanged();
      }
      return { status: 204, body: undefined };
    }
    if (!held.includes('account.manage'))
      return problem('permission-missing', { needs: 'account.manage', ...grants() });
    const viewed = (account: Account) => ({ ...account, online: parts.isOnline(account.accountId) });
    if (!id) return { status: 200, body: { accounts: accounts.all().map(viewed) } };
    const { permissions } = (request.body ?? {}) as { permissions?: unknown };
    if (!Array.isArray(permissions) || !permissions.every((one) => PERMISSIONS.includes(one as Permission)))
      return problem('body-invalid');
    const account = accounts.get(id);
    if (!account) return problem('not-found');
    if (account.main) return problem('body-invalid');
    const newly = permissions.includes('task.handle') && !account.permissions.includes('task.handle');
    // With task handling comes what belongs to it; taking that away again is a second step.
    parts.setPermissions(
      id,
      PERMISSIONS.filter((one) => permissions.includes(one) || (newly && TASK_PERMISSIONS.includes(one))),
    );
    return { status: 200, body: viewed(accounts.get(id) ?? account) };
  }

  return function answer(caller: MemoryIdentity, request: TransportRequest): TransportAnswer {
    const { method } = request;
    const [path = '', query = ''] = request.path.split('?');
    const [, , resource, id, part] = path.split('/').map(decodeURIComponent);
    if (resource === 'session') return { status: 200, body: session(caller, new URLSearchParams(query)) };
    if (resource === 'queues' && !id && (caller.party === 'merchant' || caller.party === 'staff')) {
      const queues = countQueues(ledger.tickets.values(), types);
      return { status: 200, body: { queues, cursor: cursorOf(caller) } };
    }
    if (resource === 'tickets' && !id) {
      if (method === 'POST') return once(caller, request, (body) => create(caller, body));
      return list(caller, new URLSearchParams(query));
    }
    if (resource === 'tickets' && id) {
      if (part === 'staff-messages') return threadRequest(caller, id, request);
      if (part === 'commands') return once(caller, request, (body) => command(caller, id, body));
      return part ? problem('not-found') : answerTo(caller, { ticketId: id });
    }
    if (resource === 'accounts') return accountsRequest(caller, id, request);
    if (resource === 'deliveries' && id && part === 'ack') {
      return deliveries.acknowledge(caller.accountId, id) ? { status: 204, body: undefined } : problem('not-found');
    }
    return problem('not-found');
  };
}
