/** The folder in which the programs of a page run. It is inside a workspace, so that they find its packages. */
export declare class PageFolder {
  #private;
  constructor(parent: URL);
  /** The path of the folder, for a shell. */
  get path(): string;
  /** Writes a file that programs of the page import or read. */
  write(name: string, content: string): void;
  /** Runs a program as a module of its own, and resolves with its exports. `log` stands for `console.log`. */
  run(program: string, log: (...values: unknown[]) => void): Promise<Record<string, unknown>>;
  remove(): void;
}
//# sourceMappingURL=page-folder.d.ts.map
