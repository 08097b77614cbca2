/**
 * What a client needs once something is to be live: where events come from, and how a connection is kept. A part of its own, because it is
 * loaded when the first store has a listener.
 */
import { createTabs, type Tabs, type TabsOptions } from '../tabs/tabs.js';
import type { RelatedTicketsOptions } from './related-tickets.js';
import { createLazyPart } from '../util/lazy-part.js';
import { createDriver, type DriverOptions, type StreamDriver } from './driver.js';

/** The part that is loaded. */
export interface Connecting extends Pick<Tabs, 'acknowledged'> {
  readonly driver: StreamDriver;
}

/** Creates the part. */
export function createConnecting(options: TabsOptions & DriverOptions & RelatedTicketsOptions): Connecting {
  const tabs = createTabs(options);
  // Loads with the first such frame.
  const related = createLazyPart(async () => {
    const { createRelatedTickets } = await import('./related-tickets.js');
    return createRelatedTickets(options);
  }, options.retryTimer);
  const onFrame: DriverOptions['onFrame'] = (frame, at) => {
    if (frame.event !== 'related') return options.onFrame(frame, at);
    // If it cannot be loaded, everything is read again.
    void related.load().then((take) => take(frame.data, at), options.stream.reset);
    return true;
  };
  return { acknowledged: tabs.acknowledged, driver: createDriver({ ...options, onFrame }, tabs) };
}
