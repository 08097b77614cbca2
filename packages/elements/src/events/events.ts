/** The reader wants to see a task. Cancelable: a host that prevents it opens its own place for it. */
export interface TaskOpenDetail {
  readonly ticketId: string;
}

/** The reader wants the task panel gone. Cancelable. */
export interface TaskCloseDetail {
  readonly ticketId: string;
}

/** The task panel is gone. */
export interface TaskClosedDetail {
  readonly ticketId: string;
}

/** The buyer is told something; `client.replies` hands the host what. */
export interface ReplyDetail {
  readonly ticketId: string;
  readonly messageId: string;
}

/** A move, reply or message was refused; the reader has been told why. */
export interface RefusedDetail {
  readonly ticketId: string;
  readonly command: string;
  /** Code of the refusal, such as `version-conflict`. */
  readonly code: string;
}

/** Every event of the elements. They bubble and are composed, and their details hold ids, never what somebody wrote. */
export interface SidecardEventMap {
  'sidecard-task-open': CustomEvent<TaskOpenDetail>;
  'sidecard-task-close': CustomEvent<TaskCloseDetail>;
  'sidecard-task-closed': CustomEvent<TaskClosedDetail>;
  'sidecard-reply': CustomEvent<ReplyDetail>;
  'sidecard-refused': CustomEvent<RefusedDetail>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merges into the platform's own map
  interface GlobalEventHandlersEventMap extends SidecardEventMap {}
}

/**
 * Dispatches one of our events.
 *
 * @param options.cancelable - before an act, so that a host can prevent it
 * @returns whether nobody prevented it
 */
export function dispatch<Type extends keyof SidecardEventMap>(
  target: EventTarget,
  type: Type,
  detail: SidecardEventMap[Type]['detail'],
  { cancelable = false }: { readonly cancelable?: boolean } = {},
): boolean {
  return target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}
