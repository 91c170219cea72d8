const MINUTES = 24 * 60;

/**
 * Returns how many operations arrive in each minute of a day. The day has one peak of `peak` times the average, in the shape of a
 * cosine that is raised to a power: the higher the peak, the shorter it is.
 */
export function arrivalsOf(operationsPerDay, peak) {
  const average = operationsPerDay / MINUTES;
  const power = powerOf(peak);
  const shape = Array.from({ length: MINUTES }, (_, minute) => {
    const angle = ((minute - MINUTES / 2) / MINUTES) * Math.PI;
    return Math.cos(angle) ** power;
  });
  const sum = shape.reduce((total, each) => total + each, 0);
  return shape.map((each) => (each / sum) * average * MINUTES);
}

/** Returns the power for which the highest value of the shape is `peak` times its average. */
function powerOf(peak) {
  let low = 0;
  let high = 10_000;
  for (let round = 0; round < 60; round += 1) {
    const power = (low + high) / 2;
    let sum = 0;
    for (let minute = 0; minute < MINUTES; minute += 1) {
      sum += Math.cos(((minute - MINUTES / 2) / MINUTES) * Math.PI) ** power;
    }
    if (MINUTES / sum < peak) low = power;
    else high = power;
  }
  return low;
}

/**
 * Runs three equal days, minute by minute, and returns the most that happens on the last: operations that wait, and operations whose
 * outcomes are kept. Outcomes are kept for `retentionHours` from when they ended.
 */
export function simulateDays({ operationsPerDay, peak, operationsPerSecond, workers, retentionHours }) {
  const arrivals = arrivalsOf(operationsPerDay, peak);
  const capacity = workers * operationsPerSecond * 60;
  const ended = [];
  let waiting = 0;
  let kept = 0;
  let mostWaiting = 0;
  let mostKept = 0;
  for (let minute = 0; minute < 3 * MINUTES; minute += 1) {
    waiting += arrivals[minute % MINUTES];
    const done = Math.min(waiting, capacity);
    waiting -= done;
    ended.push(done);
    kept += done - (ended[minute - retentionHours * 60] ?? 0);
    if (minute < 2 * MINUTES) continue;
    mostWaiting = Math.max(mostWaiting, waiting);
    mostKept = Math.max(mostKept, kept);
  }
  return { mostWaiting, mostKept, longestWaitSeconds: mostWaiting / (workers * operationsPerSecond) };
}

/** Returns the fewest workers with which no operation waits longer than `maxWaitSeconds`; at least two, so that one may fail. */
export function workersFor(load, maxWaitSeconds) {
  const isEnough = (workers) => simulateDays({ ...load, workers }).longestWaitSeconds <= maxWaitSeconds;
  let tooFew = 1;
  let enough = 2;
  while (!isEnough(enough)) {
    tooFew = enough;
    enough *= 2;
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
