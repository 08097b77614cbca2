import type { LitElement } from 'lit';
import { Announcer } from '../controllers/announcer.js';
import type { Form } from '../forms/form.js';

/** The element's state for one thread and account; see `TicketScope`. */
export class ThreadState {
  readonly announcer: Announcer;
  form: Form | undefined;
  sending = false;
  error: string | undefined;
  /** Ids of the messages at the last rendering. */
  known: ReadonlySet<string> | undefined;

  constructor(host: LitElement) {
    this.announcer = new Announcer(host);
  }
}
