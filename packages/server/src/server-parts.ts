import type { Services } from './services.js';
import type { Connections } from './streams/connections.js';
import type { Presence } from './streams/presence.js';

/** Everything a route can reach. */
export interface ServerParts extends Services {
  readonly presence: Presence;
  readonly connections: Connections;
  /** Pages that may call; see `ServerOptions.allowedOrigins`. */
  readonly allowedOrigins: readonly string[] | '*';
}
