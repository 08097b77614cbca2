import type { ServerContext } from '../context/context.js';
import type { UnitOfWork } from '../storage/store.js';
import type { Webhook, WebhookDelivery } from '../storage/webhook-records.js';
import { within } from '../timers.js';
import { readWebhook } from './contents.js';
import { fanOut, MOST_PENDING } from './fan-out.js';
import { afterAttempt, type Attempt, MENDED } from './outcome.js';
import { type WebhookOptions, WebhookUnanswered } from '../context/webhook-ports.js';
import { FAILURES_TO_SLOW } from './retry.js';
import { signatureOf, validSecrets } from './signature.js';

/** How many webhooks are sent to an address at once, each of another ticket. */
const AT_ONCE = 8;
/** How many tickets are looked at for the next ones. */
const LOOKED_AT = 40;
const TIMEOUT_MS = 10_000;
/** How long a process keeps an address beyond the longest attempt, in milliseconds: after a crash others take it over then. */
const LEASE_MS = 20_000;

/** How long an address is leased from now on, in milliseconds. */
export const leaseMs = ({ timeoutMs = TIMEOUT_MS }: WebhookOptions): number => timeoutMs + LEASE_MS;

interface Sent {
  readonly delivery: WebhookDelivery;
  readonly attempt: Attempt;
}

/** What a transaction found to do. */
interface Step {
  readonly webhook: Webhook;
  readonly due: readonly WebhookDelivery[];
  readonly more: boolean;
  readonly released: boolean;
}

/**
 * Sends what is due to an address that this process has leased: reads the log, sends the first pending delivery of each ticket, records the
 * answers, and goes on until nothing is due. What was sent and not recorded, because the process ended, is sent again.
 */
export class WebhookWorker {
  readonly #context: ServerContext;
  readonly #options: WebhookOptions;
  readonly #ref: Pick<Webhook, 'merchantId' | 'id'>;
  #lease: string;
  readonly #sending = new Map<string, Promise<void>>();
  readonly #sent: Sent[] = [];
  #pending = 0;
  #stopped = false;
  #hinted = false;
  #wake: () => void = () => undefined;

  /** @param lease - the name that the address is leased to */
  constructor(context: ServerContext, options: WebhookOptions, ref: Pick<Webhook, 'merchantId' | 'id'>, lease: string) {
    this.#context = context;
    this.#options = options;
    this.#ref = ref;
    this.#lease = lease;
  }

  get merchantId(): string {
    return this.#ref.merchantId;
  }

  /** Whether a hint came since its last look. */
  get hinted(): boolean {
    return this.#hinted;
  }

  /** Its lease had ended, and the process has leased the address again: it goes on. */
  renew(lease: string): void {
    this.#lease = lease;
    this.onHint();
  }

  /** There may be more to do. */
  onHint(): void {
    this.#hinted = true;
    this.#wake();
  }

