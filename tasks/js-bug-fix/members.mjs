/** What the answer's module offers: its classes, how each is exported, and the names of their public members. */
import { EventEmitter as NodeEmitter } from 'node:events';

const NAMES = ['EventEmitter', 'PriorityQueue', 'TaskQueue', 'RateLimiter', 'ScheduledTaskRunner'];

export function inspectModule(module) {
  const classes = {};
  const exported = {};
  const members = {};
  const methods = {};
  for (const name of NAMES) {
    exported[name] = 'absent';
    for (const [way, value] of [
      ['named', module[name]],
      ['default', module.default?.[name]],
    ]) {
      if (typeof value !== 'function' || name in classes) continue;
      classes[name] = value;
      exported[name] = way;
    }
    if (!(name in classes)) continue;
    const instance = make(classes, name);
    members[name] = membersOf(instance);
    methods[name] = membersOf(instance && Object.getPrototypeOf(instance), [NodeEmitter.prototype]);
  }
  return { classes, seen: { exported, members, methods } };
}

function make(classes, name) {
  const Class = classes[name];
  try {
    if (name === 'RateLimiter') return new Class(1, 1);
    if (name === 'ScheduledTaskRunner') return new Class(new classes.TaskQueue());
    return new Class();
  } catch {
    return null;
  }
}

/** Public names along the prototypes, but for those of `others`. */
function membersOf(instance, others = []) {
  const ignored = [Object.prototype, ...others];
  const names = new Set();
  for (let object = instance; object; object = Object.getPrototypeOf(object))
    if (!ignored.includes(object)) for (const key of Object.getOwnPropertyNames(object)) names.add(key);
  return [...names].filter((name) => name !== 'constructor' && !name.startsWith('_'));
}
