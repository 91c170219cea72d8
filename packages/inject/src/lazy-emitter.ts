import { EventEmitter } from 'node:events';

/**
 * An event emitter that has no list of listeners until there is a listener. The constructor of `EventEmitter` always creates the list,
 * which takes as long as the rest of a socket facade; the methods of `EventEmitter` do not need it.
 */
export const LazyEmitter: new () => EventEmitter = toConstructor();

function toConstructor(): new () => EventEmitter {
  function LazyEmitter(): void {}
  LazyEmitter.prototype = EventEmitter.prototype;
  return LazyEmitter as unknown as new () => EventEmitter;
}
