// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardCard as Element } from '@sidecard/elements/card';
import type { TaskOpenDetail } from '@sidecard/elements';
import * as React from 'react';

/**
 * The card that announces an after-sales ticket in a chat. It draws what its message says at once, even offline, and goes live when a client is in
 * reach. At one width and language every state has the same height, so that an update never moves the chat.
 *
 * Until live data or the host vouches for the message, it shows no platform as the sender, says that its facts are not confirmed, and loads no
 * picture: a buyer can type such a message.
 */
export const SidecardCard = createComponent({
  react: React,
  tagName: 'sidecard-card',
  elementClass: Element,
  displayName: 'SidecardCard',
  events: {
    /** The reader wants to see the task; cancelable, for hosts with a place of their own for it. */
    onTaskOpen: 'sidecard-task-open' as EventName<CustomEvent<TaskOpenDetail>>,
  },
});
