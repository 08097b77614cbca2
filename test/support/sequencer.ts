import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Takes minutes, in small files. */
const LONG = /\/(walk-|laws)[^/]*\.test\.ts$/;

/** Runs the test files first that take minutes, so that not one of them is left when the others are done. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
