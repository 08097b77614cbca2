import { AGENT_PERMISSIONS, type World } from '../world.js';

/** Who may ask. */
export const ASKERS = ['buyer', 'stranger', 'main', 'agent', 'clerk', 'staff', 'host', 'messenger'] as const;
export type AskerName = (typeof ASKERS)[number];

/** An operation of the protocol, with a request that its askers may make. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** For ids of checks and sentences. */
  readonly path: string;
  /** The path of a request. @default `path` */
  readonly at?: (world: World) => Promise<string> | string;
  /** The body of a request. */
  readonly body?: (world: World) => unknown;
  /** Needs an `Idempotency-Key`. */
  readonly write?: true;
  /** The status for those who may ask. */
  readonly ok: number;
  /** Who may ask. For others the path does not exist. */
  readonly by: readonly [AskerName, ...AskerName[]];
  /** Accounts of the shop that lack a permission, and are told so (403). */
  readonly lacking?: readonly AskerName[];
  /** Members of the answer. */
  readonly has?: readonly string[];
  /** Methods that the path has. */
  readonly allow: string;
}

const ticket = async (world: World) => `/v1/tickets/${encodeURIComponent((await world.sample()).ticket.id as string)}`;
const SHOP = ['main', 'agent', 'clerk'] as const;
const HANDLERS = ['main', 'agent'] as const;
const READERS = ['buyer', ...SHOP, 'staff', 'host'] as const;

