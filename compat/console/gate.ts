/** What slow operations wait for. It is closed at first. */
export class Gate {
  #open: () => void = () => {};
  #opened: Promise<void> = Promise.resolve();

  constructor() {
    this.close();
  }

  /** Resolves when the gate is open. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  open(): void {
    this.#open();
  }

  /** Closes it for the operations that come from now on. */
  close(): void {
    this.#opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }
}
