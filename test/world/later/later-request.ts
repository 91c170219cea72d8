import type { ReadDocument } from '../read-answer.js';
import type { LaterPlan } from './later-plan.js';

/** How far a request is, as a monitor says. */
export interface Progress {
  readonly total: number;
  readonly done: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly other: number;
  readonly percent: number;
}

/** An answer to a POST. */
export interface SentAnswer {
  readonly variant: string;
  readonly status: number;
  /** What the answer says of the request as a whole; `undefined` if nothing has arrived. */
  readonly executed: boolean | 'unknown' | undefined;
  readonly monitor: string | undefined;
  readonly isReplay: boolean;
}

/** An event `outcome`. */
export interface SeenEvent {
  readonly number: number;
  readonly index: number;
  readonly id?: string;
  readonly status: number;
  readonly result: string;
}

/** A document of what became of a request. */
export interface SeenDocument {
  readonly how: 'waited' | 'finished' | 'result' | 'deleted' | 'streamed';
  readonly at: number;
  readonly document: ReadDocument;
}

/** A request that is answered later, with all that its clients have received. */
export class LaterRequest {
  readonly plan: LaterPlan;
  readonly sent: SentAnswer[] = [];
  readonly progress: Progress[] = [];
  readonly events: SeenEvent[] = [];
  readonly documents: SeenDocument[] = [];
  /** When the answer to a DELETE said that nothing runs any more. */
  deletedAt: number | undefined;
  /** True once a client has tried to cancel it, or to remove its result. */
  hasAskedToDelete = false;
  /** True once a client was told that its result has been removed. */
  isRemoved = false;
  /** True if all that its clients wanted has happened. */
  isOver = false;
  /** What its clients have received that they may not receive. */
  readonly broken: string[] = [];

  constructor(plan: LaterPlan) {
    this.plan = plan;
  }

  get scope(): string {
    return this.plan.request.scope;
  }

  /** The monitor that the client follows. */
  get monitor(): string | undefined {
    return this.sent.find(({ monitor }) => monitor !== undefined)?.monitor;
  }
}