  /** Starts nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  /** Works until nothing is due. @returns when something will be, milliseconds since the Unix epoch; `Infinity` if nothing is known */
  async run(): Promise<number> {
    for (;;) {
      this.#hinted = false;
      const woken = new Promise<void>((resolve) => (this.#wake = resolve));
      const step = await this.#step();
      if (!step) {
        // Another process has it, or it is gone. What is on its way ends there.
        await Promise.all(this.#sending.values());
        return Infinity;
      }
      const { webhook, due, more, released } = step;
      if (released) return webhook.stopped ? Infinity : Math.max(webhook.holdUntilMs, webhook.nextAtMs ?? Infinity);
      for (const delivery of due) {
        this.#sending.set(delivery.ticketId, this.#send(webhook, delivery));
      }
      const isNews = more || this.#hinted || this.#sent.length > 0;
      if (!isNews) await Promise.race([woken, ...this.#sending.values()]);
    }
  }

  /** Records what was sent, reads the log, and finds what is due. @returns `undefined` if it has lost the address */
  async #step(): Promise<Step | undefined> {
    const read = await this.#read();
    return read && this.#look(read.more);
  }

  /** Records what was sent, and reads the log. */
  async #read(): Promise<{ readonly more: boolean } | undefined> {
    const { store, clock, newId, metrics } = this.#context;
    const { merchantId } = this.#ref;
    const sent = [...this.#sent];
    const counts: string[] = [];
    let missed = 0;
    const read = await store.transaction(merchantId, async (unit) => {
      // It may run again after a conflict.
      counts.length = 0;
      const now = clock.now();
      const locked = await this.#lock(unit);
      if (!locked) return undefined;
      let webhook = await record(unit, locked, sent, counts, now);
      let more = false;
      if (this.#isActive(webhook, now) && this.#pending < MOST_PENDING) {
        ({ webhook, more, missed } = await fanOut(unit, webhook, { newId, nowMs: now }));
      }
      // If this process ends, another one looks once the lease has ended.
      const lease = { node: this.#lease, untilMs: now + leaseMs(this.#options) };
      await unit.putWebhook({ ...webhook, lease, nextAtMs: now });
      if (webhook.stopped && !locked.stopped) counts.push(webhook.stopped.reason);
      return { more };
    });
    this.#sent.splice(0, sent.length);
    for (const count of counts) {
      if (count === 'gone' || count === 'failing') metrics.webhooksStopped.add([count]);
      else metrics.webhooks.add([count]);
    }
    if (missed > 0) metrics.webhooksMissed.add([], missed);
    return read;
  }

  /** Finds what is due, and gives the address back if nothing is. In another transaction, which sees what the first has written. */
  #look(mayHaveMore: boolean): Promise<Step | undefined> {
    const { merchantId, id } = this.#ref;
    const sending = new Set(this.#sending.keys());
    const hasSent = this.#sent.length > 0;
    return this.#context.store.transaction(merchantId, async (unit) => {
      const webhook = await this.#lock(unit);
      if (!webhook) return undefined;
      const now = this.#context.clock.now();
      const { first, pending } = await unit.firstPendingWebhooks(merchantId, id, LOOKED_AT + AT_ONCE);
      this.#pending = pending;
      const more = mayHaveMore && pending < MOST_PENDING && this.#isActive(webhook, now);
      const room = (webhook.failures >= FAILURES_TO_SLOW ? 1 : AT_ONCE) - sending.size;
      const waiting = first.filter(({ ticketId, nextAtMs }) => !sending.has(ticketId) && nextAtMs <= now);
      // What has just been sent is still pending: it is recorded first.
      const isReady = this.#isActive(webhook, now) && !hasSent;
      const due = isReady ? waiting.slice(0, Math.max(0, room)) : [];
      if (due.length > 0 || sending.size > 0 || hasSent || more) return { webhook, due, more, released: false };
      const nextAtMs = first[0]?.nextAtMs;
      const isFull = pending >= MOST_PENDING && nextAtMs !== undefined;
      const holdUntilMs = isFull ? Math.max(webhook.holdUntilMs, nextAtMs) : webhook.holdUntilMs;
      // Nothing is left that has failed, so a failure much later is no longer one in a row.
      const mended = pending === 0 && !webhook.stopped ? MENDED : { holdUntilMs };
      const released = { ...webhook, ...mended, nextAtMs, lease: undefined };
      await unit.putWebhook(released);
      return { webhook: released, due, more, released: true };
    });
  }

  /** Locks the address. @returns `undefined` if it is not this worker's any more */
  async #lock(unit: UnitOfWork): Promise<Webhook | undefined> {
    const webhook = await unit.lockWebhook(this.#ref.merchantId, this.#ref.id);
    return webhook?.lease?.node === this.#lease ? webhook : undefined;
  }

  #isActive({ stopped, holdUntilMs }: Webhook, nowMs: number): boolean {
    return !stopped && holdUntilMs <= nowMs && !this.#stopped;
  }

  async #send(webhook: Webhook, delivery: WebhookDelivery): Promise<void> {
    const attempt = await this.#attempt(webhook, delivery);
    // Together, so that a step sees it as one or the other.
    this.#sending.delete(delivery.ticketId);
    this.#sent.push({ delivery, attempt });
  }

  async #attempt({ url, secrets }: Webhook, delivery: WebhookDelivery): Promise<Attempt> {
    const { clock, report } = this.#context;
    const { transport, timeoutMs = TIMEOUT_MS } = this.#options;
    try {
      const event = await readWebhook(this.#context, delivery);
      if (!event) return { kind: 'dropped' };
      const body = JSON.stringify(event);
      const now = clock.now();
      const { id } = delivery;
      const timestamp = Math.floor(now / 1000);
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Sidecard-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': await signatureOf({ id, timestamp, body }, validSecrets(secrets, now)),
      };
      const sent = transport.send({ url: new URL(url), headers, body, timeoutMs });
      // A transport that never ends must not keep its address for ever.
      const late = () => new WebhookUnanswered('timeout', `No answer within ${timeoutMs} ms.`);
      const answer = await within(timeoutMs, sent, late);
      return { kind: 'answered', ...answer };
    } catch (error) {
      if (error instanceof WebhookUnanswered) return { kind: 'unanswered', failure: error.failure };
      report(error);
      return { kind: 'unread' };
    }
  }
}

/** Records the answers to what was sent. */
async function record(
  unit: UnitOfWork,
  locked: Webhook,
  sent: readonly Sent[],
  counts: string[],
  nowMs: number,
): Promise<Webhook> {
  let webhook = locked;
  const deliveries: WebhookDelivery[] = [];
  for (const { delivery, attempt } of sent) {
    const known = await unit.findWebhookDelivery(delivery.merchantId, delivery.webhookId, delivery.id);
    // Meanwhile its ticket may have been erased, or it is to be sent again.
    if (known?.state !== 'pending' || known.sinceMs !== delivery.sinceMs) continue;
    const outcome = afterAttempt(webhook, known, attempt, nowMs);
    ({ webhook } = outcome);
    deliveries.push(outcome.delivery);
    counts.push(outcome.counts);
  }
  await unit.putWebhookDeliveries(locked.merchantId, deliveries);
  return webhook;
}
