// Written by scripts/element-tags.mjs from the elements’ manifest. Do not edit.
import type { SidecardCard } from '../card/card.js';
import type { SidecardConversation } from '../conversation/conversation.js';
import type { SidecardProvider } from '../provider/provider.js';
import type { SidecardStaffMessage } from '../staff-message/staff-message.js';
import type { SidecardTask } from '../task/task.js';
import type { SidecardWorkbench } from '../workbench/workbench.js';
import type {
  DeadlineNearDetail,
  InviteDetail,
  NavigateDetail,
  NextDetail,
  PanelInsetDetail,
  RefusedDetail,
  ReplyDetail,
  TaskCloseDetail,
  TaskClosedDetail,
  TaskOpenDetail,
} from '../events/events.js';

/** Each tag's element, and what it takes and dispatches. */
export interface ElementTags {
  'sidecard-card': {
    readonly element: SidecardCard;
    readonly attributes: { readonly 'ticket-id': SidecardCard['ticketId'] };
    readonly properties: Pick<SidecardCard, 'ticketId' | 'message' | 'client'>;
    readonly events: { readonly 'sidecard-task-open': CustomEvent<TaskOpenDetail> };
  };
  'sidecard-conversation': {
    readonly element: SidecardConversation;
    readonly attributes: {
      readonly 'conversation-id': SidecardConversation['conversationId'];
      readonly 'buyer-id': SidecardConversation['buyerId'];
    };
    readonly properties: Pick<SidecardConversation, 'conversationId' | 'buyerId' | 'orders'>;
    readonly events: {
      readonly 'sidecard-task-open': CustomEvent<TaskOpenDetail>;
      readonly 'sidecard-invite': CustomEvent<InviteDetail>;
    };
  };
  'sidecard-provider': {
    readonly element: SidecardProvider;
    readonly attributes: {
      readonly conversation: SidecardProvider['conversation'];
      readonly 'deadline-warnings': SidecardProvider['deadlineWarnings'];
      readonly locale: SidecardProvider['locale'];
    };
    readonly properties: Pick<
      SidecardProvider,
      'client' | 'conversation' | 'keys' | 'deadlineWarnings' | 'returnFocusTo' | 'locale' | 'texts'
    >;
    readonly events: {
      readonly 'sidecard-task-open': CustomEvent<TaskOpenDetail>;
      readonly 'sidecard-task-close': CustomEvent<TaskCloseDetail>;
      readonly 'sidecard-task-closed': CustomEvent<TaskClosedDetail>;
      readonly 'sidecard-panel-inset': CustomEvent<PanelInsetDetail>;
      readonly 'sidecard-deadline-near': CustomEvent<DeadlineNearDetail>;
    };
  };
  'sidecard-staff-message': {
    readonly element: SidecardStaffMessage;
    readonly attributes: { readonly 'ticket-id': SidecardStaffMessage['ticketId'] };
    readonly properties: Pick<SidecardStaffMessage, 'ticketId'>;
    readonly events: {
      readonly 'sidecard-refused': CustomEvent<RefusedDetail>;
      readonly 'sidecard-next': CustomEvent<NextDetail>;
    };
  };
  'sidecard-task': {
    readonly element: SidecardTask;
    readonly attributes: {
      readonly 'ticket-id': SidecardTask['ticketId'];
      readonly placement: SidecardTask['placement'];
      readonly open: SidecardTask['open'];
    };
    readonly properties: Pick<SidecardTask, 'ticketId' | 'placement' | 'open' | 'snapshot'>;
    readonly events: {
      readonly 'sidecard-task-close': CustomEvent<TaskCloseDetail>;
      readonly 'sidecard-task-closed': CustomEvent<TaskClosedDetail>;
      readonly 'sidecard-task-open': CustomEvent<TaskOpenDetail>;
      readonly 'sidecard-next': CustomEvent<NextDetail>;
      readonly 'sidecard-reply': CustomEvent<ReplyDetail>;
      readonly 'sidecard-refused': CustomEvent<RefusedDetail>;
    };
  };
  'sidecard-workbench': {
    readonly element: SidecardWorkbench;
    readonly attributes: {
      readonly path: SidecardWorkbench['path'];
      readonly 'no-single-keys': SidecardWorkbench['noSingleKeys'];
    };
    readonly properties: Pick<SidecardWorkbench, 'path' | 'hrefOf' | 'noSingleKeys'>;
    readonly events: {
      readonly 'sidecard-navigate': CustomEvent<NavigateDetail>;
      readonly 'sidecard-reply': CustomEvent<ReplyDetail>;
      readonly 'sidecard-refused': CustomEvent<RefusedDetail>;
    };
  };
}

/** Attributes and properties of a tag, all optional. */
export type Settable<Tag extends keyof ElementTags> = Optional<
  ElementTags[Tag]['attributes'] & ElementTags[Tag]['properties']
>;

type Optional<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
