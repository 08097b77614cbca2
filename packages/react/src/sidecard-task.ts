// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardTask as Element } from '@sidecard/elements/task';
import type {
  NextDetail,
  RefusedDetail,
  ReplyDetail,
  TaskCloseDetail,
  TaskClosedDetail,
  TaskOpenDetail,
} from '@sidecard/elements';
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
 * Shows an after-sales ticket, and lets accounts with permission handle it.
 *
 * It takes its client from the nearest `<sidecard-provider>` or from `provideClient`, and fills its container.
 */
export const SidecardTask = createComponent({
  react: React,
  tagName: 'sidecard-task',
  elementClass: withProperties(Element),
  displayName: 'SidecardTask',
  events: {
    /** The user wants to close the panel; cancelable. */
    onTaskClose: 'sidecard-task-close' as EventName<CustomEvent<TaskCloseDetail>>,
    /** The panel is closed. */
    onTaskClosed: 'sidecard-task-closed' as EventName<CustomEvent<TaskClosedDetail>>,
    /** The user wants to see a linked ticket; cancelable, otherwise it replaces this one. */
    onTaskOpen: 'sidecard-task-open' as EventName<CustomEvent<TaskOpenDetail>>,
    /** An answer was sent with the key for the next task. */
    onNext: 'sidecard-next' as EventName<CustomEvent<NextDetail>>,
    /** A command or reply sent a message to the buyer. */
    onReply: 'sidecard-reply' as EventName<CustomEvent<ReplyDetail>>,
    /** A command was refused; the text is kept. */
    onRefused: 'sidecard-refused' as EventName<CustomEvent<RefusedDetail>>,
  },
});
