// Written by scripts/react-wrappers.mjs from the elements’ manifest. Do not edit.

import { createComponent, type EventName } from '@lit/react';
import { SidecardWorkbench as Element } from '@sidecard/elements/workbench';
import type { NavigateDetail, RefusedDetail, ReplyDetail } from '@sidecard/elements';
import * as React from 'react';
import { withProperties } from './with-properties.js';

/**
 * All tickets of the shop outside a chat: queues with counts, lists with filters and search, the task's page, accounts and their access.
 *
 * It takes its client from the nearest `<sidecard-provider>` or from `provideClient`, fills its container, and has an address for every page.
 * Routing is the host's: set `path` from your URL, and put the path of `sidecard-navigate` into it. Without that it works too, without
 * addresses. With a buyer's client it says that the account has no lists.
 */
export const SidecardWorkbench = createComponent({
  react: React,
  tagName: 'sidecard-workbench',
  elementClass: withProperties(Element),
  displayName: 'SidecardWorkbench',
  events: {
    /** The reader goes to another page; cancelable, for hosts that set `path` themselves. */
    onNavigate: 'sidecard-navigate' as EventName<CustomEvent<NavigateDetail>>,
    /** A command or reply sent a message to the buyer. */
    onReply: 'sidecard-reply' as EventName<CustomEvent<ReplyDetail>>,
    /** A command was refused; the text is kept. */
    onRefused: 'sidecard-refused' as EventName<CustomEvent<RefusedDetail>>,
  },
});
