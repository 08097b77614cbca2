// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardCard as Element } from '@sidecard/elements/card';
import type { TaskOpenDetail } from '@sidecard/elements';
import * as React from 'react';

/**
 * The card that announces an after-sales ticket in a chat. It draws what its message says at once, even offline, and goes live when a client is in
 * reach. At one width and language every state has the same height, so that an update never moves the chat.
 *
 * A buyer can type such a message. So until live data or the server's signature confirms it, the card shows no platform as the sender, no shield, no
 * text in its title but a known type's name and no picture, and says that its content is not confirmed. Without a client nothing confirms it.
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
