/** Values of a series' labels, in the order of the metric's label names. */
export type LabelValues = readonly string[];

/** A number that only grows. */
export interface Counter {
  add(values: LabelValues, by?: number): void;
}

/** Counts values by size. */
export interface Histogram {
  observe(values: LabelValues, value: number): void;
}

/** Reads a number when metrics are collected. `undefined`: it is not known now. */
export type ReadGauge = () => Promise<Series> | Series;
type Series = readonly (readonly [values: LabelValues, value: number | undefined])[];

/** What a metric is. */
export interface MetricInfo {
  /** With its unit, such as `sidecard_delivery_lag_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Maximum number of series of a metric. What comes beyond it is counted under `other`. */
export const MAX_SERIES = 500;

interface Metric extends MetricInfo {
  readonly type: 'counter' | 'gauge' | 'histogram';
  lines(): Promise<readonly string[]> | readonly string[];
}

/** Metrics, and their text for Prometheus (exposition format 0.0.4). */
export class Registry {
  readonly #metrics: Metric[] = [];

  counter(info: MetricInfo): Counter {
    const series = new Map<string, number>();
    this.#metrics.push({ ...info, type: 'counter', lines: () => [...series].map(([key, value]) => `${key} ${value}`) });
    // Without labels there is one series, which is there from the start.
    if (!info.labels?.length) series.set(info.name, 0);
    return {
      add(values, by = 1) {
        const key = keyIn(series, info, values);
        series.set(key, (series.get(key) ?? 0) + by);
      },
    };
  }

  /** @param type - `counter` for a number that only grows */
  gauge(info: MetricInfo, read: ReadGauge, type: 'gauge' | 'counter' = 'gauge'): void {
    this.#metrics.push({
      ...info,
      type,
      lines: async () =>
        (await read())
          .slice(0, MAX_SERIES)
          .flatMap(([values, value]) => (value === undefined ? [] : `${seriesOf(info, values)} ${value}`)),
    });
  }

  /** @param buckets - upper bounds, ascending */
  histogram(info: MetricInfo, buckets: readonly number[]): Histogram {
    interface Counts {
      readonly values: LabelValues;
      readonly counts: number[];
      sum: number;
    }
    const series = new Map<string, Counts>();
    const labels = info.labels ?? [];
    const bucket = { name: `${info.name}_bucket`, help: '', labels: [...labels, 'le'] };
    const lines = ({ values, counts, sum }: Counts): readonly string[] => {
      let below = 0;
      const bounds = [...buckets.map(String), '+Inf'];
      return [
        ...bounds.map((le, n) => `${seriesOf(bucket, [...values, le])} ${(below += counts[n] ?? 0)}`),
        `${seriesOf({ ...info, name: `${info.name}_sum` }, values)} ${sum}`,
        `${seriesOf({ ...info, name: `${info.name}_count` }, values)} ${below}`,
      ];
    };
    this.#metrics.push({ ...info, type: 'histogram', lines: () => [...series.values()].flatMap(lines) });
    return {
      observe(given, value) {
        const key = keyIn(series, info, given);
        const isNew = !series.has(key);
        const values = key === seriesOf(info, given) ? given : labels.map(() => OTHER);
        const entry = series.get(key) ?? {
          values,
          counts: Array.from({ length: buckets.length + 1 }, () => 0),
          sum: 0,
        };
        if (isNew) series.set(key, entry);
        const at = buckets.findIndex((bound) => value <= bound);
        const n = at < 0 ? buckets.length : at;
        entry.counts[n] = (entry.counts[n] ?? 0) + 1;
        entry.sum += value;
      },
    };
  }

  /** Writes all metrics, also those that have no series now. */
  async text(): Promise<string> {
    const parts = await Promise.all(
      this.#metrics.map(async (metric) => {
        const lines = await Promise.resolve()
          .then(() => metric.lines())
          .catch(() => []);
        const { name, help, type } = metric;
        return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
      }),
    );
    return parts.join('');
  }
}

const OTHER = 'other';

function keyIn(series: ReadonlyMap<string, unknown>, info: MetricInfo, values: LabelValues): string {
  const key = seriesOf(info, values);
  if (series.has(key) || series.size < MAX_SERIES) return key;
  return seriesOf(
    info,
    values.map(() => OTHER),
  );
}

function seriesOf({ name, labels = [] }: MetricInfo, values: LabelValues): string {
  if (labels.length === 0) return name;
  const pairs = labels.map((label, n) => `${label}="${escaped(values[n] ?? '')}"`);
  return `${name}{${pairs.join(',')}}`;
}

const escaped = (value: string) =>
  /[\\"\n]/.test(value) ? value.replace(/[\\"]/g, '\\$&').replaceAll('\n', String.raw`\n`) : value;
