// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardProvider as Element } from '@sidecard/elements';
import type {
  DeadlineNearDetail,
  PanelInsetDetail,
  TaskCloseDetail,
  TaskClosedDetail,
  TaskOpenDetail,
} from '@sidecard/elements';
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
 * Gives a client to every Sidecard element below it, and holds the task panel that View task opens beside the chat. It has no box of its own.
 */
export const SidecardProvider = createComponent({
  react: React,
  tagName: 'sidecard-provider',
  elementClass: withProperties(Element),
  displayName: 'SidecardProvider',
  events: {
    /** The reader wants to see a task; cancelable, for hosts that show it elsewhere. */
    onTaskOpen: 'sidecard-task-open' as EventName<CustomEvent<TaskOpenDetail>>,
    /** The reader wants the panel gone; cancelable. */
    onTaskClose: 'sidecard-task-close' as EventName<CustomEvent<TaskCloseDetail>>,
    /** The panel is gone. */
    onTaskClosed: 'sidecard-task-closed' as EventName<CustomEvent<TaskClosedDetail>>,
    /** The panel beside the chat takes another width, or none: make room for it. */
    onPanelInset: 'sidecard-panel-inset' as EventName<CustomEvent<PanelInsetDetail>>,
    /** A deadline that the account has to meet is near; cancelable, for hosts that announce it themselves. */
    onDeadlineNear: 'sidecard-deadline-near' as EventName<CustomEvent<DeadlineNearDetail>>,
  },
});
