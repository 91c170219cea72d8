// A process that serves for one contender, and says what it uses.
import { answerParent } from './child.mjs';
import { TurnWatch } from './turn-watch.mjs';

const watch = new TurnWatch();

const READINGS = {
  /** Microseconds of processor time since it was started. */
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** Bytes resident now. */
  resident: () => process.memoryUsage.rss(),
  /** Bytes resident at most since it was started. */
  peak: () => process.resourceUsage().maxRSS * 1_024,
  beginTurns: () => watch.begin(),
  endTurns: () => watch.end(),
};

answerParent(async ({ serve, read }) => {
  if (serve === undefined) return READINGS[read]();
  const contender = await import(serve.contender);
  return contender.serve(serve.options);
});
