/** A request that carries a webhook. */
export interface WebhookRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long it may take in all, in milliseconds. */
  readonly timeoutMs: number;
}

/** Why there was no answer. */
export class WebhookUnanswered extends Error {
  /** `address`: it is not one to call; `timeout`: no answer in time; `connection`: anything else. */
  readonly failure: 'address' | 'timeout' | 'connection';
  constructor(failure: 'address' | 'timeout' | 'connection', message: string) {
    super(message);
    this.name = 'WebhookUnanswered';
    this.failure = failure;
  }
}

/** Sends webhooks. `nodeWebhooks` of `@sidecard/server/node` is one; it refuses addresses of the server's own network. */
export interface WebhookTransport {
  /** Returns why an address cannot be saved; `undefined` if it can. It looks nothing up. */
  refusalOf(url: URL): string | undefined;
  /**
   * Sends a request by POST, follows no redirect, and reads no more of the answer than its head.
   *
   * @throws {WebhookUnanswered} if there is no answer
   */
  send(request: WebhookRequest): Promise<{ readonly status: number; readonly retryAfter?: string | undefined }>;
}

/** How webhooks are sent. */
export interface WebhookOptions {
  readonly transport: WebhookTransport;
  /** How long a receiver may take to answer, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
}
