import type { TicketAnswer } from '@sidecard/core/wire';
import type { Claims } from '../support/identity.ts';
import { ORDER, RETURN_ADDRESS } from '../support/tickets.ts';
import { ONE_PIECE, PRICE } from './goods.ts';
import { buyerOf, mainOf, shopOf, tokenOf } from './people.ts';
import { wait } from './proxy.ts';

/** What a run has sent. */
export interface Sent {
  /** Writes that were carried out: the ticket, by merchant and key. */
  readonly done: Map<string, string>;
  /** Writes that the rules refused, by code. */
  readonly refused: Map<string, number>;
  /** Attempts that got no answer, or 5xx. */
  attempts: number;
}

interface Known {
  readonly id: string;
  readonly orderId: string;
  version: number;
}

let orders = 0;

/** Sends commands until there are enough, each again and again until it is answered, by turns at each server. */
export async function work(urls: readonly string[], count: number, workers: number): Promise<Sent> {
  const sent: Sent = { done: new Map(), refused: new Map(), attempts: 0 };
  let left = count;
  const run = async (worker: number) => {
    const merchantId = shopOf(worker);
    const known: Known[] = [];
    for (let n = 0; left > 0; n++) {
      left--;
      const key = `${worker}-${n}`;
      const ticket = known[Math.floor(Math.random() * known.length)];
      const dice = Math.random();
      if (!ticket || dice < 0.25) {
        // half of them about an order that has a ticket already, until all its pieces have one
        const again = ticket && dice < 0.125 ? ticket.orderId : `${ORDER.id}-${++orders}`;
        const body = { type: 'return-refund', orderId: again, request: ONE_PIECE, locale: 'en' };
        const made = await send(urls, sent, buyerOf(merchantId), '/v1/tickets', body, key);
        if (made) known.push({ ...made, orderId: again });
      } else {
        const fields = { text: `Message ${key}` };
        const command =
          dice < 0.85
            ? { command: 'reply', fields }
            : dice < 0.93
              ? { command: 'decline', fields: { reason: 'other', ...fields } }
              : { command: 'agree', fields: { amount: PRICE, returnAddress: RETURN_ADDRESS } };
        const path = `/v1/tickets/${ticket.id}/commands`;
        const after = await send(urls, sent, mainOf(merchantId), path, { ...command, version: ticket.version }, key);
        if (after) ticket.version = after.version;
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => run(worker)));
  return sent;
}

/** Longer than a server takes to be back. */
const GIVE_UP_MS = 90_000;

async function send(urls: readonly string[], sent: Sent, who: Claims, path: string, body: unknown, key: string) {
  const beganMs = Date.now();
  const merchantId = who.merchantId ?? '';
  for (let attempt = Math.floor(Math.random() * urls.length); ; attempt++) {
    if (Date.now() - beganMs > GIVE_UP_MS) throw new Error(`${path} got no answer for ${GIVE_UP_MS / 1000} s.`);
    try {
      const response = await fetch(`${urls[attempt % urls.length]}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await tokenOf(who)}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      });
      const answer = (await response.json()) as TicketAnswer & { readonly code?: string };
      if (response.status >= 500 || response.status === 429) {
        sent.attempts++;
        await wait(50 + Math.random() * 150);
        continue;
      }
      if (response.ok) {
        const { id, version } = answer.ticket;
        sent.done.set(`${merchantId} ${key}`, id);
        return { id, version };
      }
      sent.refused.set(answer.code ?? '?', (sent.refused.get(answer.code ?? '?') ?? 0) + 1);
      return undefined;
    } catch {
      sent.attempts++;
      await wait(50 + Math.random() * 150);
    }
  }
}
