import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes minutes, in small files; the first takes longest where the large runs are on. */
const LONG = [/\/histories-orders\.test\.ts$/, /\/(walk-|laws|histories)[^/]*\.test\.ts$/];

/** Runs the test files first that take minutes, so that not one of them is left when the others are done. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((name) => name.test(moduleId));
      return found < 0 ? LONG.length : found;
    };
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}
