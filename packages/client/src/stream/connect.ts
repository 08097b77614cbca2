/**
 * What a client needs once something is to be live: where events come from, and how a connection is kept. A part of its own, because it is
 * loaded when the first store has a listener.
 */
import { createTabs, type Tabs, type TabsOptions } from '../tabs/tabs.js';
import { createDriver, type DriverOptions, type StreamDriver } from './driver.js';

/** The part that is loaded. */
export interface Connecting extends Pick<Tabs, 'acknowledged'> {
  readonly driver: StreamDriver;
}

/** Creates the part. */
export function createConnecting(options: TabsOptions & DriverOptions): Connecting {
  const tabs = createTabs(options);
  return { acknowledged: tabs.acknowledged, driver: createDriver(options, tabs) };
}
