import type { DataProblem } from '@sidecard/core/wire';
import * as v from 'valibot';

/** Valid data, or every problem. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly DataProblem[] };

/** Maximum number of listed problems. */
export const MAX_PROBLEMS = 50;

/**
 * Validates data from outside. Never throws, whatever the data is or does when read.
 *
 * @param at - path of the data itself, which prefixes each problem's path
 */
export function checkData<S extends v.GenericSchema>(schema: S, data: unknown, at = ''): Checked<v.InferOutput<S>> {
  try {
    const { success, output, issues } = v.safeParse(schema, data, { message: messageOf('wrong', 'This is invalid.') });
    if (success) return { ok: true, value: output };
    return { ok: false, problems: firstOfEach(issues.map((issue) => problemOf(issue, at))).slice(0, MAX_PROBLEMS) };
  } catch {
    const text = 'Must be plain data, as JSON has it.';
    return { ok: false, problems: [{ path: at, code: 'wrong', text }] };
  }
}

/** Formats a problem as a line. */
export function lineOf({ path, text }: DataProblem): string {
  return path ? `${path}: ${text}` : text;
}

/** Encodes a schema's message: valibot has one message per schema, which holds both code and text. */
export function messageOf(code: string, text: string): string {
  return `${code} ${text}`;
}

/** Sets the message of a schema, and of those of its parts without one. */
export function explain<const S extends v.GenericSchema>(schema: S, text: string, code = 'wrong'): S {
  const message = ({ input }: v.BaseIssue<unknown>) => messageOf(code, input === undefined ? `Missing. ${text}` : text);
  return v.config(schema, { message });
}

/**
 * Adds a check across parts of the data, which runs once each part is valid.
 *
 * @param look - `refuse` takes a code, a text, and the path of the invalid part
 */
export function together<const S extends v.GenericSchema>(
  schema: S,
  look: (
    data: v.InferOutput<S>,
    refuse: (code: string, text: string, ...path: readonly [string | number, ...(string | number)[]]) => void,
  ) => void,
): S {
  const check = v.rawCheck<unknown>(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues) return;
    const { value: input } = dataset;
    const step = (key: string | number) =>
      ({ type: typeof key === 'number' ? 'array' : 'object', origin: 'value', input, key, value: undefined }) as never;
    look(input, (code, text, first, ...rest) =>
      addIssue({ message: messageOf(code, text), path: [step(first), ...rest.map(step)] }),
    );
  });
  // A schema with a pipe has the same type, and checks more.
  return v.pipe(schema, check) as unknown as S;
}

/** Keeps the first problem of each part: a number that is not an integer may also be out of range. */
function firstOfEach(problems: readonly DataProblem[]): readonly DataProblem[] {
  const byPath = new Map([...problems].reverse().map((problem) => [problem.path, problem]));
  return problems.filter((problem) => byPath.get(problem.path) === problem);
}

function problemOf({ path, message }: v.BaseIssue<unknown>, at: string): DataProblem {
  const [, code = '', text = ''] = /^(\S+) (.*)$/s.exec(message) ?? [];
  const steps = path?.map(({ type, key }) => (type === 'array' ? `[${String(key)}]` : `.${String(key).slice(0, 60)}`));
  return { path: [at, ...(steps ?? [])].join('').replace(/^\./, ''), code, text };
}
