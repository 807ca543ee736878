/** Counts how often a promise is resolved or rejected that was so already: nothing else shows it. */
const RealPromise = globalThis.Promise;

export const settles = { repeated: 0 };

/**
 * Watches the promises whose resolve and reject are called by hand. Those of race(), all() and the like are the
 * language's own: they stay as they are.
 */
export function installSettles() {
  globalThis.Promise = new Proxy(RealPromise, {
    construct: (target, [executor, ...rest], newTarget) =>
      typeof executor === 'function'
        ? Reflect.construct(
            target,
            [(...functions) => executor(...watch(functions))],
            newTarget === globalThis.Promise ? target : newTarget,
          )
        : Reflect.construct(target, [executor, ...rest], newTarget),
    get: (target, key, receiver) => {
      if (receiver !== globalThis.Promise || typeof key !== 'string')
        return Reflect.get(target, key, receiver);
      return key === 'withResolvers' ? withResolvers : boundStatic(target, key);
    },
  });
}

function withResolvers() {
  const { promise, resolve, reject } = RealPromise.withResolvers();
  const [watchedResolve, watchedReject] = watch([resolve, reject]);
  return { promise, resolve: watchedResolve, reject: watchedReject };
}

/** Promise.resolve and the like need the real class as `this`. */
function boundStatic(target, key) {
  const value = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}

function watch(functions) {
  let isSettled = false;
  return functions.map((settle) => (value) => {
    if (isSettled) settles.repeated++;
    isSettled = true;
    return settle(value);
  });
}
