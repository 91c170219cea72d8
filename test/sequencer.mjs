import Sequencer from '@jest/test-sequencer';

/** What takes longest, most of all first. Some of it waits more than it works, and a first run would guess by size. */
const LONG = [
  '/test/conformance/',
  '/test/unit/journal/stores-',
  '/test/examples/cli-readme.',
  '/test/fuzz/',
  '/test/world/',
  '/test/unit/cli/inspect/',
  '/test/unit/document/read/',
];

/** Starts with what takes longest: a process that began it last would keep the run waiting. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ path }) {
  const rank = LONG.findIndex((part) => path.includes(part));
  return rank === -1 ? LONG.length : rank;
}