export const OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'GET', path: '/v1/session', ok: 200, by: ['stranger', ...READERS], allow: 'GET' },
    has: [
      'party',
      'accountId',
      'merchantId',
      'main',
      'permissions',
      'serverTimeMs',
      'protocol',
      'capabilities',
      'epoch',
    ],
  },
  {
    ...{ method: 'GET', path: '/v1/tickets', ok: 200, by: ['stranger', ...READERS], allow: 'GET, POST' },
    has: ['tickets', 'cursor'],
  },
  {
    ...{ method: 'GET', path: '/v1/tickets/{id}', at: ticket, ok: 200, by: READERS, allow: 'GET' },
    has: ['ticket', 'cursor'],
  },
  {
    ...{ method: 'GET', path: '/v1/tickets/{id}/history', at: async (world) => `${await ticket(world)}/history` },
    ...{ ok: 200, by: READERS, allow: 'GET', has: ['entries'] },
  },
  {
    ...{
      method: 'GET',
      path: '/v1/tickets/{id}/staff-messages',
      at: async (world) => `${await ticket(world)}/staff-messages`,
    },
    ...{ ok: 200, by: [...HANDLERS, 'staff'], lacking: ['clerk'], allow: 'GET, POST', has: ['messages', 'cursor'] },
  },
  {
    ...{ method: 'GET', path: '/v1/tickets/{id}/notes', at: async (world) => `${await ticket(world)}/notes` },
    ...{ ok: 200, by: HANDLERS, lacking: ['clerk'], allow: 'GET, POST', has: ['notes'] },
  },
  {
    ...{ method: 'POST', path: '/v1/tickets/{id}/presence', at: async (world) => `${await ticket(world)}/presence` },
    ...{ body: () => ({ state: 'gone' }), ok: 204, by: HANDLERS, lacking: ['clerk'], allow: 'POST' },
  },
  {
    ...{ method: 'GET', path: '/v1/orders/{id}', at: async (world) => `/v1/orders/${(await world.sample()).order.id}` },
    ...{ ok: 200, by: ['host'], allow: 'GET, PUT', has: ['order'] },
  },
  {
    ...{
      method: 'POST',
      path: '/v1/orders/{id}/facts',
      at: async (world) => `/v1/orders/${(await world.sample()).order.id}/facts`,
    },
    ...{ write: true, body: () => ({ facts: [{ fact: 'confirmed', atMs: Date.now() }] }) },
    ...{ ok: 200, by: ['host'], allow: 'POST', has: ['order'] },
  },
  {
    ...{ method: 'GET', path: '/v1/orders/{id}/request-options' },
    at: async (world) => `/v1/orders/${(await world.sample()).order.id}/request-options`,
    ...{ ok: 200, by: READERS, allow: 'GET', has: ['order', 'options'] },
  },
  {
    ...{ method: 'GET', path: '/v1/ticket-types/{key}', at: () => '/v1/ticket-types/return-refund', ok: 200 },
    ...{ by: ['stranger', ...READERS], allow: 'GET', has: ['key', 'version'] },
  },
  {
    ...{ method: 'GET', path: '/v1/summaries', ok: 200, by: [...SHOP, 'staff'], allow: 'GET' },
    has: ['summaries', 'total', 'cursor'],
  },
  { method: 'GET', path: '/v1/queues', ok: 200, by: [...SHOP, 'staff'], allow: 'GET', has: ['queues', 'cursor'] },
  { method: 'GET', path: '/v1/payments', ok: 200, by: ['host'], allow: 'GET', has: ['payments'] },
  {
    ...{ method: 'GET', path: '/v1/events', at: () => '/v1/events?wait=0', ok: 200, allow: 'GET' },
    ...{ by: ['buyer', 'stranger', ...SHOP, 'staff'] },
  },
  { method: 'GET', path: '/v1/feed', ok: 200, by: ['messenger'], allow: 'GET', has: ['posts', 'cursor'] },
  {
    ...{ method: 'GET', path: '/v1/colleagues', ok: 200, by: HANDLERS, lacking: ['clerk'], allow: 'GET' },
    has: ['colleagues'],
  },
  {
    ...{ method: 'GET', path: '/v1/templates', ok: 200, by: HANDLERS, lacking: ['clerk'], allow: 'GET' },
    has: ['templates'],
  },
  {
    ...{ method: 'PUT', path: '/v1/templates/{id}', at: () => '/v1/templates/conformance', ok: 200, by: HANDLERS },
    ...{ lacking: ['clerk'], allow: 'DELETE, PUT', has: ['id', 'name', 'text', 'scope'] },
    body: () => ({ name: 'Sorry', text: 'We are sorry, {buyer}.', scope: 'own' }),
  },
  {
    ...{ method: 'DELETE', path: '/v1/templates/{id}', at: () => '/v1/templates/conformance?scope=own', ok: 204 },
    ...{ by: HANDLERS, lacking: ['clerk'], allow: 'DELETE, PUT' },
  },
  {
    ...{ method: 'GET', path: '/v1/accounts', ok: 200, by: ['main'], lacking: ['agent', 'clerk'], allow: 'GET' },
    has: ['accounts'],
  },
  {
    ...{ method: 'PATCH', path: '/v1/accounts/{id}', at: (world) => `/v1/accounts/${world.shop.agent.accountId}` },
    ...{ body: () => ({ permissions: AGENT_PERMISSIONS }), ok: 200, by: ['main'], lacking: ['agent', 'clerk'] },
    ...{ allow: 'PATCH', has: ['accountId', 'name', 'main', 'permissions', 'online'] },
  },
  { method: 'POST', path: '/v1/accounts/{id}/ask', at: () => '/v1/accounts/me/ask', ok: 204, by: SHOP, allow: 'POST' },
  {
    ...{ method: 'GET', path: '/v1/archive', ok: 200, by: HANDLERS, lacking: ['clerk'], allow: 'GET' },
    has: ['entries', 'defects'],
  },
  {
    ...{ method: 'GET', path: '/v1/archive/counts', at: () => '/v1/archive/counts?by=month', ok: 200, by: HANDLERS },
    ...{ lacking: ['clerk'], allow: 'GET', has: ['by', 'timeZone', 'periods', 'counts'] },
  },
  {
    ...{ method: 'GET', path: '/v1/archive/export', at: () => '/v1/archive/export?format=csv', ok: 200, by: ['main'] },
    ...{ lacking: ['agent', 'clerk'], allow: 'GET' },
  },
  {
    ...{ method: 'POST', path: '/v1/archive/changes', write: true, ok: 200, by: ['main'], lacking: ['agent', 'clerk'] },
    ...{
      body: async (world) => ({
        changes: [{ action: 'file', ticketId: (await world.sample()).ticket.id, defect: 'broken' }],
      }),
    },
    ...{ allow: 'POST', has: ['results'] },
  },
  { method: 'GET', path: '/v1/audit', ok: 200, by: ['main', 'staff'], allow: 'GET', has: ['entries'] },
  {
    ...{ method: 'DELETE', path: '/v1/buyers/{id}', at: (world) => `/v1/buyers/${world.id('nobody')}`, ok: 200 },
    ...{ by: ['host'], allow: 'DELETE', has: ['erased', 'open'] },
  },
];
