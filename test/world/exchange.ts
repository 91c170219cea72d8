import { ClientConnection } from '@multistatus/core/adapter';
import type { BeginRequest, BegunEntry } from '@multistatus/journal';
import type { KeyPlan } from './plan.js';

/** What a client has received. */
export interface ReceivedAnswer {
  readonly at: number;
  readonly status: number;
  readonly isReplay: boolean;
  readonly retryAfterMs: number;
  readonly body: string;
}

/** An outcome that was reported as final. */
interface Report {
  readonly executed: boolean | 'unknown';
  /** The earliest time at which the process can have checked in the store that the entry was still its own. */
  readonly checkedAfter: number;
}

/** One request of a client to a process, with all that became of it. */
export class Exchange {
  readonly connection = new ClientConnection();
  readonly plan: KeyPlan;
  readonly variant: string;
  readonly process: string;
  readonly sentAt: number;
  /** The batch whose entry it has opened. */
  batchId: string | undefined;
  /** How many units the entry had, if it was finished. */
  total: number | undefined;
  ref = '';
  owner = '';
  /** By unit: what the process has reported as final. Outcomes of earlier attempts are not among them. */
  readonly reports = new Map<number, Report>();
  /** What has reached the client. */
  received: ReceivedAnswer | undefined;
  #attempts = 0;

  constructor(
    plan: KeyPlan,
    variant: string,
    { process, sentAt }: { readonly process: string; readonly sentAt: number },
  ) {
    this.plan = plan;
    this.variant = variant;
    this.process = process;
    this.sentAt = sentAt;
  }

  /** What the handler of one of its units is called with. */
  get call(): { readonly plan: KeyPlan; readonly variant: string; readonly batchId: string } {
    const { plan, variant, batchId = '' } = this;
    return { plan, variant, batchId };
  }

  /** Called when its process asks the store to begin its entry. Returns the number of the attempt. */
  onBegin({ ref, owner }: BeginRequest): number {
    this.ref = ref;
    this.owner = owner;
    this.#attempts += 1;
    return this.#attempts;
  }

  /** Called when the store has answered; the answer to an attempt before the last one is not used. */
  onBegun(attempt: number, { about }: BeginRequest, begun: BegunEntry): void {
    if (attempt !== this.#attempts || begun.state === 'running' || begun.state === 'mismatch') return;
    this.batchId = begun.state === 'begun' ? about : begun.about;
    this.total = begun.state === 'finished' ? begun.total : undefined;
  }
}
