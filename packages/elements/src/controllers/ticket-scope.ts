import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import type { Client } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';

/** The owner of an element's state: an account's view of one ticket. */
export interface TicketOwner {
  readonly client: Client | undefined;
  readonly ticketId: string;
  /** The client's account; unknown until its session has loaded. */
  readonly session: Session | undefined;
}

/**
 * Holds an element's state about a ticket, apart from its client: open form, conflict, announcements. When the client, the ticket or the
 * account changes, or the element leaves the page, the state is replaced before the next rendering. Typed text is not part of it: the
 * client keeps it, so it returns with its account.
 *
 * A late answer to a former account's request finds its own state object, which is no longer rendered.
 *
 * @example
 * readonly #scope = new TicketScope(this, () => this.#owner, () => ({ error: undefined }));
 */
export class TicketScope<State extends object> implements ReactiveController {
  readonly #host: ReactiveControllerHost & Node;
  readonly #ownerNow: () => TicketOwner;
  readonly #create: () => State;
  readonly #release: ((state: State) => void) | undefined;
  #owner: TicketOwner | undefined;
  #state: State | undefined;

  /**
   * @param ownerNow - called before every update
   * @param create - creates the state of a new owner
   * @param release - stops what a dropped state has started
   */
  constructor(
    host: ReactiveControllerHost & Node,
    ownerNow: () => TicketOwner,
    create: () => State,
    release?: (state: State) => void,
  ) {
    this.#host = host;
    this.#ownerNow = ownerNow;
    this.#create = create;
    this.#release = release;
    host.addController(this);
  }

  /** State of the current owner. */
  get state(): State {
    return (this.#state ??= this.#create());
  }

  /** Whether a state belongs to the current owner. */
  isCurrent(state: State): boolean {
    return state === this.#state;
  }

  hostUpdate(): void {
    const owner = this.#ownerNow();
    if (this.#owner && !isSame(this.#owner, owner)) this.#drop();
    this.#owner = owner;
  }

  hostDisconnected(): void {
    // The element may only move.
    queueMicrotask(() => this.#host.isConnected || this.#drop());
  }

  #drop(): void {
    if (this.#state) this.#release?.(this.#state);
    this.#state = undefined;
  }
}

function isSame(one: TicketOwner, other: TicketOwner): boolean {
  return (
    one.client === other.client &&
    one.ticketId === other.ticketId &&
    // Before the session has loaded, nobody could have typed anything.
    (!one.session || accountOf(one.session) === accountOf(other.session))
  );
}

/** Identifies a session's account. */
export function accountOf(session: Session | undefined): string | undefined {
  return session && JSON.stringify([session.merchantId, session.party, session.accountId]);
}
