import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Registry } from '../metrics/registry.js';

const EVERY_MS = 10;
const NANO = 1e9;

/** Measures this process, under the names that are usual for processes of Node. */
export function processMetrics(): { readonly registry: Registry; stop(): void } {
  const registry = new Registry();
  const delay = monitorEventLoopDelay({ resolution: EVERY_MS });
  delay.enable();
  // Since the last collection; a stall appears in the next one.
  let read = { p50: 0, p99: 0, max: 0 };
  const lag = (name: string, help: string, value: () => number) =>
    registry.gauge({ name: `nodejs_eventloop_lag_${name}_seconds`, help }, () => [[[], Math.max(0, value() / NANO)]]);
  lag('p50', 'How late timers were since the last collection, half of them.', () => {
    read = { p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max };
    delay.reset();
    return read.p50 - EVERY_MS * 1e6;
  });
  lag(
    'p99',
    'How late timers were since the last collection, all but one of a hundred.',
    () => read.p99 - EVERY_MS * 1e6,
  );
  lag('max', 'How late the latest timer was since the last collection.', () => read.max - EVERY_MS * 1e6);
  registry.gauge(
    { name: 'process_cpu_seconds_total', help: 'CPU time of the process.' },
    () => {
      const { user, system } = process.cpuUsage();
      return [[[], (user + system) / 1e6]];
    },
    'counter',
  );
  registry.gauge({ name: 'process_resident_memory_bytes', help: 'Memory of the process.' }, () => [
    [[], process.memoryUsage.rss()],
  ]);
  registry.gauge({ name: 'nodejs_heap_size_used_bytes', help: 'Heap of JavaScript that is in use.' }, () => [
    [[], process.memoryUsage().heapUsed],
  ]);
  const startedAt = Date.now() / 1000 - process.uptime();
  registry.gauge(
    { name: 'process_start_time_seconds', help: 'When the process started, since the Unix epoch.' },
    () => [[[], Math.round(startedAt)]],
  );
  return { registry, stop: () => delay.disable() };
}
