/**
 * Lets a subject work until its code is compiled.
 *
 * @param {import('./rounds.mjs').Subject} subject
 * @param {number} seconds about as long
 * @param {number} windowSeconds
 * @returns {Promise<number>} the amount that fills a window, by the rate at the end
 */
export async function warmUp(subject, seconds, windowSeconds) {
  const { leastAmount = 1 } = subject;
  let amount = leastAmount;
  let rate = 0;
  for (let left = seconds; left > 0; ) {
    const sample = await subject.measure(amount);
    left -= sample.seconds;
    rate = amount / sample.seconds;
    amount = Math.max(leastAmount, Math.round((rate * seconds) / 4));
  }
  return Math.max(leastAmount, Math.round(rate * windowSeconds));
}
