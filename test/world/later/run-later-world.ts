import type { Coverage } from '../coverage.js';
import { END_MS } from '../settings.js';
import { setVirtualTime } from '../virtual-globals.js';
import { cancel } from './cancel.js';
import { follow, getMonitor } from './follow.js';
import type { LaterRequest } from './later-request.js';
import { LaterWorld } from './later-world.js';
import { sendAgain, submit } from './submit.js';

/** Runs the world of a seed to its end. */
export async function runLaterWorld(seed: number, coverage: Coverage): Promise<LaterWorld> {
  const world = new LaterWorld(seed, coverage);
  const { time, requests } = world;
  setVirtualTime(time);
  try {
    for (const request of requests) {
      runClients(world, request).then(
        () => {
          request.isOver = true;
        },
        (error: unknown) => world.note(`A client has failed: ${String(error)}`),
      );
    }
    await time.runUntil(() => requests.every(({ isOver }) => isOver) || time.now > END_MS);
    // Requests whose clients do not know of them end as well.
    const settledAt = time.now + SETTLE_MS;
    await time.runUntil(() => time.now > settledAt);
    world.isOver = true;
    for (const process of [...world.webs, ...world.workers]) process.stop();
    const overAt = time.now + SETTLE_MS;
    await time.runUntil(() => time.now > overAt);
  } finally {
    setVirtualTime(undefined);
  }
  return world;
}

/** Twice the time after which workers look for jobs that nobody has begun, and the time that such a job takes. */
const SETTLE_MS = 60_000;

async function runClients(world: LaterWorld, request: LaterRequest): Promise<void> {
  const { time, random } = world;
  const { plan } = request;
  await time.wait(random.next() * 1_000);
  if (!(await submit(world, request))) return;
  const again = async (): Promise<void> => {
    if (!plan.isKeyed || !random.chance(0.5)) return;
    await time.wait(random.next() ** 2 * 10_000);
    await sendAgain(world, request);
  };
  const cancelLater = async (): Promise<void> => {
    if (plan.cancelAfterMs === undefined) return;
    await time.wait(plan.cancelAfterMs);
    await cancel(world, request);
  };
  await Promise.all([follow(world, request), again(), cancelLater(), askAsStranger(world, request)]);
}

/** Asks for the monitor of somebody else. */
async function askAsStranger(world: LaterWorld, request: LaterRequest): Promise<void> {
  await world.time.wait(world.random.next() * 5_000);
  const answer = await getMonitor(world, request, { headers: { accept: 'application/json' }, principal: 'eve' });
  if (answer !== undefined && answer.status !== 404 && answer.status !== 503)
    request.broken.push(`Somebody else gets ${answer.status} from the monitor of ${request.scope}`);
}
