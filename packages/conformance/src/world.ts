import { randomUUID } from 'node:crypto';
import { demand } from './demand.js';
import { status, type Answer, type Asker, type Json, type Sent, Wire } from './http.js';
import { EventReader } from './stream.js';
import type { Person, TokenFault, TokenSource } from './tokens.js';

/** What a run is about. */
export interface Target {
  /** Such as `https://sidecard.shop.example`. */
  readonly url: string;
  readonly tokens: TokenSource;
  /** Ids of two shops that the server knows, and in which nobody works. @default two new ids */
  readonly merchants?: readonly [string, string];
  /** An origin whose pages may call the server, for the checks of CORS. */
  readonly origin?: string;
  /** How long a frame of a stream may take, in milliseconds. An answer may take four times as long. @default 8000 */
  readonly patienceMs?: number;
}

/** The people of a shop. */
export interface Shop {
  readonly merchantId: string;
  /** A main account. */
  readonly main: Person;
  /** May handle tasks. */
  readonly agent: Person;
  /** May nothing. */
  readonly clerk: Person;
  readonly staff: Person;
  readonly host: Person;
  readonly messenger: Person;
}

/** A case, with the answer to its creation. */
export interface Case {
  readonly buyer: Person;
  readonly order: Json;
  readonly ticket: Json;
  readonly cursor: string;
}

const DAY_MS = 86_400_000;
/** What agents may do. */
export const AGENT_PERMISSIONS = ['task.handle', 'staff-message.send'] as const;

/** The server, and what the checks have put there. */
export class World extends Wire {
  readonly shop: Shop;
  /** Another shop. */
  readonly other: Shop;
  readonly origin: string | undefined;
  readonly #run = randomUUID().slice(0, 8);
  #last = 0;
  readonly #streams = new Set<EventReader>();
  #sample: Promise<Case> | undefined;
  #others: Promise<Case> | undefined;

  constructor({ url, tokens, merchants, origin, patienceMs }: Target) {
    super(url, tokens, patienceMs);
    const [first, second] = merchants ?? [`conformance-${this.#run}-1`, `conformance-${this.#run}-2`];
    this.shop = this.#shopOf(first);
    this.other = this.#shopOf(second);
    this.origin = origin;
  }

  /** Signs everybody in, and lets the agents handle tasks. */
  async prepare(): Promise<void> {
    for (const { main, agent, clerk } of [this.shop, this.other]) {
      for (const account of [main, agent, clerk]) status(await this.get(account, '/v1/session'), 200);
      const granted = { body: { permissions: AGENT_PERMISSIONS } };
      status(await this.send(main, 'PATCH', `/v1/accounts/${agent.accountId}`, granted), 200);
    }
  }

  /** An id that nothing else has. */
  id(what = 'id'): string {
    return `${what}-${this.#run}-${++this.#last}`;
  }

  /** A buyer who has done nothing yet. */
  buyer({ merchantId }: Shop = this.shop): Person {
    return { party: 'buyer', accountId: this.id('buyer'), merchantId, name: 'Ada' };
  }

  /** A new account of the shop, signed in. */
  async account(permissions: readonly string[] = [], { merchantId, main }: Shop = this.shop): Promise<Person> {
    const account: Person = { party: 'merchant', accountId: this.id('account'), merchantId, name: 'Li' };
    status(await this.get(account, '/v1/session'), 200);
    if (permissions.length > 0) {
      status(await this.send(main, 'PATCH', `/v1/accounts/${account.accountId}`, { body: { permissions } }), 200);
    }
    return account;
  }

  /** A token that differs from a valid one. */
  async faulty(person: Person, fault: TokenFault): Promise<{ readonly token: string }> {
    demand(this.tokens.faulty !== undefined, 'The source of tokens signs only valid ones.');
    return { token: await this.tokens.faulty(person, fault) };
  }

  get(who: Asker, path: string, headers?: Readonly<Record<string, string>>): Promise<Answer> {
    return this.send(who, 'GET', path, headers ? { headers } : {});
  }

  /** The path, below the server's own, that the `Location` of an answer leads to. */
  located({ headers }: Answer, path: string): string | undefined {
    const location = headers.get('location');
    if (location === null || !URL.canParse(location, this.url + path)) return undefined;
    const { href } = new URL(location, this.url + path);
    return href.startsWith(`${this.url}/`) ? href.slice(this.url.length) : href;
  }

  /** Sends a write under a new key. */
  write(who: Asker, method: string, path: string, body: unknown, sent: Sent = {}): Promise<Answer> {
    return this.send(who, method, path, { body, key: this.id('key'), ...sent });
  }

