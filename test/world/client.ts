import { Exchange, type ReceivedAnswer } from './exchange.js';
import type { KeyPlan } from './plan.js';
import type { World } from './world.js';

/** When connections break, and how often. */
export const LOSSES = {
  never: 12,
  before: 1,
  'while it is sent': 2,
  'while it runs': 3,
  'with its answer': 2,
} as const;
const PATIENCE_MS = 15_000;

/**
 * Sends a request until it gets the answer that is replayed from now on, as a client does that does not know what became of its
 * request. Returns false if its key belongs to another request.
 */
export async function sendUntilFinal(world: World, plan: KeyPlan, variant: string): Promise<boolean> {
  const { time, random } = world;
  for (;;) {
    const answer = await send(world, plan, variant);
    if (answer?.status === 422 || answer?.body.includes('idempotency-key-reused')) return false;
    if (answer?.isReplay === true) return true;
    await time.wait(
      answer === undefined ? 20 + random.next() * 600 : pauseAfter(answer) * (0.8 + random.next() * 0.4),
    );
  }
}

function pauseAfter({ status, retryAfterMs }: ReceivedAnswer): number {
  return status === 207 ? 20 : retryAfterMs;
}

/** Sends a request once. Resolves to `undefined` if the connection breaks. */
function send(world: World, plan: KeyPlan, variant: string): Promise<ReceivedAnswer | undefined> {
  const { time, random, processes, hasFaults } = world;
  const process = random.pick(processes);
  const exchange = new Exchange(plan, variant, { process: process.name, sentAt: time.now });
  world.exchanges.push(exchange);
  return new Promise((resolve) => {
    let isOver = false;
    const end = (answer?: ReceivedAnswer): void => {
      if (isOver) return;
      isOver = true;
      patience.isCancelled = true;
      exchange.received = answer;
      world.note(`the client of ${plan.scope} gets ${answer === undefined ? 'nothing' : describe(answer)}`);
      resolve(answer);
    };
    process.receive(exchange, hasFaults ? random.weighted(LOSSES) : 'never', end);
    const patience = time.after(PATIENCE_MS, () => end());
  });
}

function describe({ status, isReplay }: ReceivedAnswer): string {
  return isReplay ? `${status}, replayed` : String(status);
}
