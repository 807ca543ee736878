/** Models run in the preset's order, and a shard is cut by that order: both machines of a sharded run agree on it. */
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node';

/** Vitest's own would order by earlier durations and shard by hashes of paths. Other projects' files keep its order. */
export function modelSequencer(modelFiles: string[]): TestSequencerConstructor {
  const place = new Map(modelFiles.map((path, index) => [path, index]));
  const placeOf = (spec: TestSpecification) => place.get(spec.moduleId) ?? -1;
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
    }

    override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
      const { index, count } = this.ctx.config.shard!;
      return files.toSorted((a, b) => placeOf(a) - placeOf(b)).filter((_, at) => at % count === index - 1);
    }
  };
}
