/**
 * A client's connection to its server. The shape follows HTTP. {@link httpTransport} is the one for `@sidecard/server`; a host whose backend
 * is reached otherwise implements this.
 */
export interface Transport {
  /** Identifies the server, such as by its URL. Data stored for one server is never sent to another. @default '' */
  readonly name?: string;
  /**
   * Sends a request. Resolves with whatever the server answers, refusals included. Rejects if there is no answer: the client then tries
   * again, under the same `idempotencyKey`.
   */
  request(request: TransportRequest): Promise<TransportAnswer>;
  /**
   * Opens the event stream. Completes when the server ends the stream; throws if it cannot be opened, or breaks. The client then opens it
   * again after a pause, with the last `id` that it has read. An error with `status` 401 makes the client get a new token first; its `body`
   * is the server's problem, or `null` if something else has answered. One with `isSilent` set to true says that for 20 seconds nothing has
   * come: after two of them in a row the client asks with {@link EventsRequest.poll}. One with `retryAfterMs` or `retryAtMs`, as in
   * {@link TransportAnswer}, makes it wait for that long.
   */
  events(request: EventsRequest): AsyncIterable<TransportFrame>;
  /** Sends a request whose body, or whose answer, is a file. Without it there are no pictures. */
  readonly fetch?: (path: string, init: RequestInit) => Promise<Response>;
  /**
   * Whether what {@link Transport.events} yields depends on `name` and the account only, so that all pages of this origin can share what
   * one of them reads. @default false
   */
  readonly sharesStream?: boolean;
  /** The server's address, for uploads that tell their progress. Without it, they tell only when they are done. */
  readonly url?: string;
}

/** A request to the server. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  /** A server that gets the same key again, from the same account, answers what it answered before, and does nothing. */
  readonly idempotencyKey?: string;
  /** What the client's `getToken` returned. */
  readonly token?: string;
  /** Language of the client, a BCP 47 tag. */
  readonly locale?: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** The server's answer to a request. */
export interface TransportAnswer {
  /** An HTTP status. 2xx: `body` is what was asked for; other: `body` is a problem with a stable `code` (RFC 9457). */
  readonly status: number;
  /** The parsed JSON, or `undefined` when the body is not JSON. */
  readonly body: unknown;
  /** How long the client is to wait before it tries again, in milliseconds. */
  readonly retryAfterMs?: number;
  /**
   * The same as a moment by the server's clock, in milliseconds since the Unix epoch, if the server says a date and its own time is not
   * known. The client, which knows it, then takes this.
   */
  readonly retryAtMs?: number;
}

/** A request for the event stream. */
export interface EventsRequest {
  readonly token?: string;
  /** `id` of the last event that the client has read. The stream goes on after it. Without it, the stream begins now. */
  readonly lastEventId?: string;
  /** Aborted when the client no longer needs the stream: end it. */
  readonly signal: AbortSignal;
  /**
   * How long to wait for the first frame, in milliseconds. If none comes, throw an error whose `isLate` is true: the client asks again with
   * {@link EventsRequest.poll}. A transport that cannot poll ignores it.
   */
  readonly firstFrameMs?: number;
  /** Whether to read the events by long polls, because something on the way collects streams. */
  readonly poll?: boolean;
}

/** One event of the event stream. */
export interface TransportFrame {
  /**
   * The event's name; `comment` for a comment, which only shows that the stream is alive. The client knows every name of `Frames` of
   * `@sidecard/core/wire`; ask the server for `related` with `KNOWS_RELATED`.
   */
  readonly event: string;
  /** Opaque. */
  readonly id?: string;
  /** The parsed JSON. */
  readonly data: unknown;
  /** Of the first frame: whether events are read by long polls. */
  readonly polled?: boolean;
}
