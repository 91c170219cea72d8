import { warmUp } from './warm-up.mjs';

/**
 * What can be measured: starts, does an amount of its work on request, ends.
 *
 * @typedef {object} Subject
 * @property {string} name
 * @property {number} [leastAmount] 1 unless told
 * @property {boolean} [mayFail] whether the others are measured without it if it does not start
 * @property {() => Promise<void>} start
 * @property {(amount: number) => Promise<import('./statistics.mjs').Sample>} measure
 * @property {() => Promise<void>} end
 */

/**
 * @typedef {object} Pace
 * @property {number} rounds
 * @property {number} warmUpSeconds for each subject
 * @property {number} windowSeconds about as long is a subject measured in each round
 */

/**
 * Warms up every subject, then measures one after another, in an order that each round begins one further on: what the
 * machine does meanwhile falls on all of them. Only one works at a time; all are there from the first round to the last.
 *
 * An amount of work is measured and not a stretch of time, so that nothing is half done at its end.
 *
 * @param {Subject[]} subjects
 * @param {Pace} pace
 * @param {(message: string) => void} tell where it has come to
 * @returns {Promise<{ samples: Map<string, import('./statistics.mjs').Sample[]>, failures: Map<string, string> }>} by name:
 *   a sample for each round, or why it did not start
 */
export async function measureInRounds(subjects, { rounds, warmUpSeconds, windowSeconds }, tell) {
  try {
    tell(`starting ${subjects.length} processes`);
    const failures = await startAll(subjects);
    const started = subjects.filter(({ name }) => !failures.has(name));
    const amounts = new Map();
    tell('warming up');
    for (const subject of started) {
      amounts.set(subject, await warmUp(subject, warmUpSeconds, windowSeconds));
    }
    const samples = new Map(started.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      tell(`round ${round + 1} of ${rounds}`);
      const first = round % started.length;
      for (const subject of [...started.slice(first), ...started.slice(0, first)]) {
        samples.get(subject.name).push(await subject.measure(amounts.get(subject)));
      }
    }
    return { samples, failures };
  } finally {
    await Promise.all(subjects.map((subject) => subject.end()));
  }
}

/** Resolves when none is starting any more, so that all can be ended. */
async function startAll(subjects) {
  const failures = new Map();
  const results = await Promise.allSettled(subjects.map((subject) => subject.start()));
  for (const [index, { reason }] of results.entries()) {
    if (reason === undefined) continue;
    if (!subjects[index].mayFail) throw reason;
    failures.set(subjects[index].name, reason.message);
  }
  return failures;
}
