import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cardMessageId } from '@sidecard/core';
import type { Principal } from '@sidecard/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRelayLog, type RelayLog } from '../../examples/demo/src/server/relay/log.ts';
import { createRelay, type Relay } from '../../examples/demo/src/server/relay/relay.ts';
import type { RelayFrame, RelayMessage } from '../../examples/demo/src/shared/relay.ts';

// The demo's chat line. It stands for a messaging server, so it is to be as dependable as one.

const CARD = {
  sidecard: 1,
  kind: 'ticket-card',
  ticketId: 't-1',
  snapshot: {
    type: 'return-refund',
    displayStatus: 'awaiting-merchant',
    createdAtMs: 1_000,
    orderId: 'o-1',
    item: { title: 'Mug', quantity: 1 },
    amount: { amountMinor: 100, currency: 'CNY' },
    version: 1,
  },
  text: 'Platform: a ticket.',
};

const person = (party: Principal['party'], accountId: string, merchantId = 'shop-1'): Principal => ({
  party,
  accountId,
  merchantId,
  main: false,
  name: accountId,
  issuedAtMs: 0,
  expiresAtMs: Date.now() + 60_000,
});
const PEOPLE: Readonly<Record<string, Principal>> = {
  buyer: person('buyer', 'buyer-1'),
  stranger: person('buyer', 'buyer-2'),
  agent: person('merchant', 'agent-1'),
  colleague: person('merchant', 'agent-2'),
  rival: person('merchant', 'agent-9', 'shop-2'),
  staff: person('staff', 'staff-1'),
};

let folder: string;
let log: RelayLog;
let relay: Relay;

