import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node, in a context whose global object is an ordinary one. Jest makes it of a Proxy,
 * through which each use of `Object`, `Array` or `Buffer` goes: a loop over a million items takes two seconds
 * there, and ten milliseconds here.
 */
export default class PlainGlobalEnvironment extends TestEnvironment {
  constructor(config, context) {
    const { createContext } = vm;
    // The constructor has no parameter for it.
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
  }
}
