/** Counts what has happened: which faults have met which calls, in which state, and what else has to happen in some worlds. */
export class Coverage {
  readonly counts = new Map<string, number>();

  count(event: string): void {
    this.counts.set(event, (this.counts.get(event) ?? 0) + 1);
  }
}
