import type { DataProblem } from '@sidecard/core/wire';
import * as v from 'valibot';

/** Data as its schema describes it, or everything that is wrong with it. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly DataProblem[] };

/** The most problems that are listed. */
export const MAX_PROBLEMS = 50;

/**
 * Checks data from outside. Never throws, whatever the data is or does when it is read.
 *
 * @param at - the path of the data itself, which begins the path of each problem
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

/** Writes a problem as a line for people. */
export function lineOf({ path, text }: DataProblem): string {
  return path ? `${path}: ${text}` : text;
}

/** Writes what a schema says of a value that it refuses. A schema has one message for both, the code and the text. */
export function messageOf(code: string, text: string): string {
  return `${code} ${text}`;
}

/** Gives a schema, and those of its parts that say nothing themselves, what they say of a value that they refuse. */
export function explain<const S extends v.GenericSchema>(schema: S, text: string, code = 'wrong'): S {
  const message = ({ input }: v.BaseIssue<unknown>) => messageOf(code, input === undefined ? `Missing. ${text}` : text);
  return v.config(schema, { message });
}

/**
 * Checks also what parts of the data say together, once each of them is sound.
 *
 * @param look - `refuse` takes a code, a text, and the path of the part that is wrong
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
  // a schema with a pipe is that schema, and checks more
  return v.pipe(schema, check) as unknown as S;
}

/** The first problem of each part: a number that is not whole may be out of range as well. */
function firstOfEach(problems: readonly DataProblem[]): readonly DataProblem[] {
  const byPath = new Map([...problems].reverse().map((problem) => [problem.path, problem]));
  return problems.filter((problem) => byPath.get(problem.path) === problem);
}

function problemOf({ path, message }: v.BaseIssue<unknown>, at: string): DataProblem {
  const [, code = '', text = ''] = /^(\S+) (.*)$/s.exec(message) ?? [];
  const steps = path?.map(({ type, key }) => (type === 'array' ? `[${String(key)}]` : `.${String(key).slice(0, 60)}`));
  return { path: [at, ...(steps ?? [])].join('').replace(/^\./, ''), code, text };
}
