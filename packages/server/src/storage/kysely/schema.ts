import type { Generated, Kysely } from 'kysely';

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
    /** Log rows up to here are gone. */
    floor_seq: number;
  };
  /** What a stream says: "something of this ticket changed". Its frames are made when they are read. */
  log: {
    merchant_id: string;
    stream: string;
    seq: number;
    frame: 'ticket' | 'staff-message';
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
    /** How many events it has: the position of the last. */
    events: number;
    body: unknown;
  };
  /** Append-only; folding a ticket's events gives `ticket.body`. */
  ticket_event: {
    merchant_id: string;
    ticket_id: string;
    /** From 1, without gaps. */
    position: number;
    id: string;
    kind: string;
    version: number;
    at_ms: number;
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
  /** One row per timer of a ticket. */
  deadline: {
    merchant_id: string;
    ticket_id: string;
    key: string;
    due_at_ms: number;
  };
  /** What became of a write, not what was answered: the answer is made anew. */
  idempotency: {
    merchant_id: string;
    principal: string;
    key: string;
    fingerprint: string;
    ticket_id: string;
    event_position: number;
    message_id: string | null;
    at_ms: number;
  };
  account: {
    merchant_id: string;
    id: string;
    name: string;
    main: boolean;
    permissions: unknown;
    asked_at_ms: number | null;
    /** When the token was issued that `name` and `main` are from. */
    told_at_ms: number;
  };
  presence: {
    merchant_id: string;
    account_id: string;
    /** The server process that holds its streams. */
    node: string;
    expires_at_ms: number;
  };
  /** Cards and replies on their way to the host. */
  delivery: {
    merchant_id: string;
    id: string;
    kind: 'card' | 'reply';
    ticket_id: string;
    /** Whose it is; empty while it waits for the first who comes. */
    account_id: string;
    message_id: string;
    event_position: number;
    /** `open` until acknowledged. */
    state: Generated<'open' | 'acked'>;
    offered_at_ms: number;
    /** From then on others who are online get it as well. */
    widens_at_ms: number | null;
  };
  /** Ticket numbers given out, by month. */
  ticket_number: {
    merchant_id: string;
    period: string;
    value: number;
  };
  /** The installation's keys for signing cards. Who can read `private_jwk` can sign in the platform's name. */
  card_key: {
    /** From 1; each rotation adds one. */
    generation: number;
    kid: string;
    public_jwk: unknown;
    private_jwk: unknown;
    signs_from_ms: number;
  };
}
