import Sequencer from '@jest/test-sequencer';

/** Starts with what takes longest, the conformance suite: a process that began it last would keep the run waiting. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const isLong = ({ path }) => path.includes('/test/conformance/');
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((each) => !isLong(each))];
  }
}
