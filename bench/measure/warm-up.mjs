/**
 * Lets a subject work until its code is compiled.
 *
 * @param {import('./rounds.mjs').Subject} subject
 * @param {number} seconds about as long
 * @param {number} windowSeconds
 * @param {(sample: import('./statistics.mjs').Sample) => number} [secondsOf] by the clock unless told
 * @returns {Promise<number>} the amount that fills a window, by the rate at the end
 */
export async function warmUp(subject, seconds, windowSeconds, secondsOf = (sample) => sample.seconds) {
  const { leastAmount = 1 } = subject;
  let amount = leastAmount;
  let rate = 0;
  for (let left = seconds; left > 0; ) {
    const passed = secondsOf(await subject.measure(amount));
    left -= passed;
    rate = amount / passed;
    amount = Math.max(leastAmount, Math.round((rate * seconds) / 4));
  }
  return Math.max(leastAmount, Math.round(rate * windowSeconds));
}
