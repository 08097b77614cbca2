// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardConversation as Element } from '@sidecard/elements/conversation';
import type { InviteDetail, TaskOpenDetail } from '@sidecard/elements';
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
 * The after-sales side of a conversation, with or without a ticket: its open tasks, the buyer's other cases, a task that the agent opens for
 * the buyer, and an invitation to apply. For the column beside a chat. With a buyer's client the element is empty.
 */
export const SidecardConversation = createComponent({
  react: React,
  tagName: 'sidecard-conversation',
  elementClass: withProperties(Element),
  displayName: 'SidecardConversation',
  events: {
    /** The reader wants to see a task; cancelable, otherwise the provider shows it. */
    onTaskOpen: 'sidecard-task-open' as EventName<CustomEvent<TaskOpenDetail>>,
    /** Post this message to the buyer, as the agent. */
    onInvite: 'sidecard-invite' as EventName<CustomEvent<InviteDetail>>,
  },
});
