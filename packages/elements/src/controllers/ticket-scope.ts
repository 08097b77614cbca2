import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import type { Client } from '@sidecard/client';
import type { Session } from '@sidecard/core/wire';

/** Whom what an element keeps belongs to: an account's view of one ticket. */
export interface TicketOwner {
  readonly client: Client | undefined;
  readonly ticketId: string;
  /** Who the client speaks for; unknown until its session is loaded. */
  readonly session: Session | undefined;
}

/**
 * Holds everything that an element keeps about a ticket beside its client: open form, conflict, announcements. All of it is replaced, before the
 * element is drawn, when the client, the ticket or the client's account changes, and when the element leaves the page. What was typed is not in
 * here: the client keeps it, so it comes back with its account.
 *
 * A late answer to something that a former account asked for finds its own state object, which nothing is drawn from any more.
 *
 * @example
 * readonly #scope = new TicketScope(this, () => this.#owner, () => ({ error: undefined }));
 */
export class TicketScope<State extends object> implements ReactiveController {
  readonly #ownerNow: () => TicketOwner;
  readonly #create: () => State;
  readonly #release: ((state: State) => void) | undefined;
  #owner: TicketOwner | undefined;
  #state: State | undefined;

  /**
   * @param ownerNow - asked before every update
   * @param create - makes the state of another owner
   * @param release - stops what a dropped state has started
   */
  constructor(
    host: ReactiveControllerHost,
    ownerNow: () => TicketOwner,
    create: () => State,
    release?: (state: State) => void,
  ) {
    this.#ownerNow = ownerNow;
    this.#create = create;
    this.#release = release;
    host.addController(this);
  }

  /** What is kept for the present owner. */
  get state(): State {
    return (this.#state ??= this.#create());
  }

  /** Whether a state is still that of the present owner. */
  isCurrent(state: State): boolean {
    return state === this.#state;
  }

  hostUpdate(): void {
    const owner = this.#ownerNow();
    if (this.#owner && !isSame(this.#owner, owner)) this.#drop();
    this.#owner = owner;
  }

  hostDisconnected(): void {
    this.#drop();
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
    // Before the session is loaded, nobody could have typed anything.
    (!one.session || accountOf(one.session) === accountOf(other.session))
  );
}

function accountOf(session: Session | undefined): string | undefined {
  return session && JSON.stringify([session.merchantId, session.party, session.accountId]);
}
