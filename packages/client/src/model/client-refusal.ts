import type { Problem } from '@sidecard/core/wire';

/** Why a request was refused: a problem with the server's code, or one of the client's own codes. A value, never thrown. */
export type ClientRefusal =
  | Problem
  | {
      /**
       * - `move-pending`: an earlier versioned command for this ticket has no answer yet.
       * - `network`: there was no answer, and the command could not be queued.
       * - `server-error`: the answer does not follow the protocol.
       * - `closed`: the client was closed, or the account changed.
       * - `aborted`: the caller's signal ended it.
       * - `unsupported`: the server, or the transport, has no pictures.
       */
      readonly code: 'move-pending' | 'network' | 'server-error' | 'closed' | 'aborted' | 'unsupported';
      readonly detail?: string;
      readonly cause?: unknown;
    };
