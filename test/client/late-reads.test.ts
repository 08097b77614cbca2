import { type Client, type ClientStorage, createClient, memoryStorage, type Transport } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUYER, type Claims, MAIN, SUB } from '../support/server.ts';
import { DECLINE, memoryShop, type Shop } from './support/shops.ts';
import { eventually, record, settled, until } from './support/until.ts';

/** Stands in every late answer that was meant for the former account, and in its drafts. */
const FORMER = 'FORMER';

/** A result that is held back until `release`. */
interface Gate {
  readonly held: Promise<void>;
  release(): void;
}

/** Holds back results that a gate waits for; all others pass. */
function gates() {
  const waiting: { readonly wants: RegExp; readonly all: boolean; caught(): void; readonly open: Promise<void> }[] = [];
  return {
    /** @param all - holds back every such result until the release, and not only the next */
    hold: (wants: RegExp, all = false): Gate => {
      let release = (): void => {};
      let caught = (): void => {};
      const open = new Promise<void>((resolve) => (release = resolve));
      const held = new Promise<void>((resolve) => (caught = resolve));
      waiting.push({ wants, all, caught: () => caught(), open });
      return { held, release: () => release() };
    },
    /** @returns whether the result was held back */
    async pass(name: string): Promise<boolean> {
      const gate = waiting.find(({ wants }) => wants.test(name));
      if (!gate) return false;
      if (!gate.all) waiting.splice(waiting.indexOf(gate), 1);
      gate.caught();
      await gate.open;
      return true;
    },
  };
}

/** A page whose host signs one account out and another in. The client notices it by its tokens. */
function page(shop: Shop, kind: 'JWT' | 'opaque') {
  const lines = new Map([MAIN, SUB].map((who) => [who.accountId, shop.line(who)]));
  const answers = gates();
  const reads = gates();
  const asked: string[] = [];
  const stored = memoryStorage();
  let account: Claims = MAIN;
  const tokenOf = ({ accountId }: Claims): string =>
    kind === 'JWT' ? ['e30', btoa(JSON.stringify({ sub: accountId, merchantId: 'shop-1' })), ''].join('.') : accountId;
  const lineOf = (token: string | undefined) => {
    const found = [MAIN, SUB].find((who) => tokenOf(who) === token);
    if (!found) throw new TypeError(`No account has the token ${token}.`);
    return { who: found, line: lines.get(found.accountId)! };
  };
  const transport: Transport = {
    async request({ token, ...request }) {
      const { who, line } = lineOf(token);
      // The server refuses the token of an account that has signed out.
      if (who !== account) return { status: 401, body: { code: 'unauthenticated' } };
      const own = await line.getToken?.();
      asked.push(`${who.accountId} ${request.method} ${request.path}`);
      // A host's transport may ignore the signal.
      const { signal: _signal, ...unabortable } = request;
      const answer = await line.transport.request({ ...unabortable, ...(own ? { token: own } : {}) });
      const held = await answers.pass(`${request.method} ${request.path}`);
      return held ? { ...answer, body: marked(answer.body) } : answer;
    },
    async *events({ token, ...request }) {
      const { who, line } = lineOf(token);
      if (who !== account) throw Object.assign(new Error('401'), { status: 401 });
      const own = await line.getToken?.();
      yield* line.transport.events({ ...request, ...(own ? { token: own } : {}) });
    },
  };
  const storage: ClientStorage = {
    ...stored,
    async get(key) {
      const value = await stored.get(key);
      await reads.pass(key);
      return value;
    },
    async entries(prefix) {
      const entries = await stored.entries(prefix);
      await reads.pass(prefix);
      return entries;
    },
  };
  return {
    stored,
    holdAnswer: answers.hold,
    holdRead: reads.hold,
    /** Requests by account, such as `main GET /v1/session`. */
    asked,
    open: () => createClient({ transport, storage, getToken: () => Promise.resolve(tokenOf(account)) }),
    /** The host signs another account in. */
    become: (who: Claims) => void (account = who),
    /** The host signs another account in, and the client notices it. */
    async signIn(client: Client, who: Claims): Promise<void> {
      account = who;
      client.refresh();
      await until(client.session, (session) => session?.accountId === who.accountId);
    },
  };
}

/** Marks every text of an answer that a reader could see, and the way to the next page. */
function marked(body: unknown): unknown {
  return JSON.parse(JSON.stringify({ ...(body as object), next: FORMER }), (member, value: unknown) =>
    ['name', 'number', 'text'].includes(member) ? FORMER : value,
  );
}