async function open(): Promise<void> {
  log = await openRelayLog(folder);
  relay = createRelay({
    log,
    principalOf: (request) => Promise.resolve(PEOPLE[request.headers.get('x-who') ?? '']),
    conversations: [{ id: 'c-1', merchantId: 'shop-1', buyer: { id: 'buyer-1' } }],
    nameOf: (id) => id,
    origins: () => ['http://localhost:1'],
    conversationOf: (merchantId, ticketId) =>
      Promise.resolve(merchantId === 'shop-1' && ticketId === 't-1' ? 'c-1' : undefined),
  });
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidecard-relay-'));
  await open();
});
afterEach(async () => {
  relay.stop();
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

async function post(who: string, body: unknown): Promise<{ status: number; message: RelayMessage }> {
  const init = { method: 'POST', headers: { 'x-who': who }, body: JSON.stringify(body) };
  const response = await relay.fetch(new Request('http://demo/relay/messages', init));
  const { message } = (await response.json()) as { message: RelayMessage };
  return { status: response.status, message };
}

const say = (who: string, id: string, text = 'hello') => post(who, { id, conversationId: 'c-1', text });

/** Reads a stream until so many frames have come. */
async function follow(who: string, count: number, query = ''): Promise<readonly RelayFrame[]> {
  const response = await relay.fetch(new Request(`http://demo/relay/events${query}`, { headers: { 'x-who': who } }));
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const frames = (): RelayFrame[] =>
    text
      .split('\n')
      .slice(0, -1)
      .filter(Boolean)
      .map((line) => JSON.parse(line) as RelayFrame);
  while (frames().length < count) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return frames();
}

describe('the relay', () => {
  it('stamps the sender from the token, whatever the message says', async () => {
    const { message } = await post('buyer', {
      id: 'm-1',
      conversationId: 'c-1',
      text: 'hello',
      from: { side: 'platform', accountId: 'platform', name: 'Platform' },
    });
    expect(message.from).toEqual({ side: 'buyer', accountId: 'buyer-1', name: 'buyer-1' });
  });

  it('keeps one message of two posts under one id', async () => {
    const [one, two] = await Promise.all([say('agent', 'm-1'), say('colleague', 'm-1')]);
    expect(two.message.seq).toBe(one.message.seq);
    expect(log.head).toBe(1);
  });

  it('lets no buyer take the id of what the shop or the platform is about to post', async () => {
    await say('buyer', cardMessageId('t-1'));
    const { status, message } = await post('agent', { id: cardMessageId('t-1'), conversationId: 'c-1', card: CARD });
    expect(status).toBe(200);
    expect(message.from.side).toBe('platform');
    expect(log.head).toBe(2);
  });

  it('[R2] takes a card as the platform’s only from the shop, under its own id, where the ticket belongs', async () => {
    const card = { id: cardMessageId('t-1'), conversationId: 'c-1', card: CARD };
    expect((await post('agent', card)).message.from.side).toBe('platform');
    expect((await post('buyer', card)).status).toBe(403);
    expect((await post('agent', { ...card, id: 'm-1' })).status).toBe(403);
    expect((await post('agent', { ...card, card: { ...CARD, ticketId: 't-2' } })).status).toBe(403);
    const foreign = { ...card, id: cardMessageId('t-2'), card: { ...CARD, ticketId: 't-2' } };
    expect((await post('agent', foreign)).status).toBe(403);
  });

  it.each(['stranger', 'rival'])('has no such conversation for a %s', async (who) => {
    await say('buyer', 'm-1');
    expect((await say(who, 'm-2')).status).toBe(404);
    expect(await follow(who, 1)).toHaveLength(1);
  });

  it('answers nobody without a token', async () => {
    expect((await say('nobody', 'm-1')).status).toBe(401);
  });

  it('refuses what is no message', async () => {
    for (const body of [
      {},
      [],
      'text',
      { id: 'm-1', conversationId: 'c-1' },
      { id: 'm-1', conversationId: 'c-1', text: ' ' },
    ]) {
      expect((await post('buyer', body)).status).toBe(422);
    }
  });

  it('resumes after the last message that a reader has', async () => {
    for (const id of ['m-1', 'm-2', 'm-3']) await say('buyer', id);
    const frames = await follow('agent', 2, `?after=2&epoch=${log.epoch}`);
    expect(frames.map((frame) => (frame.kind === 'message' ? frame.message.id : frame.kind))).toEqual(['ready', 'm-3']);
  });

  it('tells a reader who knows another log everything', async () => {
    await say('buyer', 'm-1');
    const frames = await follow('staff', 2, '?after=1&epoch=another');
    expect(frames).toHaveLength(2);
  });

  it('may be read by the demo’s own pages alone', async () => {
    const allowed = async (origin: string) => {
      const init = { method: 'OPTIONS', headers: { origin } };
      const { headers } = await relay.fetch(new Request('http://demo/relay/events', init));
      return headers.get('access-control-allow-origin');
    };
    expect(await allowed('http://localhost:1')).toBe('http://localhost:1');
    expect(await allowed('https://elsewhere.example')).toBeNull();
  });

  describe('started anew', () => {
    it('has every message, and goes on counting', async () => {
      await say('buyer', 'm-1');
      const { epoch } = log;
      await log.close();
      await open();
      expect(log.epoch).toBe(epoch);
      expect((await say('buyer', 'm-1')).message.seq).toBe(1);
      expect((await say('buyer', 'm-2')).message.seq).toBe(2);
    });

    it('drops a line that a crash cut in two, and nothing else', async () => {
      await say('buyer', 'm-1');
      await log.close();
      await appendFile(join(folder, 'relay.jsonl'), '{"seq":2,"id":"m-2","conv');
      await open();
      expect(log.head).toBe(1);
      await say('buyer', 'm-3');
      const lines = (await readFile(join(folder, 'relay.jsonl'), 'utf8')).trimEnd().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as RelayMessage).id)).toEqual(['m-1', 'm-3']);
    });

    it('begins another log in an empty folder', async () => {
      const { epoch } = log;
      await log.close();
      await writeFile(join(folder, 'relay.epoch'), '');
      await open();
      expect(log.epoch).not.toBe(epoch);
    });
  });
});
