/**
 * How fresh the stores are:
 *
 * - `connecting`: the first connection is being opened.
 * - `live`: the event stream is running.
 * - `stale`: the event stream was running; the stores may be out of date.
 * - `offline`: the network or the server cannot be reached.
 */
export type ConnectionState = 'live' | 'connecting' | 'stale' | 'offline';

/** The state of the event stream, and the time up to which the stores are known to be current. */
export interface Connection {
  readonly state: ConnectionState;
  /**
   * When the server was last heard from before the state began, in milliseconds since the Unix epoch by the server's clock; 0 before
   * the first contact. While `live`, the stores are current.
   */
  readonly asOfMs: number;
}
