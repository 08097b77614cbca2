import { cardMessageId, parseCardMessage, type Labels } from '@sidecard/core';
import type { Principal } from '@sidecard/server';
import {
  RELAY_BEAT_MS,
  type RelayFrame,
  type RelayMessage,
  type RelayPost,
  type RelaySender,
} from '../../shared/relay.js';
import { json, jsonFrom, refusal } from '../answers.js';
import type { RelayLog } from './log.js';

const MAX_BODY_BYTES = 20_000;
const MAX_TEXT_LENGTH = 2_000;

/** What {@link createRelay} takes. */
export interface RelayOptions {
  readonly log: RelayLog;
  /** Identifies the sender of a request; `undefined` without a valid token. */
  readonly principalOf: (request: Request) => Promise<Principal | undefined>;
  readonly conversations: readonly {
    readonly id: string;
    readonly merchantId: string;
    readonly buyer: { readonly id: string };
  }[];
  /** A person's name in every language. */
  readonly nameOf: (accountId: string) => Labels | string;
  /** Origins of the demo's pages. Their streams use the other host name; see `alternateHost` in the pages' `relay.ts`. */
  readonly origins: () => readonly string[];
  /** Returns the conversation that a ticket belongs to. */
  readonly conversationOf: (merchantId: string, ticketId: string) => Promise<string | undefined>;
}

/** The chat transport between buyers and the shop. It replaces the messaging server of a real product. */
export interface Relay {
  /** Answers `/relay/messages` and `/relay/events`. */
  fetch(request: Request): Promise<Response>;
  /** Ends every stream. */
  stop(): void;
}

/** Creates the relay over its log. */
export function createRelay({ log, principalOf, conversations, nameOf, origins, conversationOf }: RelayOptions): Relay {
  const known = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  const streams = new Set<() => void>();

  async function post(request: Request, principal: Principal): Promise<Response> {
    const body = postFrom(await jsonFrom(request, MAX_BODY_BYTES));
    if (!body) return refusal(422, 'A message needs an id, a conversationId, and either a text or a card.');
    if (!mayRead(principal, body.conversationId)) return refusal(404, 'Conversation not found.');
    const from = body.card === undefined ? senderOf(principal) : await cardSender(body, principal);
    if (!from) return refusal(403, 'You cannot post this message.');
    const draft = {
      id: body.id,
      conversationId: body.conversationId,
      from,
      atMs: Date.now(),
      ...(body.text === undefined ? { card: body.card } : { text: body.text }),
    };
    const [message] = await log.add([draft]);
    return json({ message });
  }

  /**
   * Returns the platform as the sender of a card. The agent's page forwards the card that Sidecard gave it, under the id that Sidecard
   * derived. The relay looks up the ticket, so that nobody can put a card into another conversation.
   */
  async function cardSender(body: RelayPost, principal: Principal): Promise<RelaySender | undefined> {
    const card = parseCardMessage(body.card);
    if (principal.party !== 'merchant' || !card.ok || body.id !== cardMessageId(card.value.ticketId)) return undefined;
    if ((await conversationOf(principal.merchantId, card.value.ticketId)) !== body.conversationId) return undefined;
    return { side: 'platform', accountId: 'platform', name: { 'zh-CN': '平台', en: 'Platform' } };
  }

  function mayRead({ party, accountId, merchantId }: Principal, conversationId: string): boolean {
    const conversation = known.get(conversationId);
    return conversation?.merchantId === merchantId && (party !== 'buyer' || conversation.buyer.id === accountId);
  }

  function senderOf({ party, accountId }: Principal): RelaySender | undefined {
    if (party !== 'buyer' && party !== 'merchant') return undefined;
    return { side: party === 'buyer' ? 'buyer' : 'shop', accountId, name: nameOf(accountId) };
  }

  function follow(request: Request, principal: Principal): Response {
    const { searchParams } = new URL(request.url);
    const sameLog = searchParams.get('epoch') === log.epoch;
    const after = sameLog && /^\d{1,9}$/.test(searchParams.get('after') ?? '') ? Number(searchParams.get('after')) : 0;
    let stop = (): void => undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const encoder = new TextEncoder();
        const send = (frame?: RelayFrame): void => {
          try {
            controller.enqueue(encoder.encode(`${frame ? JSON.stringify(frame) : ''}\n`));
          } catch {
            // The reader has just disconnected.
            stop();
          }
        };
        const sendMessage = (message: RelayMessage): void => {
          if (mayRead(principal, message.conversationId)) send({ kind: 'message', message });
        };
        send({ kind: 'ready', epoch: log.epoch, head: log.head });
        for (const message of log.after(after)) sendMessage(message);
        const unsubscribe = log.subscribe(sendMessage);
        const beat = setInterval(send, RELAY_BEAT_MS);
        // End the stream when the token expires.
        const end = setTimeout(() => stop(), Math.max(0, principal.expiresAtMs - Date.now()));
        stop = () => {
          unsubscribe();
          clearInterval(beat);
          clearTimeout(end);
          streams.delete(stop);
          try {
            controller.close();
          } catch {
            // The reader has already disconnected.
          }
        };
        streams.add(stop);
      },
      cancel: () => stop(),
    });
    return new Response(body, {
      headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8', 'Cache-Control': 'no-store' },
    });
  }

  async function answer(request: Request): Promise<Response> {
    const route = `${request.method} ${new URL(request.url).pathname}`;
    if (route === 'OPTIONS /relay/events') return new Response(null, { status: 204 });
    const principal = await principalOf(request);
    if (!principal) return refusal(401, 'Sign in first.');
    if (route === 'POST /relay/messages') return post(request, principal);
    if (route === 'GET /relay/events') return follow(request, principal);
    return refusal(404, 'Not found.');
  }

  return {
    async fetch(request) {
      const response = await answer(request);
      const origin = request.headers.get('origin');
      if (origin && origins().includes(origin)) {
        response.headers.set('Access-Control-Allow-Origin', origin);
        response.headers.set('Access-Control-Allow-Headers', 'Authorization');
        response.headers.set('Access-Control-Max-Age', '600');
      }
      response.headers.set('Vary', 'Origin');
      return response;
    },
    stop() {
      for (const stop of [...streams]) stop();
    },
  };
}

function postFrom(body: unknown): RelayPost | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { id, conversationId, text, card } = body as Partial<Record<keyof RelayPost, unknown>>;
  if (!isId(id) || !isId(conversationId)) return undefined;
  if (typeof text === 'string' && card === undefined) {
    return text.trim() !== '' && text.length <= MAX_TEXT_LENGTH ? { id, conversationId, text } : undefined;
  }
  return text === undefined && card !== undefined ? { id, conversationId, card } : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value);
}
