import type { Coverage } from '../coverage.js';
import { END_MS } from '../settings.js';
import { setVirtualTime } from '../virtual-globals.js';
import { cancel } from './cancel.js';
import { follow } from './follow.js';
import { getMonitor, getMonitors } from './get-monitor.js';
import type { LaterRequest } from './later-request.js';
import { LaterWorld } from './later-world.js';
import { sendAgain, sendOther, submit } from './submit.js';

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
    await untilEnded(world);
    world.isOver = true;
    const processes = [...world.webs, ...world.workers];
    for (const process of processes) process.stop();
    const latest = time.now + SETTLE_MS;
    await time.runUntil(() => processes.every(({ isCrashed }) => isCrashed) || time.now > latest);
  } finally {
    setVirtualTime(undefined);
  }
  return world;
}

/** More than the time after which workers look for jobs that nobody has begun, and that such jobs take. */
const SETTLE_MS = 60_000;

/** Requests whose clients do not know of them end as well. */
async function untilEnded({ time, store: { records } }: LaterWorld): Promise<void> {
  const latest = time.now + SETTLE_MS;
  while (time.now < latest) {
    const states = await Promise.all(records.refs.map((ref) => records.stateOf(ref)));
    if (!states.some((state) => UNDER_WAY.has(state))) return;
    const next = time.now + 1_000;
    await time.runUntil(() => time.now > next);
  }
}

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'running', 'between jobs', 'cancelling']);

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
  const intrude = async (): Promise<void> => {
    if (plan.isKeyed && random.chance(0.3)) await sendOther(world, request);
  };
  await Promise.all([
    follow(world, request),
    again(),
    cancelLater(),
    intrude(),
    askAsStranger(world, request),
  ]);
}

/** Asks for the monitor of somebody else. */
async function askAsStranger(world: LaterWorld, request: LaterRequest): Promise<void> {
  await world.time.wait(world.random.next() * 5_000);
  const answer = await getMonitor(world, request, {
    headers: { accept: 'application/json' },
    principal: 'eve',
  });
  if (answer !== undefined && answer.status !== 404 && answer.status !== 503)
    request.broken.push(`Somebody else gets ${answer.status} from the monitor of ${request.scope}`);
  for (const principal of ['eve', request.plan.request.principal]) {
    const list = await getMonitors(world, request, principal);
    if (list?.status !== 200) continue;
    world.coverage.count(`monitors of ${principal === 'eve' ? 'somebody else' : 'the client'}`);
    const isListed = list.body.includes(String(request.monitor));
    if (isListed ? principal === 'eve' : principal !== 'eve' && !request.hasAskedToDelete)
      request.broken.push(`${request.scope} is ${isListed ? '' : 'not '}among the monitors of ${principal}`);
  }
}
