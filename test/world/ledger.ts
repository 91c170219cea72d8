/** Something that a handler has done, in the database of the app. */
export interface Effect {
  readonly id: number;
  /** The principal and the key of the request. */
  readonly scope: string;
  readonly unit: number;
  readonly batchId: string;
  /** Which of several requests with the same key. */
  readonly variant: string;
  /** The process that has done it. */
  readonly by: string;
  readonly at: number;
}

/** Everything that handlers have done: the truth that the auditor compares answers with. */
export class Ledger {
  readonly effects: Effect[] = [];
  #last = 0;

  /** Returns the id of an effect that is about to happen. */
  nextId(): number {
    this.#last += 1;
    return this.#last;
  }

  add(effect: Effect): void {
    this.effects.push(effect);
  }

  of(scope: string, unit: number): Effect[] {
    return this.effects.filter((effect) => effect.scope === scope && effect.unit === unit);
  }
}
