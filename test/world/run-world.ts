import { sendUntilFinal } from './client.js';
import type { Coverage } from './coverage.js';
import type { KeyPlan } from './plan.js';
import { END_MS } from './settings.js';
import { setVirtualTime } from './virtual-globals.js';
import { World } from './world.js';

/** Runs the world of a seed to its end. */
export async function runWorld(seed: number, coverage: Coverage): Promise<World> {
  const world = new World(seed, coverage);
  const { time, random } = world;
  setVirtualTime(time);
  try {
    for (const plan of world.plans) {
      startClient(world, plan, { variant: 'a', withinMs: 500 });
      if (random.chance(0.4)) startClient(world, plan, { variant: 'a', withinMs: 1_500 });
      if (random.chance(0.25)) startClient(world, plan, { variant: 'b', withinMs: 1_500 });
    }
    await time.runUntil(() => world.unfinished.length === 0 || time.now > END_MS);
    for (const process of world.processes) process.journal.close();
    await time.runUntil(() => time.now > END_MS + 60_000);
  } finally {
    setVirtualTime(undefined);
  }
  return world;
}

/** Starts a client that sends its request until it is final, and then some more. */
function startClient(
  world: World,
  plan: KeyPlan,
  { variant, withinMs }: { readonly variant: string; readonly withinMs: number },
): void {
  const { time, random, retentionMs, unfinished } = world;
  const run = async (): Promise<void> => {
    await time.wait(random.next() * withinMs);
    if (await sendUntilFinal(world, plan, variant)) await sendUntilFinal(world, plan, variant);
    const expires = retentionMs < 10_000;
    if (!random.chance(expires ? 0.7 : 0.2)) return;
    await time.wait(expires ? retentionMs + 2_000 : 500);
    await sendUntilFinal(world, plan, variant);
  };
  unfinished.push(plan.scope);
  run().then(
    () => unfinished.splice(unfinished.indexOf(plan.scope), 1),
    (error: unknown) => {
      world.note(`A client has failed: ${String(error)}`);
    },
  );
}
