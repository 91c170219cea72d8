import { setImmediate as nextTurn } from 'node:timers';

/** A process, as the scheduler sees it: its event loop can stand still, or end. */
export interface EventLoop {
  readonly isCrashed: boolean;
  /** Nothing of it runs before this time. */
  readonly pausedUntil: number;
  /** What a pause has held back runs in this order. */
  readonly wakesWith: 'timers' | 'answers';
  /** How much its clocks are ahead, in milliseconds. */
  readonly clockOffset: number;
}

type TaskKind = 'timer' | 'answer';

export interface Task {
  due: number;
  rank: number;
  readonly order: number;
  readonly loop: EventLoop | undefined;
  readonly kind: TaskKind;
  readonly run: () => void;
  isCancelled: boolean;
}

/**
 * The time of a world, and the one queue of everything that happens in it. A task of a process runs only while its event loop does;
 * whatever it leads to in the same turn belongs to the process too.
 */
export class VirtualTime {
  now = 1_000;
  /** The event loop whose turn it is; `undefined` for what happens outside of all processes. */
  current: EventLoop | undefined;
  #count = 0;
  readonly #heap: Task[] = [];

  /** Calls `run` after `ms` milliseconds, in the event loop `loop`. */
  after(
    ms: number,
    run: () => void,
    { loop, kind = 'answer' }: { readonly loop?: EventLoop | undefined; readonly kind?: TaskKind } = {},
  ): Task {
    const task = {
      due: this.now + Math.max(0, ms),
      rank: 0,
      order: this.#count++,
      loop,
      kind,
      run,
      isCancelled: false,
    };
    this.#push(task);
    return task;
  }

  /** Resolves after `ms` milliseconds, in the event loop `loop`. */
  wait(ms: number, loop?: EventLoop): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve, { loop });
    });
  }

  /** Runs tasks until `isOver` returns true or nothing is left. */
  async runUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const task = this.#pop();
      if (task === undefined) return;
      const { loop } = task;
      if (task.isCancelled || loop?.isCrashed === true) continue;
      if (loop !== undefined && loop.pausedUntil > task.due) {
        task.due = loop.pausedUntil;
        task.rank = (task.kind === 'timer') === (loop.wakesWith === 'timers') ? 0 : 1;
        this.#push(task);
        continue;
      }
      this.now = Math.max(this.now, task.due);
      this.current = loop;
      task.run();
      // All promises that follow from it settle before the next turn.
      await new Promise<void>((resolve) => {
        nextTurn(resolve);
      });
      this.current = undefined;
    }
  }

  /** The tasks that wait in processes that run. */
  get waiting(): number {
    return this.#heap.filter(({ isCancelled, loop }) => !isCancelled && loop?.isCrashed === false).length;
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.push(task) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBefore(task, heap[above] as Task)) break;
      heap[at] = heap[above] as Task;
      at = above;
    }
    heap[at] = task;
  }

  #pop(): Task | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Task, heap[below] as Task)) below += 1;
      if (!isBefore(heap[below] as Task, last)) break;
      heap[at] = heap[below] as Task;
      at = below;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(one: Task, other: Task): boolean {
  return (one.due - other.due || one.rank - other.rank || one.order - other.order) < 0;
}
