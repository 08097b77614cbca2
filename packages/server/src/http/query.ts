import type { Context } from 'hono';
import type * as v from 'valibot';
import { invalid } from '../wire/problem.js';
import { validate } from './body.js';
import type { Env } from './env.js';

/**
 * Validates the parameters of a request's address.
 *
 * @throws ProblemError `body-invalid`, with every problem
 */
export function queryOf<S extends v.GenericSchema>(c: Context<Env>, schema: S): v.InferOutput<S> {
  const all = Object.entries(c.req.queries());
  const repeated = all.filter(([, values]) => values.length > 1);
  if (repeated.length > 0) {
    // One of the values would be ignored.
    throw invalid(
      ...repeated.map(([path]) => ({ path: path.slice(0, 60), code: 'wrong', text: 'Must appear only once.' })),
    );
  }
  return validate(schema, Object.fromEntries(all.map(([name, [value]]) => [name, value])));
}
