// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardStaffMessage as Element } from '@sidecard/elements/staff-message';
import type { NextDetail, RefusedDetail } from '@sidecard/elements';
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
 * The thread between the shop and platform staff about a ticket, with its composer. Buyers never learn that it exists.
 *
 * The composer is available during an intervention on a covered ticket, for accounts that may write; the thread stays readable afterwards.
 * With a buyer's client the element is empty.
 */
export const SidecardStaffMessage = createComponent({
  react: React,
  tagName: 'sidecard-staff-message',
  elementClass: withProperties(Element),
  displayName: 'SidecardStaffMessage',
  events: {
    /** A message was refused; its text is kept. */
    onRefused: 'sidecard-refused' as EventName<CustomEvent<RefusedDetail>>,
    /** A message was sent with the key for the next task. */
    onNext: 'sidecard-next' as EventName<CustomEvent<NextDetail>>,
  },
});
