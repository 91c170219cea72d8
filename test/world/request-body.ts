import type { SimulatedWorld } from './simulated-world.js';
import type { EventLoop } from './virtual-time.js';

/** Yields the body of a request in pieces, as they arrive; after `cutAfter` pieces the connection breaks. */
export async function* requestBody(
  { time, random }: SimulatedWorld,
  loop: EventLoop,
  { text, cutAfter, onCut }: { readonly text: string; readonly cutAfter: number; readonly onCut: () => void },
): AsyncGenerator<string, void, undefined> {
  const isSlow = random.chance(0.3);
  for (let at = 0, pieces = 0; at < text.length; pieces += 1) {
    await time.wait(random.next() * (isSlow ? 150 : 3), loop);
    if (pieces >= cutAfter) {
      onCut();
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    }
    const end = at + random.integer(40, isSlow ? 80 : 400);
    yield text.slice(at, end);
    at = end;
  }
}
