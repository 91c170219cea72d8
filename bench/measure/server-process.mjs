// A process that serves for one contender, and says how much processor time it has used.
import { answerParent } from './child.mjs';

answerParent(async ({ contender, options }) => {
  if (contender === undefined) {
    const { user, system } = process.cpuUsage();
    return user + system; // microseconds
  }
  const { serve } = await import(contender);
  return serve(options);
});
