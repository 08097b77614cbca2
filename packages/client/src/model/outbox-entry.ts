import type { CreateBody, FieldValues, StaffMessageView, TicketView } from '@sidecard/core/wire';
import type { ClientRefusal } from './client-refusal.js';

/** A command to send. */
export interface SendCommand {
  readonly command: string;
  readonly choice?: string;
  readonly fields?: FieldValues;
  /** The version that the actor saw. @default the one in the store */
  readonly version?: number;
  /** Whether the command needs no version and does not wait for others. @default as the ticket's action defines */
  readonly unversioned?: boolean;
}

/** A write on its way to the server. It survives a reload, and keeps one idempotency key until it is answered: exactly once. */
export interface OutboxEntry {
  readonly key: string;
  /** Empty while the ticket does not exist yet. */
  readonly ticketId: string;
  readonly kind: 'command' | 'staff-message' | 'create';
  /** The sent command. For other kinds of entries, its name is the kind. */
  readonly command: SendCommand;
  /** What a `create` entry opens. */
  readonly create?: CreateBody;
  /** A `refused` entry is kept with its text until `client.dismiss`. */
  readonly state: 'sending' | 'queued' | 'refused';
  readonly createdAtMs: number;
  readonly attempts: number;
  /** Set if the browser could not store it, as with a full disk: it is gone when the page is closed before it was sent. */
  readonly unsaved?: true;
  readonly error?: ClientRefusal;
}

/**
 * The outcome of a write: carried out, refused, or queued until the network is back (it is then sent automatically). What is queued outlives
 * the page, unless it is `unsaved`: then the browser could not store it.
 */
export type SendResult =
  | {
      readonly status: 'confirmed';
      readonly ticket: TicketView;
      readonly sentMessage?: { readonly messageId: string; readonly text: string };
    }
  | { readonly status: 'refused'; readonly error: ClientRefusal }
  | { readonly status: 'queued'; readonly key: string; readonly unsaved?: true };

/** The outcome of a message to or from platform staff. */
export type StaffMessageResult =
  | {
      readonly status: 'confirmed';
      /** The message, as its readers see it. */
      readonly message: StaffMessageView;
      /** Missing if it could not be loaded. */
      readonly ticket?: TicketView;
    }
  | Exclude<SendResult, { readonly status: 'confirmed' }>;

/** Maximum number of tickets of a batch. */
export const MAX_BATCH = 20;

/** The outcome of a batch's command for one of its tickets. */
export interface BatchResult {
  readonly ticketId: string;
  readonly result: SendResult;
}
