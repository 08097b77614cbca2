/**
 * What a client needs once something is to be live: where events come from, and how a connection is kept. A part of its own, because it is
 * loaded when the first store has a listener.
 */
import { createTabs, type Tabs, type TabsOptions } from '../tabs/tabs.js';
import type { RelatedTicketsOptions } from './related-tickets.js';
import { createLazyPart } from '../util/lazy-part.js';
import { createDriver, type DriverOptions, type StreamDriver } from './driver.js';

/** How often everything is read again at most, in milliseconds, where its part cannot be loaded. */
const AGAIN_MS = 5_000;

/** The part that is loaded. */
export interface Connecting extends Pick<Tabs, 'acknowledged'> {
  /** Loads what will be needed. */
  readonly prepare: () => void;
  readonly driver: StreamDriver;
}

/** Creates the part. */
export function createConnecting(options: TabsOptions & DriverOptions & RelatedTicketsOptions): Connecting {
  const { stream, retryTimer } = options;
  const tabs = createTabs(options);
  let isReading = false;
  async function readAgain(): Promise<void> {
    if (isReading) return;
    isReading = true;
    await retryTimer.wait(AGAIN_MS);
    isReading = false;
    stream.forget();
  }
  const related = createLazyPart(async () => {
    const { createRelatedTickets } = await import('./related-tickets.js');
    return createRelatedTickets(options);
  }, retryTimer);
  const onFrame: DriverOptions['onFrame'] = (frame, at) => {
    if (frame.event !== 'related') return options.onFrame(frame, at);
    void related.load().then((take) => take(frame.data, at), readAgain);
    return true;
  };
  const prepare = () => void related.use(() => {});
  return { prepare, acknowledged: tabs.acknowledged, driver: createDriver({ ...options, onFrame }, tabs) };
}
