/** What the answer's module offers: its classes, how each is exported, and the names of their public members. */

const NAMES = ['EventEmitter', 'PriorityQueue', 'TaskQueue', 'RateLimiter', 'ScheduledTaskRunner'];

export function inspectModule(module) {
  const classes = {};
  const exported = {};
  const members = {};
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
    if (name in classes) members[name] = membersOf(make(classes, name));
  }
  return { classes, seen: { exported, members } };
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

function membersOf(instance) {
  const names = new Set();
  for (let object = instance; object && object !== Object.prototype; object = Object.getPrototypeOf(object))
    for (const key of Object.getOwnPropertyNames(object)) if (!key.startsWith('_')) names.add(key);
  return [...names];
}
