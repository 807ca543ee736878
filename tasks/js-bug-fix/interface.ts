/** What the prompt asks to keep: classes, how they are exported, and the names of their methods and getters. */
import { CLASS_NAMES } from './answer-module.ts';
import type { Observations } from './observe.ts';

const EMITTER = ['on', 'once', 'off', 'emit', 'listenerCount'];

const MEMBERS: Record<(typeof CLASS_NAMES)[number], string[]> = {
  EventEmitter: EMITTER,
  PriorityQueue: ['size', 'push', 'pop', 'peek', 'toArray', 'clear'],
  TaskQueue: [...EMITTER, 'add', 'getTask', 'getStats', 'pause', 'resume', 'clear', 'drain'],
  RateLimiter: ['tryAcquire', 'acquire', 'msUntilFree'],
  ScheduledTaskRunner: [...EMITTER, 'activeCount', 'runAfter', 'runEvery', 'cancel', 'stop'],
};

export function interfaceFaults(observed: Observations): string[] {
  const { module } = observed;
  if (module.state !== 'loaded') return [`the module does not load: ${module.detail}`];
  const unnamed = classesNotExportedByName(observed);
  const gone = missingMembers(observed);
  return [
    ...missingClasses(observed).map((name) => `there is no class ${name}`),
    ...(unnamed.length > 0 ? [`not exported by name: ${unnamed.join(', ')}`] : []),
    ...(gone.length > 0 ? [`missing: ${gone.join(', ')}`] : []),
  ];
}

/** Methods and getters that nobody asked for. */
export function addedMembers({ module }: Observations): string[] {
  return CLASS_NAMES.flatMap((name) => {
    const added = (module.methods[name] ?? []).filter((method) => !MEMBERS[name].includes(method));
    return added.map((method) => `${name}.${method}`);
  });
}

export function missingClasses({ module }: Observations): string[] {
  return CLASS_NAMES.filter((name) => (module.exported[name] ?? 'absent') === 'absent');
}

/** Classes that are there, but that `import { Name }` does not find. A CommonJS module hands out an object. */
export function classesNotExportedByName({ module, hidden, facts }: Observations): string[] {
  const byDefault = CLASS_NAMES.filter((name) => module.exported[name] === 'default');
  return facts.style === 'commonjs' ? [] : [...hidden, ...byDefault];
}

export function missingMembers({ module }: Observations): string[] {
  return CLASS_NAMES.flatMap((name) => {
    const members = module.members[name];
    if (!members) return [];
    return MEMBERS[name].filter((member) => !members.includes(member)).map((member) => `${name}.${member}`);
  });
}
