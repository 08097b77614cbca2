/** A client's connection to its server. The shape follows HTTP; hosts and tests can provide their own. */
export interface Transport {
  /** Identifies the server, such as by its URL. Data stored for one server is never sent to another. @default '' */
  readonly name?: string;
  request(request: TransportRequest): Promise<TransportAnswer>;
  /** Opens the event stream. Completes when the server ends the stream; throws if it cannot be opened, or breaks. */
  events(request: EventsRequest): AsyncIterable<TransportFrame>;
  /** Sends a request whose body, or whose answer, is a file. Without it there are no pictures. */
  readonly fetch?: (path: string, init: RequestInit) => Promise<Response>;
  /** The server's address, for uploads that tell their progress. Without it, they tell only when they are done. */
  readonly url?: string;
}

/** A request to the server. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Begins with `/v1/`. */
  readonly path: string;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly token?: string;
  readonly signal?: AbortSignal;
}

/** The server's answer to a request. */
export interface TransportAnswer {
  readonly status: number;
  /** The parsed JSON, or `undefined` when the body is not JSON. */
  readonly body: unknown;
  readonly retryAfterMs?: number;
}

/** A request for the event stream. */
export interface EventsRequest {
  readonly token?: string;
  readonly lastEventId?: string;
  readonly signal: AbortSignal;
}

/** One event of the event stream. */
export interface TransportFrame {
  /** The event's name; `comment` for a comment. */
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}
