import type { Trace } from '../context/observed.js';

/**
 * Makes a span of each request with `@opentelemetry/api`, which you install and set up with an SDK of your choice. Spans have the
 * names and attributes that are usual for HTTP servers, continue the caller’s trace, and say nothing of a person.
 *
 * @returns the option `trace`; `undefined` if `@opentelemetry/api` is not installed
 */
export async function openTelemetryTraces(): Promise<Trace | undefined> {
  const api = await import('@opentelemetry/api').catch(() => undefined);
  if (!api) return undefined;
  const { context, propagation, trace, SpanKind, SpanStatusCode } = api;
  const tracer = trace.getTracer('@sidecard/server');
  return ({ method, route, headers }, run) => {
    const parent = propagation.extract(context.active(), headers, {
      get: (from, key) => from.get(key) ?? undefined,
      keys: (from) => [...from.keys()],
    });
    const attributes = { 'http.request.method': method, 'http.route': route };
    return tracer.startActiveSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent, async (span) => {
      try {
        const { status, code, party, merchantId } = await run();
        span.setAttributes({
          'http.response.status_code': status,
          ...(code ? { 'sidecard.code': code } : {}),
          ...(party ? { 'sidecard.party': party } : {}),
          ...(merchantId ? { 'sidecard.merchant_id': merchantId } : {}),
        });
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      } finally {
        span.end();
      }
    });
  };
}