  /** An order of a buyer, as the host reports it: two mugs, signed for yesterday. */
  orderOf(buyer: Person): Json {
    const now = Date.now();
    return {
      id: this.id('order'),
      buyer: { id: buyer.accountId, name: buyer.name },
      conversationId: this.id('chat'),
      items: [{ id: 'mug', title: 'Mug', quantity: 2, paid: { amountMinor: 25_800, currency: 'CNY' } }],
      paidAtMs: now - 3 * DAY_MS,
      shippedAtMs: now - 2 * DAY_MS,
      signedAtMs: now - DAY_MS,
    };
  }

  /** Reports an order, so that its buyer can open cases. */
  async order(buyer: Person, shop: Shop = this.shop): Promise<Json> {
    const order = this.orderOf(buyer);
    status(await this.write(shop.host, 'PUT', `/v1/orders/${order.id}`, order), 200);
    return order;
  }

  /** What a buyer sends who wants a refund for a mug that came damaged. */
  requestFor(order: Json, change: Readonly<Record<string, unknown>> = {}): Json {
    return {
      type: 'return-refund',
      orderId: order.id,
      locale: 'en',
      request: {
        refundOnly: false,
        reason: 'damaged',
        text: 'One has a chip in the rim.',
        items: [{ itemId: 'mug', quantity: 1 }],
        amount: { amountMinor: 12_900, currency: 'CNY' },
      },
      ...change,
    };
  }

  /** Opens a case of a new order. */
  async newCase(shop: Shop = this.shop, buyer: Person = this.buyer(shop)): Promise<Case> {
    const order = await this.order(buyer, shop);
    const { body } = status(await this.write(buyer, 'POST', '/v1/tickets', this.requestFor(order)), 201);
    return { buyer, order, ticket: body.ticket, cursor: body.cursor };
  }

  /** A case in which the platform intervenes, so that shop and staff can write to each other. */
  async intervening(): Promise<Case> {
    const { buyer, order, ticket } = await this.newCase();
    const decline = { command: 'decline', fields: { reason: 'other', text: 'It was whole when it left.' } };
    await this.move(this.shop.agent, ticket.id as string, decline);
    const escalated = await this.move(buyer, ticket.id as string, { command: 'escalate' });
    return { buyer, order, ticket: escalated.ticket, cursor: escalated.cursor };
  }

  /** A case that checks only read. */
  sample(): Promise<Case> {
    return (this.#sample ??= this.newCase());
  }

  /** A case of the other shop that checks only read. */
  elsewhere(): Promise<Case> {
    return (this.#others ??= this.newCase(this.other));
  }

  /** Makes a move that must succeed, on the present version. */
  async move(who: Person, ticketId: string, command: Json): Promise<Json> {
    const { body } = status(await this.get(who, `/v1/tickets/${ticketId}`), 200);
    const moved = { version: body.ticket.version, ...command };
    return status(await this.write(who, 'POST', `/v1/tickets/${ticketId}/commands`, moved), 200).body;
  }

  /** Opens an event stream that is there, ended after the check. */
  async stream(who: Person | { readonly token: string }, lastEventId?: string): Promise<EventReader> {
    const stream = await this.openStream(who, lastEventId);
    demand(stream.response.status === 200, `${stream.of} was answered with ${stream.response.status}, expected 200.`);
    return stream;
  }

  /** Opens an event stream, whatever the answer is, ended after the check. */
  async openStream(
    who: Person | { readonly token: string },
    lastEventId?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<EventReader> {
    const stream = await EventReader.open(this, who, lastEventId, headers);
    this.#streams.add(stream);
    return stream;
  }

  /** Opens an event stream, and reads its `ready`. */
  async reading(who: Person, lastEventId?: string): Promise<EventReader> {
    const stream = await this.stream(who, lastEventId);
    await stream.until('ready');
    return stream;
  }

  /** Ends what a check has left open. */
  endStreams(): void {
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }

  #shopOf(merchantId: string): Shop {
    const person = (party: Person['party'], accountId: string, main?: boolean): Person => ({
      ...{ party, accountId, merchantId, name: `${accountId} of the shop` },
      ...(main ? { main } : {}),
    });
    return {
      merchantId,
      main: person('merchant', 'conformance-main', true),
      agent: person('merchant', 'conformance-agent'),
      clerk: person('merchant', 'conformance-clerk'),
      staff: person('staff', 'conformance-staff'),
      host: person('host', 'conformance-host'),
      messenger: person('messenger', 'conformance-messenger'),
    };
  }
}
