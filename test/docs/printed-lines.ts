/** Lines that a program prints while it runs. */
export class PrintedLines {
  #lines: string[] = [];
  #wake: () => void = () => undefined;

  add(text: string): void {
    this.#lines.push(...text.split('\n'));
    this.#wake();
  }

  /** Waits until there are so many lines, and takes all that there are. */
  async take(count: number): Promise<string[]> {
    while (this.#lines.length < count)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const taken = this.#lines;
    this.#lines = [];
    return taken;
  }
}