/** Everything that the stores of a client show. */
function screen(client: Client, ticketId: string) {
  const stores = [
    client.session,
    client.tickets,
    client.ticket(ticketId),
    client.staffThread(ticketId),
    client.accounts.list,
    client.outbox,
    client.drafts.draft(ticketId, 'reply'),
    client.drafts.all(ticketId),
  ];
  const seen: string[] = [];
  const stops = stores.map((store) =>
    (store as typeof client.session).subscribe((value: unknown) => {
      seen.push(JSON.stringify(value instanceof Map ? [...value] : value) ?? '');
    }),
  );
  return {
    /** Forgets what was shown until now. */
    begin: () => void seen.splice(0),
    text: () => seen.join('\n'),
    stop: () => stops.forEach((stop) => stop()),
  };
}

/** Requests whose answers a client shows, and what makes it send them. */
const ANSWERS: readonly [what: string, request: RegExp, ask: (client: Client, ticketId: string) => void][] = [
  ['ticket', /^GET .*tickets\/[^/?]+$/, (client, id) => client.refresh(id)],
  ['list', /^GET .*tickets\?/, (client) => client.refresh()],
  ['session', /^GET .*session/, (client) => client.refresh()],
  ['staff thread', /^GET .*staff-messages$/, (client, id) => client.refresh(id)],
  ['accounts', /^GET .*accounts$/, (client) => client.refresh()],
  [
    'reply',
    /^POST .*commands$/,
    (client, id) => void client.send(id, { command: 'reply', fields: { text: 'Good day.' } }),
  ],
  [
    'staff message',
    /^POST .*staff-messages$/,
    (client, id) => void client.sendStaffMessage(id, { purpose: 'progress-update', text: 'Good day.' }),
  ],
];

