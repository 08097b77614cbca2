import { stageMarks } from '@sidecard/core/live-card';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Updates what depends on the time.
 *
 * @returns milliseconds until the next change; `Infinity` if there is none
 */
export type Tick = () => number;

/** Maximum timer: after sleep, a computer fires timers late by the remaining time. */
const LONGEST_MS = MINUTE_MS;

/** Watched elements; and the visible ones, with the time of their next change by the monotonic clock. */
const ticks = new Map<Element, Tick>();
const inView = new Map<Element, number>();
let observer: IntersectionObserver | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let timerAtMs = Infinity;

/**
 * Runs a tick while its element is visible: when it becomes visible, and then whenever the tick has announced a change. All elements share
 * one timer, on whole seconds, and one observer; invisible elements cost nothing. Calling it again for an element replaces its tick, and
 * runs it if visible.
 *
 * @returns a function that stops it
 */
export function watchTime(element: Element, tick: Tick): () => void {
  observer ??= new IntersectionObserver(look);
  if (!ticks.has(element)) observer.observe(element);
  ticks.set(element, tick);
  if (inView.has(element)) run(element, tick);
  return () => {
    if (ticks.get(element) !== tick) return;
    ticks.delete(element);
    inView.delete(element);
    observer?.unobserve(element);
    if (ticks.size > 0) return;
    observer = undefined;
    clearTimeout(timer);
    timerAtMs = Infinity;
  };
}

/**
 * Returns how long a deadline's text and tone remain the same. Texts change hourly from a day on, else every minute; tones change with the
 * stage (`deadlineStage`), which begins with a minute where minutes are set.
 *
 * @returns milliseconds; `Infinity` once it is over
 */
export function untilDeadlineChanges(startedAtMs: number, dueAtMs: number, nowMs: number): number {
  const leftMs = dueAtMs - nowMs;
  if (leftMs <= 0) return Infinity;
  const { soonMs, urgentMs } = stageMarks({ startedAtMs, dueAtMs });
  const steps = [soonMs, urgentMs, 0].map((mark) => leftMs - mark).filter((step) => step > 0);
  // One millisecond more: at the mark itself the old text still applies.
  return Math.min(leftMs % (leftMs >= DAY_MS ? HOUR_MS : MINUTE_MS), ...steps) + 1;
}

function look(entries: readonly IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    const tick = ticks.get(target);
    if (tick && isIntersecting) run(target, tick);
    else inView.delete(target);
  }
}

function run(element: Element, tick: Tick): void {
  const dueAtMs = performance.now() + Math.min(tick(), LONGEST_MS);
  // The tick may have stopped itself.
  if (ticks.get(element) !== tick) return;
  inView.set(element, dueAtMs);
  if (dueAtMs < timerAtMs) wakeAt(dueAtMs);
}

function wakeAt(atMs: number): void {
  clearTimeout(timer);
  timerAtMs = Math.ceil(atMs / SECOND_MS) * SECOND_MS;
  timer = setTimeout(wake, timerAtMs - performance.now());
}

function wake(): void {
  timerAtMs = Infinity;
  const nowMs = performance.now();
  for (const [element, dueAtMs] of [...inView]) {
    const tick = ticks.get(element);
    if (dueAtMs <= nowMs && tick) run(element, tick);
  }
  if (inView.size > 0 && timerAtMs === Infinity) wakeAt(Math.min(...inView.values()));
}
