/** What the stub files import. First the hooks, then the modules that they act on: static imports would all be resolved before. */
import './worker-modules.ts';

export const { benchModel, describe } = await import('./fixtures.ts');
