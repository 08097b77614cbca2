/**
 * How fresh the stores are:
 *
 * - `connecting`: no server has answered yet, or what answers is not as it should be. If that stays so, `onError` of `createClient` says why.
 * - `live`: the event stream is running.
 * - `stale`: the event stream was running; the stores may be out of date.
 * - `offline`: the server cannot be reached, or the device has no network. A server that has never answered counts as that after the third
 *   attempt in a row; `onError` then says what may be wrong.
 */
export type ConnectionState = 'live' | 'connecting' | 'stale' | 'offline';

/** The state of the event stream, and the time up to which the stores are known to be current. */
export interface Connection {
  readonly state: ConnectionState;
  /**
   * When the server was last heard from before the state began, in milliseconds since the Unix epoch by the server's clock; before the
   * first event, when it first answered; 0 before that. While `live`, the stores are current.
   */
  readonly asOfMs: number;
  /**
   * How events are read: from a stream, or by long polls, because something between the client and the server collects streams. The client
   * finds out by itself, and tries a stream again later.
   */
  readonly by: 'stream' | 'long-poll';
  /**
   * Why the client does not ask the server now, if the server has asked for that:
   *
   * - `too-many-streams`: the account has more event streams than it may, and this one gave place to a newer one. The client opens another
   *   one after a minute at the earliest.
   * - `retry-after`: by `Retry-After`, with 429 or 5xx. The client waits for that long, up to ten minutes.
   */
  readonly reason?: 'too-many-streams' | 'retry-after';
}
