// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardCard as Element } from '@sidecard/elements/card';
import type { TaskOpenDetail } from '@sidecard/elements';
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
 * The card that announces an after-sales ticket in a chat. It renders its message at once, even offline, and goes live when it has a
 * client. For a given width and language every state has the same height, so that updates never move the chat.
 *
 * A buyer can type such a message. Until live data or the server's signature confirms it, the card shows no platform as the sender, no
 * shield, no title except a known type's name and no picture, and states that its content is not confirmed. Without a client, nothing
 * confirms it.
 */
export const SidecardCard = createComponent({
  react: React,
  tagName: 'sidecard-card',
  elementClass: withProperties(Element),
  displayName: 'SidecardCard',
  events: {
    /** The user wants to see the task; cancelable, for hosts that show it elsewhere. */
    onTaskOpen: 'sidecard-task-open' as EventName<CustomEvent<TaskOpenDetail>>,
  },
});