describe.each(['JWT', 'opaque'] as const)('what an account asked for and gets too late, with %s tokens', (kind) => {
  let shop: Shop;
  let ticket: TicketView;
  let desk: ReturnType<typeof page>;
  let client: Client;
  let shown: ReturnType<typeof screen>;

  const begin = async (): Promise<void> => {
    client = desk.open();
    shown = screen(client, ticket.id);
    await until(client.session, (session) => session?.accountId === MAIN.accountId);
  };
  const live = () => until(client.connection, ({ state }) => state === 'live');

  beforeEach(async () => {
    ({ shop } = memoryShop());
    ticket = await shop.create();
    await shop.act(MAIN, ticket.id, DECLINE);
    await shop.act(BUYER, ticket.id, { command: 'escalate' });
    await shop.leaveMessage(MAIN, ticket.id, 'It left us intact.');
    await shop.grant(SUB.accountId, ['task.handle']);
    desk = page(shop, kind);
  });
  afterEach(() => {
    shown.stop();
    client.close();
  });

  describe.each(ANSWERS)('from the server: %s', (_, request, ask) => {
    let gate: Gate;
    beforeEach(async () => {
      await begin();
      await live();
      gate = desk.holdAnswer(request);
      ask(client, ticket.id);
      await gate.held;
    });

    it('is not shown to the next account', async () => {
      await desk.signIn(client, SUB);
      shown.begin();
      const waiting = record(client.outbox);
      gate.release();
      await settled();
      await live();
      expect(shown.text()).not.toContain(FORMER);
      expect(waiting.every((entries) => entries.length === 0)).toBe(true);
      expect(desk.asked.filter((one) => /^sub-1 POST/.test(one))).toEqual([]);
    });

    it('is not shown after the client was closed', async () => {
      client.close();
      shown.begin();
      gate.release();
      await settled();
      expect(shown.text()).not.toContain(FORMER);
    });
  });

  describe('from the storage: a draft', () => {
    let gate: Gate;
    beforeEach(async () => {
      await begin();
      client.drafts.set(ticket.id, 'reply', { text: FORMER });
      client.close();
      shown.stop();
      await eventually(async () => (await desk.stored.entries('draft/')).length === 1);
      gate = desk.holdRead(/^draft/);
      await begin();
      await gate.held;
    });

    it('is not shown to the next account, nor kept as that account’s', async () => {
      await desk.signIn(client, SUB);
      gate.release();
      await settled();
      client.close();
      expect(shown.text()).not.toContain(FORMER);
      expect((await desk.stored.entries('draft/')).map(([key]) => key)).toEqual([
        expect.stringContaining(MAIN.accountId),
      ]);
    });

    // An opaque token does not tell that the account has changed; the session does.
    it.runIf(kind === 'JWT')('is not shown while it is not known who comes next', async () => {
      const session = desk.holdAnswer(/session/);
      desk.become(SUB);
      client.refresh();
      await session.held;
      gate.release();
      await settled();
      expect(shown.text()).not.toContain(FORMER);
    });

    it('is not shown after the client was closed', async () => {
      client.close();
      gate.release();
      await settled();
      expect(shown.text()).not.toContain(FORMER);
    });

    it('does not undo what its author has typed since', async () => {
      client.drafts.set(ticket.id, 'reply', { text: 'Newer' });
      await desk.signIn(client, SUB);
      await desk.signIn(client, MAIN);
      await until(client.drafts.draft(ticket.id, 'reply'), (draft) => draft?.['text'] === 'Newer');
      gate.release();
      await settled();
      expect(client.drafts.draft(ticket.id, 'reply').get()).toEqual({ text: 'Newer' });
    });
  });

  it('settings that are loaded while the account changes are all those of the next account', async () => {
    for (const who of [SUB, MAIN]) {
      desk.become(who);
      client = desk.open();
      await until(client.session, (session) => session?.accountId === who.accountId);
      client.preferences.set(`seen/${who.accountId}`, { version: 1 });
      client.close();
    }
    await eventually(async () => (await desk.stored.entries('draft/')).length === 2);
    await begin();
    const former = desk.holdRead(/^draft.*main/, true);
    const loading = client.preferences.load();
    await former.held;
    const next = desk.holdRead(/^draft.*sub/, true);
    await desk.signIn(client, SUB);
    former.release();
    await next.held;
    await settled();
    next.release();
    expect(Object.fromEntries(await loading)).toEqual({ [`seen/${SUB.accountId}`]: { version: 1 } });
  });

  describe('from the storage: the outbox', () => {
    let gate: Gate;
    beforeEach(async () => {
      await begin();
      await live();
      await client.send(ticket.id, { command: 'reply', fields: { text: FORMER.repeat(200) } });
      expect(client.outbox.get()).toMatchObject([{ state: 'refused' }]);
      client.close();
      shown.stop();
      gate = desk.holdRead(/^outbox.*main/);
      await begin();
      await gate.held;
    });

    it('is not shown to the next account, nor sent in its name', async () => {
      await desk.signIn(client, SUB);
      gate.release();
      await settled();
      expect(shown.text()).not.toContain(FORMER);
      expect(desk.asked.filter((one) => /^sub-1 POST/.test(one))).toEqual([]);
    });

    it('is not shown after the client was closed', async () => {
      client.close();
      gate.release();
      await settled();
      expect(shown.text()).not.toContain(FORMER);
    });

    it('is there once for its owner, who went and came back meanwhile', async () => {
      await desk.signIn(client, SUB);
      await desk.signIn(client, MAIN);
      const entry = await until(client.outbox, (entries) => entries.length === 1);
      gate.release();
      await settled();
      expect(client.outbox.get()).toEqual(entry);
      expect(await desk.stored.entries('outbox/')).toHaveLength(1);
    });
  });

  it('the accounts of the shop are gone at once with the account that may see them', async () => {
    await begin();
    await live();
    await until(client.accounts.list, (accounts) => accounts.length > 0);
    const gate = desk.holdAnswer(/^GET .*accounts$/);
    await desk.signIn(client, SUB);
    await gate.held;
    expect(client.accounts.list.get()).toEqual([]);
    gate.release();
  });

  describe.each(['before', 'after'])('a page of the list that comes %s the account has changed', (when) => {
    it('does not say where the next account’s list goes on', async () => {
      await begin();
      await live();
      const gate = desk.holdAnswer(/^GET .*tickets\?/);
      client.refresh();
      await gate.held;
      if (when === 'before') {
        gate.release();
        await settled();
      }
      const next = desk.holdAnswer(/^GET .*tickets\?/, true);
      await desk.signIn(client, SUB);
      await next.held;
      gate.release();
      await settled();
      expect(await client.loadMore()).toBe(false);
      expect(desk.asked.filter((one) => one.includes(FORMER))).toEqual([]);
      next.release();
    });
  });

  // An opaque token does not tell that the account has changed; the session does.
  it.runIf(kind === 'JWT')('a write is not sent in the name of an account that has signed in since', async () => {
    await begin();
    await live();
    desk.become(SUB);
    expect(await client.accounts.setPermissions(SUB.accountId, [])).toMatchObject({ error: { code: 'closed' } });
    expect(desk.asked.filter((one) => one.startsWith('sub-1 PATCH'))).toEqual([]);
  });

  it('a card is given to no further handler, and not acknowledged', async () => {
    let go = (): void => {};
    const gate = new Promise<void>((resolve) => (go = resolve));
    const [first, second]: [string[], string[]] = [[], []];
    await begin();
    client.cards.subscribe(async ({ deliveryId }) => {
      first.push(deliveryId);
      await gate;
    });
    client.cards.subscribe(({ deliveryId }) => void second.push(deliveryId));
    await live();
    await shop.create();
    await eventually(() => first.length === 1);
    await desk.signIn(client, SUB);
    go();
    await settled();
    expect(second).not.toContain(first[0]);
    expect(desk.asked.filter((one) => one.includes(`${first[0]}/ack`))).toEqual([]);
  });
});
