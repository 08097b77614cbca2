// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardTask as Element } from '@sidecard/elements/task';
import type { RefusedDetail, ReplyDetail, TaskCloseDetail, TaskClosedDetail, TaskOpenDetail } from '@sidecard/elements';
import * as React from 'react';

/**
 * Shows one after-sales ticket, and lets whoever may handle it do so.
 *
 * It takes its client from the nearest `<sidecard-provider>` or from `provideClient`, and fills the box it is put in.
 */
export const SidecardTask = createComponent({
  react: React,
  tagName: 'sidecard-task',
  elementClass: Element,
  displayName: 'SidecardTask',
  events: {
    /** The reader wants the panel gone; cancelable. */
    onTaskClose: 'sidecard-task-close' as EventName<CustomEvent<TaskCloseDetail>>,
    /** The panel is closed. */
    onTaskClosed: 'sidecard-task-closed' as EventName<CustomEvent<TaskClosedDetail>>,
    /** The reader wants to see a linked ticket; cancelable, else it is shown in place of this one. */
    onTaskOpen: 'sidecard-task-open' as EventName<CustomEvent<TaskOpenDetail>>,
    /** The buyer was told something by a move or a reply. */
    onReply: 'sidecard-reply' as EventName<CustomEvent<ReplyDetail>>,
    /** A move was refused; what was written is kept. */
    onRefused: 'sidecard-refused' as EventName<CustomEvent<RefusedDetail>>,
  },
});
