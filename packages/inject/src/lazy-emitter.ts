import { EventEmitter } from 'node:events';

/**
 * An event emitter that has a list of listeners once there is one. The constructor of `EventEmitter` creates the list for each,
 * which takes as long as the rest of a socket facade; its methods do without.
 */
export const LazyEmitter: new () => EventEmitter = toConstructor();

function toConstructor(): new () => EventEmitter {
  function LazyEmitter(): void {}
  LazyEmitter.prototype = EventEmitter.prototype;
  return LazyEmitter as unknown as new () => EventEmitter;
}
