import type { CompiledQuery, Dialect } from 'kysely';

/** A dialect that remembers the statements that it runs. */
export function recording(dialect: Dialect, statements: CompiledQuery[]): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => {
      const compiler = dialect.createQueryCompiler();
      return {
        compileQuery(...args) {
          const compiled = compiler.compileQuery(...args);
          statements.push(compiled);
          return compiled;
        },
      };
    },
    createDriver: () => dialect.createDriver(),
  };
}

/** A node of a plan, as `explain (format json)` describes it. */
export interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}
/** A plan's nodes, itself first. */
export const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
