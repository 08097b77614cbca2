/** The user wants to see a task. Cancelable: prevent it to show the task elsewhere. */
export interface TaskOpenDetail {
  readonly ticketId: string;
}

/** The user wants to close the task panel. Cancelable. */
export interface TaskCloseDetail {
  readonly ticketId: string;
}

/** The task panel was closed. */
export interface TaskClosedDetail {
  readonly ticketId: string;
}

/** The panel beside the chat takes another width, or none. */
export interface PanelInsetDetail {
  /** Width at the inline end of the window that the panel covers, in pixels; 0 while it is closed or modal. */
  readonly inset: number;
}

/** The user has sent an answer with the key for the next task: show the next one. */
export interface NextDetail {
  /** The ticket that was answered. */
  readonly ticketId: string;
}

/** A message was sent to the buyer; `client.replies` delivers it to the host. */
export interface ReplyDetail {
  readonly ticketId: string;
  readonly messageId: string;
}

/** A command or message was refused; the user has seen the reason. */
export interface RefusedDetail {
  readonly ticketId: string;
  readonly command: string;
  /** Code of the refusal, such as `version-conflict`. */
  readonly code: string;
}

/** The reader of the workbench goes to another page. Cancelable: prevent it to set `path` yourself. */
export interface NavigateDetail {
  /** Address of the page, for your URL and for `path`. */
  readonly path: string;
  /** Replace the current history entry: the reader has narrowed the list that is shown. */
  readonly replace: boolean;
}

/** The agent invites the buyer to apply: post `text` in the conversation, as the agent. */
export interface InviteDetail {
  readonly conversationId: string;
  readonly text: string;
}

/** A deadline that the account has to meet is near: show a notification. Cancelable: prevent it to keep the element from announcing it. */
export interface DeadlineNearDetail {
  readonly ticketId: string;
  /** ISO 8601, by the server's clock. */
  readonly dueAt: string;
  /** Whole minutes until then, rounded up. */
  readonly minutesLeft: number;
}

/** All events of the elements. They bubble and are composed; their details contain ids, and no texts but that of an invitation. */
export interface SidecardEventMap {
  'sidecard-task-open': CustomEvent<TaskOpenDetail>;
  'sidecard-task-close': CustomEvent<TaskCloseDetail>;
  'sidecard-task-closed': CustomEvent<TaskClosedDetail>;
  'sidecard-panel-inset': CustomEvent<PanelInsetDetail>;
  'sidecard-next': CustomEvent<NextDetail>;
  'sidecard-reply': CustomEvent<ReplyDetail>;
  'sidecard-refused': CustomEvent<RefusedDetail>;
  'sidecard-deadline-near': CustomEvent<DeadlineNearDetail>;
  'sidecard-invite': CustomEvent<InviteDetail>;
  'sidecard-navigate': CustomEvent<NavigateDetail>;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merges into the platform's own map
  interface GlobalEventHandlersEventMap extends SidecardEventMap {}
}

/**
 * Dispatches an event.
 *
 * @param options.cancelable - for events before an action, so that a host can prevent it
 * @returns whether it was not prevented
 */
export function dispatch<Type extends keyof SidecardEventMap>(
  target: EventTarget,
  type: Type,
  detail: SidecardEventMap[Type]['detail'],
  { cancelable = false }: { readonly cancelable?: boolean } = {},
): boolean {
  return target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
}
