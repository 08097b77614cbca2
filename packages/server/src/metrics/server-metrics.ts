import { Registry, type Counter, type Histogram } from './registry.js';

/** What a server counts. Labels have few values, and none comes from a client: routes, codes, kinds of events, parties. */
export interface ServerMetrics {
  readonly registry: Registry;
  /** By method, route and status. */
  readonly requests: Counter;
  /** By kind: `read`, `write` or `stream`, whose answer begins and stays open. */
  readonly requestSeconds: Histogram;
  /** By the problem's code. */
  readonly refusals: Counter;
  /** By the event that it made, and whether it was `done` or `replayed`. */
  readonly commands: Counter;
  readonly streamsOpened: Counter;
  /** From the commit until the frame was handed to its readers here. */
  readonly deliveryLag: Histogram;
  /** How late deadlines fire. */
  readonly deadlineLateness: Histogram;
  /** By outcome: `delivered`; `failed`, to be tried again; `gave-up`; `dropped`, as there was nothing to tell any more. */
  readonly webhooks: Counter;
  /** Addresses that the server has stopped sending to, by reason. */
  readonly webhooksStopped: Counter;
  /** Lines of the log that were gone before an address read them. */
  readonly webhooksMissed: Counter;
  readonly errors: Counter;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LATE_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** Creates the metrics of one server. */
export function createServerMetrics(): ServerMetrics {
  const registry = new Registry();
  return {
    registry,
    requests: registry.counter({
      name: 'sidecard_requests_total',
      help: 'Requests, by method, route and status.',
      labels: ['method', 'route', 'status'],
    }),
    requestSeconds: registry.histogram(
      {
        name: 'sidecard_request_duration_seconds',
        help: 'Time until an answer begins, by kind: read, write, stream.',
        labels: ['kind'],
      },
      SECONDS,
    ),
    refusals: registry.counter({
      name: 'sidecard_refusals_total',
      help: 'Refused requests, by code.',
      labels: ['code'],
    }),
    commands: registry.counter({
      name: 'sidecard_commands_total',
      help: 'Writes to tickets that were carried out, by event; replayed: sent again, and answered from the first time.',
      labels: ['event', 'outcome'],
    }),
    streamsOpened: registry.counter({
      name: 'sidecard_streams_opened_total',
      help: 'Event streams that were opened, by party.',
      labels: ['party'],
    }),
    deliveryLag: registry.histogram(
      { name: 'sidecard_delivery_lag_seconds', help: 'Time from a commit until its frames are with the open streams.' },
      SECONDS,
    ),
    deadlineLateness: registry.histogram(
      { name: 'sidecard_deadline_lateness_seconds', help: 'How late deadlines took effect.' },
      LATE_SECONDS,
    ),
    webhooks: registry.counter({
      name: 'sidecard_webhooks_total',
      help: 'Attempts to send webhooks, by outcome: delivered, failed, gave-up, dropped.',
      labels: ['outcome'],
    }),
    webhooksStopped: registry.counter({
      name: 'sidecard_webhooks_stopped_total',
      help: 'Addresses of webhooks to which nothing is sent any more, by reason: gone (410), failing (for three days).',
      labels: ['reason'],
    }),
    webhooksMissed: registry.counter({
      name: 'sidecard_webhooks_missed_total',
      help: 'Events that were older than the log before they could be sent.',
    }),
    errors: registry.counter({ name: 'sidecard_errors_total', help: 'Internal errors; see the log.' }),
  };
}
