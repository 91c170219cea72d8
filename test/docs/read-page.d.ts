/** The root of the repository. */
export declare const ROOT: URL;
/** A fenced block of code. */
export interface Block {
  /** The language and what follows it, such as `ts server`. */
  readonly info: string;
  readonly code: string;
  /** Where it begins in the page, from 1. */
  readonly line: number;
  /** Why no test runs it: what the comment `<!-- not run: why -->` in front of it says, or that it installs something. */
  readonly notRun?: string;
}
/** A page, as the tests see it. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  /** The test that runs it, if the page says so in the comment `<!-- tested by: test/... -->`. */
  readonly testedBy?: string;
  readonly blocks: readonly Block[];
  /** What its links and pictures lead to, with the line of each. */
  readonly links: readonly {
    readonly url: string;
    readonly line: number;
  }[];
  /** The anchors of its headings, as they are in a repository. */
  readonly anchors: ReadonlySet<string>;
}
/** Reads a page of Markdown. */
export declare function readPage(path: string): Page;
//# sourceMappingURL=read-page.d.ts.map
