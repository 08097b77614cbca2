import type { PictureType, WebhookDeliveryState } from '@sidecard/core/wire';
import type { Generated, GeneratedAlways, Kysely } from 'kysely';
import type { Turn } from './list-row.js';

/** The database, or a transaction of it. */
export type Db = Kysely<Tables>;

/** Times are milliseconds since the Unix epoch, from the server's clock and never from SQL. JSON columns are written as text. */
export interface Tables {
  /** One row per merchant and audience: the stream's counter. Updated last in a transaction. */
  stream: {
    merchant_id: string;
    /** `buyer:<buyerId>`, `shop`, `handlers` or `staff`. */
    stream: string;
    seq: number;
    epoch: string;
    /** Log rows up to here have been deleted. */
    floor_seq: number;
  };
  /** A stream's log: "this ticket changed". Frames are created when they are read. */
  log: {
    merchant_id: string;
    stream: string;
    seq: number;
    frame: 'ticket' | 'related' | 'staff-message' | 'delivery' | 'event';
    ticket_id: string;
    message_id: string | null;
    at_ms: number;
  };
  ticket: {
    merchant_id: string;
    id: string;
    number: string;
    order_id: string;
    conversation_id: string;
    buyer_id: string;
    type: string;
    workflow: string;
    intervention: string;
    updated_at_ms: number;
    version: number;
    /** Whom it waits for. Each turn in each order is a range of an index; a list has one or more of them. */
    turn: Turn;
    /** The account that owns it; empty if none does. */
    owner: string;
    claimed: boolean;
    opened_at_ms: number;
    /** The deadline that the shop sees, and from when on it warns; {@link Number.MAX_SAFE_INTEGER} without one. */
    due_at_ms: number;
    warns_at_ms: number;
    /** The deadline that platform staff see. */
    staff_due_at_ms: number;
    staff_warns_at_ms: number;
    /** The terms of `ticket_term`, between spaces. */
    terms: string;
    /** Number of events: the position of the last one. */
    events: number;
    /** How many entries of each kind its history has: pairs, in the order in which the latest of each kind came. */
    entries: unknown;
    /** The ticket without its history. */
    body: unknown;
  };
  /** By which terms tickets are found. */
  ticket_term: {
    merchant_id: string;
    term: string;
    ticket_id: string;
  };
  /** The order as it is, for all of its tickets. Orders whose tickets an earlier release stored get one with their next change. */
  order_record: {
    merchant_id: string;
    id: string;
    version: number;
    body: unknown;
    /** The database takes it from `body`. */
    buyer_id: GeneratedAlways<string | null>;
  };
  /** Append-only; applying a ticket's events gives `ticket.body`. */
  ticket_event: {
    merchant_id: string;
    ticket_id: string;
    /** From 1, without gaps. */
    position: number;
    id: string;
    kind: string;
    version: number;
    at_ms: number;
    /** Core's group of its history entry; null if it has none. */
    entry_group: string | null;
    body: unknown;
  };
  staff_message: {
    merchant_id: string;
    ticket_id: string;
    id: string;
    position: number;
    at_ms: number;
    body: unknown;
  };
  /** One row per deadline of a ticket. */
  deadline: {
    merchant_id: string;
    ticket_id: string;
    key: string;
    due_at_ms: number;
  };
  /** The outcome of a write, from which its answer is recreated. */
  idempotency: {
    merchant_id: string;
    principal: string;
    key: string;
    fingerprint: string;
    ticket_id: string;
    event_position: number;
    message_id: string | null;
    at_ms: number;
    refusals: unknown;
  };
  account: {
    merchant_id: string;
    id: string;
    name: string;
    main: boolean;
    permissions: unknown;
    asked_at_ms: number | null;
    /** When the token with `name` and `main` was issued. */
    told_at_ms: number;
  };
  presence: {
    merchant_id: string;
    account_id: string;
    /** The server process with its streams. */
    node: string;
    expires_at_ms: number;
  };
  /** Cards and replies on their way to the host. */
  delivery: {
    merchant_id: string;
    id: string;
    kind: 'card' | 'reply';
    ticket_id: string;
    /** Assigned account; empty while unassigned. */
    account_id: string;
    message_id: string;
    event_position: number;
    /** `open` until acknowledged. */
    state: Generated<'open' | 'acked'>;
    offered_at_ms: number;
    /** From then on, other online accounts get it as well. */
    widens_at_ms: number | null;
  };
  /** Uploaded pictures; their files are in the attachment storage. */
  attachment: {
    merchant_id: string;
    id: string;
    /** Party and account. */
    uploader: string;
    at_ms: number;
    /** Type and size of the file as it came. */
    type: PictureType;
    bytes: number;
    width: number;
    height: number;
    sha256: string;
    /** Type of the copies for showing. */
    shown_type: string;
    storage_key: string;
    state: 'storing' | 'ready' | 'expired';
    /** The event that it hangs on; null until it is used. */
    ticket_id: string | null;
    event_position: number | null;
    /** JSON; null for pictures of earlier releases. */
    credentials: unknown;
    /** What it looks like; null if there is too little to see. Its bands are its four 16-bit parts, lowest first. */
    perceptual_hash: string | null;
    band_0: number | null;
    band_1: number | null;
    band_2: number | null;
    band_3: number | null;
  };
  /** Internal notes. Append-only. */
  note: {
    merchant_id: string;
    ticket_id: string;
    id: string;
    at_ms: number;
    principal: string;
    key: string;
    fingerprint: string;
    body: unknown;
  };
  /** The audit trail. */
  audit: {
    merchant_id: string;
    at_ms: number;
    id: string;
    /** Who did it. */
    party: string;
    account_id: string;
    body: unknown;
  };
  /** Addresses of webhooks. Anyone who can read the secrets in `body` can sign in the server's name. */
  webhook: {
    merchant_id: string;
    id: string;
    state: 'active' | 'stopped';
    /** The line of the feed's log up to which it has been read. */
    seq: number;
    next_at_ms: number | null;
    hold_until_ms: number;
    /** The server process that works for it, until `lease_until_ms`. */
    lease_node: string | null;
    lease_until_ms: number;
    body: unknown;
  };
  /** Webhooks on their way. They contain no text: what is sent is read when it is sent. */
  webhook_delivery: {
    merchant_id: string;
    webhook_id: string;
    id: string;
    seq: number;
    ticket_id: string;
    state: WebhookDeliveryState;
    next_at_ms: number;
    at_ms: number;
    body: unknown;
  };
  /** Templates of the shop and of its accounts. */
  reply_template: {
    merchant_id: string;
    /** An account; empty for the shop. */
    owner: string;
    id: string;
    name: string;
    body: unknown;
  };
  /** What is filed in the archive, by line of a ticket. Its columns repeat members of `body`, to select by. */
  archive_entry: {
    merchant_id: string;
    ticket_id: string;
    item_id: string;
    case_id: string;
    at_ms: number;
    product: string;
    defect: string;
    quantity: number;
    removed: boolean;
    words: string;
    body: unknown;
  };
  /** Counters of ticket numbers, by month. */
  ticket_number: {
    merchant_id: string;
    period: string;
    value: number;
  };
  /** The installation's keys for signing cards. Anyone who can read `private_jwk` can sign in the platform's name. */
  card_key: {
    /** Starts at 1; each rotation adds one. */
    generation: number;
    kid: string;
    public_jwk: unknown;
    private_jwk: unknown;
    signs_from_ms: number;
  };
}
